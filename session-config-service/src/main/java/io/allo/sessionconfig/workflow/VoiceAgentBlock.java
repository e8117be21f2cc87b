// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The first step of a workflow that talks. Read with lenience: a definition that SQL wrote must answer calls too.
 *
 * @param slug name of the step, null when it has none
 * @param model null when the step names none; so also voice and instructions
 * @param ringTimeoutSeconds 0 = answer at once
 * @param ringTimeoutUnfit the definition names a ring time that is no number of at least 0
 * @param tools functions in the wire format of the models, or names of known tools
 * @param handoffs to whom it may hand its conversations over, as they are written
 * @param speakFirst the agent speaks before the caller does
 * @param privacy what its calls tell people, as it is written; a missing node when it is not
 * @param speech how it hears and speaks, as it is written; a missing node when it is not
 * @param voicemail what its calls to others do with answering machines, as it is written; a missing node when it is not
 * @param transferMode how its callers are handed over, as it is written; a missing node when it is not
 */
public record VoiceAgentBlock(
        @Nullable String slug,
        @Nullable String model,
        @Nullable String modelProvider,
        @Nullable String instructions,
        @Nullable String voice,
        double ringTimeoutSeconds,
        boolean ringTimeoutUnfit,
        List<JsonNode> tools,
        List<JsonNode> handoffs,
        List<String> languages,
        boolean speakFirst,
        JsonNode privacy,
        JsonNode speech,
        JsonNode voicemail,
        JsonNode transferMode) {
    private static final Logger LOG = Logger.getLogger(VoiceAgentBlock.class);
    private static final Set<String> KINDS = Set.of("agent", "voice-agent", "voice_agent");
    private static final String RING_TIMEOUT = "ring_timeout_seconds";
    static final String TRANSFER_MODE = "transfer_mode";
    private static final String TELEPHONY = "telephony";
    private static final String PARAMETERS = "parameters";

    /** Empty when no step of the definition talks. */
    public static Optional<VoiceAgentBlock> in(JsonNode definition) {
        List<JsonNode> steps = steps(definition);
        return steps.stream().filter(VoiceAgentBlock::talks).findFirst().map(step -> read(step, steps));
    }

    /** The steps of a definition: a list, or an object with {@code steps} or {@code nodes}. */
    static List<JsonNode> steps(JsonNode definition) {
        JsonNode list = definition;
        if (definition.isObject()) {
            list = definition.has("steps") ? definition.get("steps") : definition.path("nodes");
        }
        return list.isArray() ? elements(list) : List.of();
    }

    static String kind(JsonNode step) {
        return step.path("kind").asText(step.path("type").asText(""));
    }

    static boolean talks(JsonNode step) {
        return KINDS.contains(kind(step));
    }

    private static VoiceAgentBlock read(JsonNode step, List<JsonNode> steps) {
        JsonNode parameters = step.path(PARAMETERS);
        Optional<JsonNode> ringTimeout = ringTimeout(step, steps);
        boolean unfit = ringTimeout.filter(value -> !isDelay(value)).isPresent();
        if (unfit) {
            LOG.warnf("%s is no number of at least 0: the call is answered at once", RING_TIMEOUT);
        }
        String provider = text(parameters, "model_provider_slug");
        return new VoiceAgentBlock(
                text(step, "slug"),
                text(parameters, "model"),
                provider == null ? text(parameters, "model_provider") : provider,
                text(parameters, "instructions"),
                text(parameters, "voice"),
                unfit ? 0 : ringTimeout.map(JsonNode::asDouble).orElse(0.0),
                unfit,
                elements(parameters.path("tools")),
                elements(parameters.path("handoffs")),
                elements(parameters.path("languages")).stream()
                        .filter(JsonNode::isTextual)
                        .map(JsonNode::asText)
                        .toList(),
                parameters.path("speak_first").asBoolean(false),
                parameters.path("privacy"),
                parameters.path("speech"),
                parameters.path("voicemail"),
                parameters.path(TRANSFER_MODE));
    }

    /** The block, then its telephony object, then the start block's. */
    private static Optional<JsonNode> ringTimeout(JsonNode step, List<JsonNode> steps) {
        List<JsonNode> places = new ArrayList<>();
        places.add(step.path(PARAMETERS));
        places.add(step.path(PARAMETERS).path(TELEPHONY));
        places.add(step.path(TELEPHONY));
        steps.stream().filter(other -> kind(other).equals("start")).findFirst().ifPresent(start -> {
            places.add(start.path(PARAMETERS).path(TELEPHONY));
            places.add(start.path(TELEPHONY));
        });
        return places.stream()
                .map(place -> place.path(RING_TIMEOUT))
                .filter(value -> !value.isMissingNode() && !value.isNull())
                .findFirst();
    }

    private static boolean isDelay(JsonNode value) {
        return value.isNumber() && Double.isFinite(value.asDouble()) && value.asDouble() >= 0;
    }

    private static List<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).toList();
    }

    private static @Nullable String text(JsonNode parent, String name) {
        String text = parent.path(name).asText("");
        return text.isBlank() ? null : text;
    }
}
