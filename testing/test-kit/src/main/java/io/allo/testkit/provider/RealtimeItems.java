// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.allo.testkit.provider.RealtimeRules.Refusal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The conversation of one {@link RealtimePeer}: its items in order, and the client's changes to them. */
final class RealtimeItems {
    private final RealtimePeer peer;
    private final Map<String, ObjectNode> items = new LinkedHashMap<>();
    private final Map<String, Long> audioMs = new LinkedHashMap<>();
    private @Nullable String last;
    private int made;

    RealtimeItems(RealtimePeer peer) {
        this.peer = peer;
    }

    String newId() {
        return "item_" + ++made;
    }

    @Nullable
    String last() {
        return last;
    }

    /** {@code conversation.item.added}, and {@code done} where it is complete. */
    void add(ObjectNode item, boolean done) {
        String id = item.path("id").asText();
        String previous = last;
        items.put(id, item);
        last = id;
        peer.send(withItem("conversation.item.added", item, previous));
        if (done) {
            peer.send(withItem("conversation.item.done", item, previous));
        }
    }

    private ObjectNode withItem(String type, ObjectNode item, @Nullable String previous) {
        ObjectNode event = peer.event(type).put("previous_item_id", previous);
        event.set("item", item.deepCopy());
        return event;
    }

    void done(ObjectNode item) {
        peer.send(withItem("conversation.item.done", item, null));
    }

    /** So much audio of an assistant's item was made. */
    void sounded(String item, long ms) {
        audioMs.merge(item, ms, Long::sum);
    }

    /** The caller's audio has become an item. */
    void heard(String id) {
        ObjectNode item = RealtimePeer.JSON
                .createObjectNode()
                .put("id", id)
                .put("object", "realtime.item")
                .put("type", "message")
                .put("status", "completed")
                .put("role", "user");
        item.putArray("content").addObject().put("type", "input_audio").putNull("transcript");
        add(item, true);
    }

    void transcribe(String id, String words) {
        if (words.isEmpty()) {
            return;
        }
        String base = "conversation.item.input_audio_transcription.";
        if (words.equals("!")) {
            ObjectNode failed = peer.event(base + "failed").put("item_id", id).put("content_index", 0);
            failed.putObject("error").put("type", "transcription_error").put("code", "audio_unintelligible");
            peer.send(failed);
            return;
        }
        peer.send(peer.event(base + "delta")
                .put("item_id", id)
                .put("content_index", 0)
                .put("delta", words));
        ObjectNode completed = peer.event(base + "completed")
                .put("item_id", id)
                .put("content_index", 0)
                .put("transcript", words);
        ObjectNode usage = completed
                .putObject("usage")
                .put("type", "tokens")
                .put("total_tokens", 25)
                .put("input_tokens", 20)
                .put("output_tokens", 5);
        usage.putObject("input_token_details").put("text_tokens", 0).put("audio_tokens", 20);
        peer.send(completed);
    }

    @Nullable
    Refusal create(JsonNode event) {
        JsonNode given = event.path("item");
        if (!given.isObject()) {
            return new Refusal("missing_required_parameter", "item", "Missing required parameter: 'item'.");
        }
        String previous = event.path("previous_item_id").asText("root");
        if (!previous.equals("root") && !items.containsKey(previous)) {
            return RealtimeRules.invalid("previous_item_id");
        }
        Refusal refusal = switch (given.path("type").asText()) {
            case "message" -> message(given);
            case "function_call" -> texts(given, "call_id", "name", "arguments");
            case "function_call_output" -> output(given);
            default -> RealtimeRules.invalid("item.type");
        };
        if (refusal == null) {
            ObjectNode item = given.deepCopy();
            if (!item.has("id")) {
                item.put("id", newId());
            }
            add(item.put("object", "realtime.item").put("status", "completed"), true);
        }
        return refusal;
    }

    private static @Nullable Refusal message(JsonNode item) {
        String role = item.path("role").asText();
        JsonNode content = item.path("content");
        if (!content.isArray() || content.isEmpty()) {
            return RealtimeRules.invalid("item.content");
        }
        for (JsonNode part : content) {
            String type = part.path("type").asText();
            boolean fits = switch (role) {
                case "user" -> type.equals("input_text") || type.equals("input_audio") || type.equals("input_image");
                case "system" -> type.equals("input_text");
                case "assistant" -> type.equals("output_text");
                default -> false;
            };
            if (!fits || (type.endsWith("text") && !part.path("text").isTextual())) {
                return RealtimeRules.invalid("item.content[0].type");
            }
        }
        return null;
    }

    private static @Nullable Refusal texts(JsonNode item, String... names) {
        for (String name : names) {
            if (!item.path(name).isTextual()) {
                return RealtimeRules.wrongType("item." + name);
            }
        }
        return null;
    }

    private @Nullable Refusal output(JsonNode given) {
        Refusal refusal = texts(given, "call_id", "output");
        if (refusal != null) {
            return refusal;
        }
        boolean known = items.values().stream()
                .anyMatch(item -> item.path("type").asText().equals("function_call")
                        && item.path("call_id").equals(given.path("call_id")));
        return known ? null : new Refusal("invalid_tool_call_id", "item.call_id", "Tool call ID not found.");
    }

    @Nullable
    Refusal truncate(JsonNode event) {
        String id = event.path("item_id").asText("");
        JsonNode end = event.path("audio_end_ms");
        if (!items.containsKey(id)) {
            return new Refusal("item_truncate_invalid_item_id", "item_id", "Item with item_id not found.");
        }
        if (event.path("content_index").asInt(-1) != 0 || !end.isIntegralNumber() || !audioMs.containsKey(id)) {
            return RealtimeRules.invalid("audio_end_ms");
        }
        if (end.asLong() < 0 || end.asLong() > audioMs.get(id)) {
            return new Refusal(
                    "invalid_value",
                    "audio_end_ms",
                    "Audio content of " + audioMs.get(id) + "ms is already shorter than " + end.asLong() + "ms");
        }
        peer.send(peer.event("conversation.item.truncated")
                .put("item_id", id)
                .put("content_index", 0)
                .put("audio_end_ms", end.asLong()));
        return null;
    }

    @Nullable
    Refusal delete(JsonNode event) {
        String id = event.path("item_id").asText("");
        if (items.remove(id) == null) {
            return RealtimeRules.invalid("item_id");
        }
        peer.send(peer.event("conversation.item.deleted").put("item_id", id));
        return null;
    }

    @Nullable
    Refusal retrieve(JsonNode event) {
        ObjectNode item = items.get(event.path("item_id").asText(""));
        if (item == null) {
            return RealtimeRules.invalid("item_id");
        }
        peer.send(peer.event("conversation.item.retrieved").set("item", item.deepCopy()));
        return null;
    }
}
