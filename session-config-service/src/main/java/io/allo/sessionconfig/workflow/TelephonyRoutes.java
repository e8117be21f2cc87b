// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The {@code telephony} object of a start block: which called numbers go to which workflow. The older way, used where no workflow
 * answers the SIP account of a call. Read with lenience, as {@link VoiceAgentBlock} is.
 *
 * @param routes in the order of the definition
 * @param otherwise {@code default}, or {@code fallback}: where a call goes that no route wants; null without one
 */
public record TelephonyRoutes(List<Route> routes, @Nullable Route otherwise) {

    /**
     * One route.
     *
     * @param label for people, null when it has none
     * @param numbers called numbers in any spelling
     * @param prefixes beginnings of called numbers
     * @param workflowId workflow that takes the call; when neither this nor the slug is there, the one that has the route
     * @param priority of several routes with the same number the lowest wins; the position in the list where it has none
     */
    public record Route(
            @Nullable String label,
            List<String> numbers,
            List<String> prefixes,
            @Nullable Integer workflowId,
            @Nullable String workflowSlug,
            Overrides overrides,
            double priority) {

        /** The workflow that takes the call, of those of the business; empty when it names one that is not there. */
        public Optional<Workflow> target(Workflow carrier, List<Workflow> ofBusiness) {
            if (workflowId == null && workflowSlug == null) {
                return Optional.of(carrier);
            }
            return ofBusiness.stream()
                    .filter(workflow ->
                            workflowId == null ? workflow.slug().equals(workflowSlug) : workflow.id() == workflowId)
                    .findFirst();
        }
    }

    /**
     * What a route says otherwise than the workflow's voice-agent block.
     *
     * @param model null = as the block says; so also voice and instructions
     * @param promptVariables replace <code>{{name}}</code> in the instructions
     */
    public record Overrides(
            @Nullable String model,
            @Nullable String voice,
            @Nullable String instructions,
            Map<String, String> promptVariables) {
        public static final Overrides NONE = new Overrides(null, null, null, Map.of());

        /** These instructions with every variable in its place. */
        public @Nullable String filled(@Nullable String text) {
            String filled = text;
            for (Map.Entry<String, String> variable : promptVariables.entrySet()) {
                filled = filled == null ? null : filled.replace("{{" + variable.getKey() + "}}", variable.getValue());
            }
            return filled;
        }
    }

    /** Of the start block; without routes when it has none. */
    public static TelephonyRoutes in(JsonNode definition) {
        JsonNode telephony = VoiceAgentBlock.steps(definition).stream()
                .filter(step -> VoiceAgentBlock.kind(step).equals("start"))
                .findFirst()
                .map(TelephonyRoutes::telephony)
                .orElseGet(MissingNode::getInstance);
        List<Route> routes = new ArrayList<>();
        for (JsonNode route : telephony.path("routes")) {
            routes.add(route(route, routes.size()));
        }
        JsonNode otherwise = telephony.has("default") ? telephony.get("default") : telephony.path("fallback");
        return new TelephonyRoutes(List.copyOf(routes), otherwise.isObject() ? route(otherwise, 0) : null);
    }

    /** Beside the parameters or among them. */
    static JsonNode telephony(JsonNode step) {
        return step.has("telephony")
                ? step.get("telephony")
                : step.path("parameters").path("telephony");
    }

    private static Route route(JsonNode node, int position) {
        JsonNode workflow = node.path("workflow");
        JsonNode overrides = node.path("overrides");
        return new Route(
                text(node.path("label")),
                texts(node, "phone_number", "phone_numbers"),
                texts(node, "prefix", "prefixes"),
                workflow.path("id").isInt() ? workflow.get("id").asInt() : null,
                text(workflow.path("slug")),
                new Overrides(
                        text(overrides.path("model")),
                        text(overrides.path("voice")),
                        text(overrides.path("instructions")),
                        variables(overrides.path("prompt_variables"))),
                node.path("priority").isNumber() ? node.get("priority").asDouble() : position);
    }

    private static List<String> texts(JsonNode node, String single, String several) {
        List<String> texts = new ArrayList<>();
        if (text(node.path(single)) instanceof String one) {
            texts.add(one);
        }
        node.path(several).forEach(each -> {
            if (text(each) instanceof String one) {
                texts.add(one);
            }
        });
        return List.copyOf(texts);
    }

    private static Map<String, String> variables(JsonNode node) {
        Map<String, String> variables = new HashMap<>();
        node.properties()
                .forEach(each -> variables.put(each.getKey(), each.getValue().asText()));
        return Map.copyOf(variables);
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() && !node.asText().isBlank() ? node.asText().strip() : null;
    }
}
