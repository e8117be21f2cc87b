// SPDX-License-Identifier: Apache-2.0
package io.allo.router.realtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.router.conversation.VoiceEvent;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads the pieces of the model's answers: audio, words, tool calls. Pieces of an answer that is not wanted any more are dropped.
 * Knows the beta's event names too. One session, one thread.
 */
final class AnswerReader {
    private final ObjectMapper json;
    private final SessionAudio audio;
    private final Answers answers;
    private final ItemOrder order;
    private final Consumer<VoiceEvent> out;
    private final Consumer<String> badArguments;
    private final AgentItems items = new AgentItems();
    private final Set<String> calls = new HashSet<>();

    AnswerReader(
            ObjectMapper json,
            SessionAudio audio,
            Answers answers,
            ItemOrder order,
            Consumer<VoiceEvent> out,
            Consumer<String> badArguments) {
        this.json = json;
        this.audio = audio;
        this.answers = answers;
        this.order = order;
        this.out = out;
        this.badArguments = badArguments;
    }

    /** @return false: it is no piece of an answer */
    boolean read(String type, JsonNode event) {
        switch (type) {
            case "response.created" ->
                answers.created(event.path("response").path("id").asText(""));
            case "response.output_item.added" -> added(event);
            case "response.output_audio.delta", "response.audio.delta" -> heardAudio(event);
            case "response.output_audio.done", "response.audio.done" -> audioEnded(event);
            case "response.output_audio_transcript.delta", "response.audio_transcript.delta" -> words(event);
            case "response.output_audio_transcript.done", "response.audio_transcript.done" -> said(event);
            case "response.output_item.done" -> itemDone(event);
            // What they say comes again, complete, in the events above.
            case "response.content_part.added",
                    "response.content_part.done",
                    "response.function_call_arguments.delta",
                    "response.function_call_arguments.done",
                    "conversation.item.added",
                    "conversation.item.created",
                    "conversation.item.done",
                    "conversation.item.truncated",
                    "conversation.item.input_audio_transcription.delta" -> {}
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean unwanted(JsonNode event) {
        return answers.unwanted(event.path("response_id").asText(""));
    }

    private AgentItems.Item item(JsonNode event) {
        return items.of(
                event.path("item_id").asText(""), event.path("response_id").asText(""));
    }

    private void added(JsonNode event) {
        JsonNode item = event.path("item");
        if (!unwanted(event) && item.path("type").asText().equals("message")) {
            order.began(item.path("id").asText(""), false, "");
        }
    }

    private void heardAudio(JsonNode event) {
        if (unwanted(event)) {
            return;
        }
        byte[] piece = Base64.getDecoder().decode(event.path("delta").asText(""));
        AgentItems.Item item = item(event);
        item.bytes += piece.length;
        emitAudio(item, audio.fromServer(piece));
    }

    private void audioEnded(JsonNode event) {
        if (!unwanted(event)) {
            end(item(event));
        }
    }

    private void end(AgentItems.Item item) {
        if (!item.ended) {
            item.ended = true;
            byte[] rest = audio.itemEnded();
            if (item.bytes > 0) {
                emitAudio(item, rest);
            }
            out.accept(new VoiceEvent.ItemEnded(item.id));
        }
    }

    private void emitAudio(AgentItems.Item item, byte[] g711) {
        if (g711.length > 0) {
            out.accept(new VoiceEvent.Audio(item.id, g711));
        }
    }

    private void words(JsonNode event) {
        if (!unwanted(event)) {
            AgentItems.Item item = item(event);
            String delta = event.path("delta").asText("");
            item.words.append(delta);
            order.began(item.id, false, "");
            out.accept(new VoiceEvent.Words(item.id, delta));
        }
    }

    private void said(JsonNode event) {
        if (!unwanted(event)) {
            AgentItems.Item item = item(event);
            String whole = event.path("transcript").asText("");
            say(item, whole.isEmpty() ? item.words.toString() : whole);
        }
    }

    private void say(AgentItems.Item item, String text) {
        if (!item.said) {
            item.said = true;
            order.said(item.id, text);
        }
    }

    private void itemDone(JsonNode event) {
        if (unwanted(event)) {
            return;
        }
        JsonNode item = event.path("item");
        if (item.path("type").asText().equals("function_call")) {
            call(item);
        } else {
            AgentItems.Item known = items.find(item.path("id").asText(""));
            if (known != null) {
                end(known);
            }
        }
    }

    /** Only what is complete is run, and only once: it comes with the item and again with the answer. */
    private void call(JsonNode item) {
        String callId = item.path("call_id").asText("");
        if (callId.isEmpty() || !item.path("status").asText("completed").equals("completed") || !calls.add(callId)) {
            return;
        }
        String text = item.path("arguments").asText("");
        try {
            JsonNode arguments = json.readTree(text.isBlank() ? "{}" : text);
            if (arguments.isObject()) {
                @SuppressWarnings("unchecked") // a JSON object is a map of names
                Map<String, Object> map = json.convertValue(arguments, Map.class);
                out.accept(new VoiceEvent.ToolCall(callId, item.path("name").asText(""), map));
                return;
            }
        } catch (JsonProcessingException e) {
            // told to the model below, like everything else that is no object
        }
        badArguments.accept(callId);
    }

    /** {@code response.done}: what has not come in pieces, and the end of what was cut. */
    void finish(JsonNode response) {
        String id = response.path("id").asText("");
        if (response.path("status").asText().equals("completed") && !answers.unwanted(id)) {
            for (JsonNode item : response.path("output")) {
                if (item.path("type").asText().equals("function_call")) {
                    call(item);
                }
            }
        }
        items.unsaid(id).forEach(item -> {
            end(item);
            say(item, item.words.toString());
        });
    }

    /** The session is lost in the middle of an answer. */
    void close() {
        items.unsaid().forEach(item -> say(item, item.words.toString()));
    }

    /** How much audio of an item came, 0 when it is not known any more. */
    long receivedMs(String item) {
        AgentItems.Item known = items.find(item);
        return known == null ? 0 : known.bytes / audio.bytesPerMs();
    }
}
