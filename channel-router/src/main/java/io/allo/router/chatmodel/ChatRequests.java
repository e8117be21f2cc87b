// SPDX-License-Identifier: Apache-2.0
package io.allo.router.chatmodel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.allo.contracts.session.SessionConfig.ToolDefinition;
import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.ChatModel.Request;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes the body of {@code POST /chat/completions}. Immutable; any thread. */
final class ChatRequests {
    /** One name outside of this and the server refuses the whole request. */
    private static final Pattern TOOL_NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

    private static final String NO_RESULT = "{\"error\":\"no result is known: do not say that it was done\"}";
    private static final String BROKEN =
            "{\"error\":\"not executed: the arguments were no complete JSON object; call again with all of them\"}";

    private final ObjectMapper mapper;
    private final ModelSettings settings;

    ChatRequests(ObjectMapper mapper, ModelSettings settings) {
        this.mapper = mapper;
        this.settings = settings;
    }

    ObjectNode body(Request request) {
        ObjectNode body = mapper.createObjectNode();
        body.put("model", settings.model()).put("stream", true);
        if (settings.usageInStream()) {
            body.putObject("stream_options").put("include_usage", true);
        }
        settings.maxTokens().ifPresent(most -> body.put(settings.maxTokensField(), most));
        Double asked = request.temperature();
        if (asked != null) {
            body.put("temperature", asked);
        } else {
            settings.temperature().ifPresent(value -> body.put("temperature", value));
        }
        settings.extra().forEach((name, value) -> body.set(name, json(value)));
        ArrayNode messages = body.putArray("messages");
        message(messages, "system", ChatPrompt.system(request));
        new History(messages, request.messages()).write();
        tools(body, request.session().tools());
        return body;
    }

    /** For the answer to such a request. */
    AnswerReader reader() {
        return new AnswerReader(mapper, settings.model());
    }

    private JsonNode json(String value) {
        try {
            return mapper.readTree(value);
        } catch (JsonProcessingException e) {
            return mapper.getNodeFactory().textNode(value);
        }
    }

    private void tools(ObjectNode body, List<ToolDefinition> tools) {
        List<ToolDefinition> offered = tools.stream()
                .filter(tool ->
                        tool.name() != null && TOOL_NAME.matcher(tool.name()).matches())
                .toList();
        if (offered.isEmpty()) {
            return; // an empty list is refused
        }
        ArrayNode list = body.putArray("tools");
        for (ToolDefinition tool : offered) {
            ObjectNode function = list.addObject().put("type", "function").putObject("function");
            function.put("name", tool.name());
            if (tool.description() != null) {
                function.put("description", tool.description());
            }
            Map<String, Object> schema =
                    tool.parameters() == null || tool.parameters().isEmpty()
                            ? Map.of("type", "object", "properties", Map.of())
                            : tool.parameters();
            function.set("parameters", mapper.valueToTree(schema));
        }
    }

    /** The model's own answer with broken calls, and why none of them was executed. */
    void appendBroken(ObjectNode body, String text, List<CallParts.Whole> calls) {
        ArrayNode messages = (ArrayNode) body.get("messages");
        List<String> ids = new ArrayList<>();
        ObjectNode answer = assistant(messages, text.isBlank() ? null : text);
        ArrayNode list = answer.putArray("tool_calls");
        for (CallParts.Whole call : calls) {
            String id = "broken_" + messages.size() + "_" + ids.size();
            ids.add(id);
            call(list, id, call.name().isEmpty() ? "unknown" : call.name(), "{}");
        }
        ids.forEach(id -> result(messages, id, BROKEN));
    }

    private static void message(ArrayNode messages, String role, String content) {
        messages.addObject().put("role", role).put("content", content);
    }

    private static ObjectNode assistant(ArrayNode messages, @Nullable String text) {
        return messages.addObject().put("role", "assistant").put("content", text);
    }

    private static void call(ArrayNode list, String id, String tool, String arguments) {
        list.addObject()
                .put("id", id)
                .put("type", "function")
                .putObject("function")
                .put("name", tool)
                .put("arguments", arguments);
    }

    private static void result(ArrayNode messages, String id, String content) {
        messages.addObject().put("role", "tool").put("tool_call_id", id).put("content", content);
    }

    /**
     * The conversation so far. Servers want calls and results exactly paired, with nothing between them: so each group of calls
     * is followed by its results wherever those stand, a call without one gets word of it, a result without its call is left out.
     * Ids are counted anew: ours are longer than the 40 characters that OpenAI takes.
     */
    private final class History {
        private final ArrayNode messages;
        private final List<Message> all;
        private final Map<String, Deque<Message.ToolResult>> results = new HashMap<>();
        private @Nullable String said;
        private final List<Message.ToolCall> group = new ArrayList<>();
        private int calls;

        History(ArrayNode messages, List<Message> all) {
            this.messages = messages;
            this.all = all;
        }

        void write() {
            for (Message message : all) {
                if (message instanceof Message.ToolResult result) {
                    results.computeIfAbsent(result.id(), id -> new ArrayDeque<>())
                            .add(result);
                }
            }
            for (Message message : all) {
                switch (message) {
                    case Message.Greeting greeting -> spoken("user", ChatPrompt.greeting(greeting.instruction()));
                    case Message.User user -> spoken("user", ChatPrompt.user(user.input(), user.text()));
                    case Message.Agent agent -> {
                        flush();
                        said = agent.text();
                    }
                    case Message.ToolCall call -> group.add(call);
                    case Message.ToolResult result -> flush();
                }
            }
            flush();
        }

        private void spoken(String role, String text) {
            flush();
            message(messages, role, text);
        }

        private void flush() {
            if (group.isEmpty()) {
                if (said != null) {
                    message(messages, "assistant", said);
                }
            } else {
                flushCalls();
            }
            said = null;
            group.clear();
        }

        private void flushCalls() {
            ArrayNode list = assistant(messages, said).putArray("tool_calls");
            int first = calls;
            for (Message.ToolCall call : group) {
                call(list, "call_" + calls++, call.tool(), written(call.arguments()));
            }
            for (int i = 0; i < group.size(); i++) {
                Deque<Message.ToolResult> known = results.get(group.get(i).id());
                Message.ToolResult result = known == null ? null : known.poll();
                result(messages, "call_" + (first + i), result == null ? NO_RESULT : written(result.result()));
            }
        }

        private String written(Map<String, Object> value) {
            try {
                return mapper.writeValueAsString(value);
            } catch (JsonProcessingException e) {
                return NO_RESULT;
            }
        }
    }
}
