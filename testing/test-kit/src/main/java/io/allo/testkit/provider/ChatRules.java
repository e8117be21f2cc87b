// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the real chat completions server refuses; unknown fields it lets pass. */
final class ChatRules {
    private static final Pattern TOOL_NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final int LONGEST_CALL_ID = 40;
    private static final double HOTTEST = 2;

    private final List<String> models;

    /** @param models empty: any */
    ChatRules(List<String> models) {
        this.models = models;
    }

    record Refusal(int status, String code, String message) {}

    @Nullable
    Refusal check(JsonNode body) {
        String model = body.path("model").asText();
        if (model.isEmpty()) {
            return bad("you must provide a model parameter");
        }
        if (!models.isEmpty() && !models.contains(model)) {
            return new Refusal(404, "model_not_found", "the model does not exist");
        }
        if (body.has("max_tokens") && body.has("max_completion_tokens")) {
            return bad("setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported");
        }
        if (body.has("stream_options") && !body.path("stream").asBoolean()) {
            return bad("'stream_options' is only allowed when 'stream' is enabled");
        }
        JsonNode temperature = body.path("temperature");
        if (!temperature.isMissingNode()
                && (!temperature.isNumber() || temperature.doubleValue() < 0 || temperature.doubleValue() > HOTTEST)) {
            return bad("temperature: expected 0 to 2");
        }
        Refusal tools = tools(body);
        return tools == null ? messages(body.path("messages")) : tools;
    }

    private static @Nullable Refusal tools(JsonNode body) {
        if (body.has("tools") && body.path("tools").isEmpty()) {
            return bad("tools: expected an array with minimum length 1");
        }
        for (JsonNode tool : body.path("tools")) {
            JsonNode function = tool.path("function");
            if (!tool.path("type").asText().equals("function")
                    || !TOOL_NAME.matcher(function.path("name").asText()).matches()) {
                return bad("tools: expected type function and a name of [a-zA-Z0-9_-]{1,64}");
            }
            JsonNode schema = function.path("parameters");
            if (!schema.isMissingNode() && !schema.path("type").asText().equals("object")) {
                return bad("invalid schema for function: schema must be of type object");
            }
        }
        return null;
    }

    private static @Nullable Refusal messages(JsonNode messages) {
        if (!messages.isArray() || messages.isEmpty()) {
            return bad("messages: expected an array with minimum length 1");
        }
        Set<String> awaited = new HashSet<>();
        for (JsonNode message : messages) {
            String role = message.path("role").asText();
            if (!role.equals("tool") && !awaited.isEmpty()) {
                return bad("tool_call_ids did not have response messages: " + awaited);
            }
            Refusal refusal = switch (role) {
                case "system", "developer", "user" -> content(message);
                case "assistant" -> assistant(message, awaited);
                case "tool" ->
                    awaited.remove(message.path("tool_call_id").asText())
                            ? content(message)
                            : bad("messages with role 'tool' must be a response to a preceding 'tool_calls'");
                default -> bad("unknown role");
            };
            if (refusal != null) {
                return refusal;
            }
        }
        return awaited.isEmpty() ? null : bad("tool_call_ids did not have response messages: " + awaited);
    }

    private static @Nullable Refusal content(JsonNode message) {
        JsonNode content = message.path("content");
        return content.isTextual() || content.isArray() ? null : bad("content: expected a string or an array");
    }

    private static @Nullable Refusal assistant(JsonNode message, Set<String> awaited) {
        if (!message.has("tool_calls")) {
            return content(message);
        }
        if (message.path("tool_calls").isEmpty()) {
            return bad("tool_calls: expected an array with minimum length 1");
        }
        for (JsonNode call : message.path("tool_calls")) {
            String id = call.path("id").asText();
            if (id.isEmpty() || id.length() > LONGEST_CALL_ID || !awaited.add(id)) {
                return bad("tool_calls: expected a string id of its own with maximum length " + LONGEST_CALL_ID);
            }
            if (!call.path("function").path("arguments").isTextual()
                    || call.path("function").path("name").asText().isEmpty()) {
                return bad("tool_calls: expected name and arguments as strings");
            }
        }
        return null;
    }

    private static Refusal bad(String message) {
        return new Refusal(400, "invalid_request_error", message);
    }
}
