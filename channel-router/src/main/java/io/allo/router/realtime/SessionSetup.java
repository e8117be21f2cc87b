// SPDX-License-Identifier: Apache-2.0
package io.allo.router.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.allo.audio.CompandingLaw;
import io.allo.contracts.session.ModelTuning;
import io.allo.contracts.session.SessionConfig;
import io.allo.contracts.session.SessionConfig.ToolDefinition;
import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.VoiceModel.Opening;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a new session is told: the agent's configuration ({@code session.update}), then what was said before, as items. Pure. GA
 * knows no {@code temperature}: it is never sent.
 */
final class SessionSetup {
    /** {@code event_id} of the update, to know its error again. */
    static final String UPDATE = "setup";
    /** What was said long ago costs tokens and helps nobody. */
    private static final int MOST_ITEMS = 80;

    private final ObjectMapper json;
    private final RealtimeConfig config;
    private final Opening opening;

    SessionSetup(ObjectMapper json, RealtimeConfig config, Opening opening) {
        this.json = json;
        this.config = config;
        this.opening = opening;
    }

    /** @param withVoice false: the server's own voice, because it does not know the agent's */
    ObjectNode update(boolean withVoice) {
        SessionConfig agent = opening.session();
        ObjectNode event = event("session.update").put("event_id", UPDATE);
        ObjectNode session = event.putObject("session").put("type", "realtime");
        session.put("instructions", agent.systemPrompt() == null ? "" : agent.systemPrompt());
        session.putArray("output_modalities").add("audio");
        ObjectNode audio = session.putObject("audio");
        input(audio.putObject("input"));
        ObjectNode output = audio.putObject("output");
        output.set("format", format());
        if (withVoice && !agent.voice().isBlank()) {
            output.set("voice", voice(agent.voice()));
        }
        ArrayNode tools = session.putArray("tools");
        agent.tools().forEach(tool -> tools.add(tool(tool)));
        session.put("tool_choice", "auto");
        return event;
    }

    private void input(ObjectNode input) {
        input.set("format", format());
        config.noiseReduction()
                .ifPresent(kind -> input.putObject("noise_reduction").put("type", kind));
        if ("none".equals(config.transcriptionModel())) {
            input.putNull("transcription");
        } else {
            ObjectNode transcription = input.putObject("transcription").put("model", config.transcriptionModel());
            // Said to be French, English words come out as French ones: only an agent of one language names it.
            if (opening.languages().size() == 1) {
                transcription.put("language", opening.languages().getFirst());
            }
        }
        input.set("turn_detection", turnDetection());
    }

    /** Our own detector decides whether the agent is interrupted, and what is answered: the server must not. */
    private ObjectNode turnDetection() {
        ObjectNode vad = json.createObjectNode();
        if (config.vad() == RealtimeConfig.VadType.SEMANTIC) {
            vad.put("type", "semantic_vad").put("eagerness", config.vadEagerness());
        } else {
            ModelTuning asked = opening.tuning();
            Double threshold = asked.vadThreshold();
            Integer prefixMs = asked.vadPrefixPaddingMs();
            Integer silenceMs = asked.vadSilenceMs();
            vad.put("type", "server_vad")
                    .put("threshold", threshold == null ? config.vadThreshold() : threshold)
                    .put(
                            "prefix_padding_ms",
                            prefixMs == null ? config.vadPrefix().toMillis() : prefixMs)
                    .put(
                            "silence_duration_ms",
                            silenceMs == null ? config.vadSilence().toMillis() : silenceMs);
        }
        return vad.put("create_response", config.answered() == RealtimeConfig.Answered.ALL)
                .put("interrupt_response", false);
    }

    private ObjectNode format() {
        ObjectNode format = json.createObjectNode();
        if (config.audio() == RealtimeConfig.Audio.PCM24) {
            return format.put("type", "audio/pcm").put("rate", SessionAudio.PCM_RATE);
        }
        return format.put("type", opening.law() == CompandingLaw.ALAW ? "audio/pcma" : "audio/pcmu");
    }

    private JsonNode voice(String name) {
        return name.startsWith("voice_")
                ? json.createObjectNode().put("id", name)
                : json.getNodeFactory().textNode(name.toLowerCase(Locale.ROOT));
    }

    /** Flat, and what stands in the agent's definition as it is. */
    private ObjectNode tool(ToolDefinition tool) {
        ObjectNode node = json.createObjectNode().put("type", "function").put("name", tool.name());
        if (tool.description() != null) {
            node.put("description", tool.description());
        }
        Map<String, Object> parameters =
                tool.parameters() == null ? Map.of("type", "object", "properties", Map.of()) : tool.parameters();
        node.set("parameters", json.valueToTree(parameters));
        return node;
    }

    /** What was said before, as {@code conversation.item.create} events; a tool call only together with its result. */
    List<ObjectNode> history() {
        List<Message> said = opening.history();
        Map<String, Message.ToolResult> results = new HashMap<>();
        said.forEach(message -> {
            if (message instanceof Message.ToolResult result) {
                results.put(result.id(), result);
            }
        });
        List<ObjectNode> items = new ArrayList<>();
        for (Message message : said.subList(Math.max(0, said.size() - MOST_ITEMS), said.size())) {
            switch (message) {
                case Message.User user -> items.add(message("user", "input_text", user.text()));
                case Message.Agent agent -> items.add(message("assistant", "output_text", agent.text()));
                case Message.ToolCall call
                when results.containsKey(call.id()) -> {
                    Message.ToolResult result = results.get(call.id());
                    String id = "past_" + items.size();
                    items.add(functionCall(id, call));
                    items.add(functionOutput(id, result.result()));
                }
                default -> {} // a greeting's order, a call that has no result, a result that went with its call
            }
        }
        return items;
    }

    ObjectNode message(String role, String contentType, String text) {
        ObjectNode event = event("conversation.item.create");
        event.putObject("item")
                .put("type", "message")
                .put("role", role)
                .putArray("content")
                .addObject()
                .put("type", contentType)
                .put("text", text);
        return event;
    }

    private ObjectNode functionCall(String id, Message.ToolCall call) {
        ObjectNode event = event("conversation.item.create");
        event.putObject("item")
                .put("type", "function_call")
                .put("call_id", id)
                .put("name", call.tool())
                .put("arguments", json.valueToTree(call.arguments()).toString());
        return event;
    }

    /** The result travels as text. */
    ObjectNode functionOutput(String callId, Map<String, Object> result) {
        ObjectNode event = event("conversation.item.create");
        event.putObject("item")
                .put("type", "function_call_output")
                .put("call_id", callId)
                .put("output", json.valueToTree(result).toString());
        return event;
    }

    /**
     * An order to speak. An instruction replaces the session's for this one answer, so what must still hold is repeated; such an
     * answer is words, never a tool.
     */
    ObjectNode speak(@Nullable String instruction) {
        ObjectNode event = event("response.create");
        if (instruction != null) {
            String standing = opening.session().systemPrompt();
            event.putObject("response")
                    .put("instructions", standing + "\n\n" + instruction)
                    .put("tool_choice", "none");
        }
        return event;
    }

    ObjectNode event(String type) {
        return json.createObjectNode().put("type", type);
    }
}
