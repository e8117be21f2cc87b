// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.sessionconfig.agent.AgentSettings;
import io.allo.sessionconfig.agent.HandoffRules;
import io.allo.sessionconfig.door.UnfitException;
import io.allo.sessionconfig.door.UnfitException.Fault;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Body of POST and PATCH of a workflow, checked. What the body does not name is not changed.
 *
 * @param slug null when it is not changed
 * @param definition null when it is not changed
 * @param sipAccountId null when it is not changed, or taken away
 * @param sipAccountGiven true when the body names it, be it as null
 */
record WorkflowForm(
        @Nullable String slug,
        @Nullable JsonNode definition,
        @Nullable Integer sipAccountId,
        boolean sipAccountGiven) {
    private static final int MOST_STEPS = 200;
    private static final int LONGEST_TEXT = 20_000;

    /**
     * Reads a body.
     *
     * @throws UnfitException with every fault
     */
    static WorkflowForm read(JsonNode body, boolean creating) {
        List<Fault> faults = new ArrayList<>();
        String slug = slug(body, creating, faults);
        JsonNode definition = body.has("definition") ? body.get("definition") : null;
        if (definition != null) {
            checkSteps(definition, faults);
        } else if (creating) {
            faults.add(new Fault("definition", "expected a list of steps"));
        }
        JsonNode account = body.path("sip_account_id");
        if (!account.isMissingNode() && !account.isNull() && !account.isInt()) {
            faults.add(new Fault("sip_account_id", "expected a number"));
        }
        if (!faults.isEmpty()) {
            throw new UnfitException(faults);
        }
        return new WorkflowForm(slug, definition, account.isInt() ? account.asInt() : null, body.has("sip_account_id"));
    }

    /** The lists of rules of its steps, as they are in the definition: what is settled in them is stored. */
    List<JsonNode> handoffs() {
        return definition == null
                ? List.of()
                : VoiceAgentBlock.steps(definition).stream()
                        .filter(VoiceAgentBlock::talks)
                        .map(step -> step.path("parameters").path(HandoffRules.FIELD))
                        .filter(rules -> !rules.isEmpty())
                        .toList();
    }

    private static @Nullable String slug(JsonNode body, boolean creating, List<Fault> faults) {
        if (!creating && !body.has("slug")) {
            return null;
        }
        String slug = body.path("slug").asText("");
        if (!slug.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,127}")) {
            faults.add(new Fault("slug", "expected 1 to 128 letters, digits, - and _"));
        }
        return slug;
    }

    private static void checkSteps(JsonNode definition, List<Fault> faults) {
        List<JsonNode> steps = VoiceAgentBlock.steps(definition);
        if (steps.isEmpty() || steps.size() > MOST_STEPS) {
            faults.add(new Fault("definition", "expected a list of 1 to " + MOST_STEPS + " steps"));
            return;
        }
        for (int i = 0; i < steps.size(); i++) {
            JsonNode step = steps.get(i);
            String place = "definition[" + i + "]";
            if (!step.isObject() || VoiceAgentBlock.kind(step).isBlank()) {
                faults.add(new Fault(place, "expected an object with a kind"));
            } else if (VoiceAgentBlock.talks(step)) {
                checkParameters(step.path("parameters"), place + ".parameters", faults);
            } else if (VoiceAgentBlock.kind(step).equals("start")) {
                new TelephonyCheck(faults).check(TelephonyRoutes.telephony(step), place + ".telephony");
            }
        }
    }

    /** An unfit ring time is no fault: such a call is answered at once, and the answer of this API warns. */
    private static void checkParameters(JsonNode parameters, String place, List<Fault> faults) {
        if (!parameters.isMissingNode() && !parameters.isObject()) {
            faults.add(new Fault(place, "expected an object"));
            return;
        }
        for (String name : List.of("model", "instructions", "voice", "model_provider", "model_provider_slug")) {
            JsonNode value = parameters.path(name);
            if (!value.isMissingNode()
                    && !value.isNull()
                    && !(value.isTextual() && value.asText().length() <= LONGEST_TEXT)) {
                faults.add(new Fault(place + "." + name, "expected a text of at most " + LONGEST_TEXT + " characters"));
            }
        }
        AgentSettings.transferFault(parameters.path(VoiceAgentBlock.TRANSFER_MODE))
                .ifPresent(message -> faults.add(new Fault(place + "." + VoiceAgentBlock.TRANSFER_MODE, message)));
        AgentSettings.speechFaults(parameters.path("speech"))
                .forEach((field, message) -> faults.add(new Fault(place + "." + field, message)));
        AgentSettings.voicemailFaults(parameters.path("voicemail"))
                .forEach((field, message) -> faults.add(new Fault(place + "." + field, message)));
        HandoffRules.faults(parameters.path(HandoffRules.FIELD))
                .forEach((field, message) -> faults.add(new Fault(place + "." + field, message)));
        JsonNode tools = parameters.path("tools");
        if (!tools.isMissingNode() && !tools.isNull() && !tools.isArray()) {
            faults.add(new Fault(place + ".tools", "expected a list"));
        }
    }
}
