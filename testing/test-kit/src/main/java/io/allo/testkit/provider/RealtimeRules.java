// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the Realtime API accepts in a session: unknown fields and wrong types are refused, the field named. Pure. */
final class RealtimeRules {
    static final Set<String> VOICES =
            Set.of("alloy", "ash", "ballad", "coral", "echo", "sage", "shimmer", "verse", "marin", "cedar");
    private static final Pattern FUNCTION_NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    /** Objects by their path, and their fields. */
    private static final Map<String, Set<String>> FIELDS = Map.ofEntries(
            Map.entry(
                    "session",
                    Set.of(
                            "type",
                            "model",
                            "instructions",
                            "output_modalities",
                            "audio",
                            "tools",
                            "tool_choice",
                            "max_output_tokens",
                            "truncation",
                            "include",
                            "tracing",
                            "prompt",
                            "parallel_tool_calls",
                            "reasoning")),
            Map.entry("session.audio", Set.of("input", "output")),
            Map.entry("session.audio.input", Set.of("format", "noise_reduction", "transcription", "turn_detection")),
            Map.entry("session.audio.output", Set.of("format", "voice", "speed")),
            Map.entry("session.audio.input.format", Set.of("type", "rate")),
            Map.entry("session.audio.output.format", Set.of("type", "rate")),
            Map.entry("session.audio.input.noise_reduction", Set.of("type")),
            Map.entry("session.audio.input.transcription", Set.of("model", "language", "prompt")),
            Map.entry(
                    "response",
                    Set.of(
                            "instructions",
                            "tools",
                            "tool_choice",
                            "output_modalities",
                            "audio",
                            "input",
                            "conversation",
                            "metadata",
                            "max_output_tokens")));

    private static final Set<String> SERVER_VAD = Set.of(
            "type",
            "threshold",
            "prefix_padding_ms",
            "silence_duration_ms",
            "create_response",
            "interrupt_response",
            "idle_timeout_ms");
    private static final Set<String> SEMANTIC_VAD =
            Set.of("type", "eagerness", "create_response", "interrupt_response");

    private RealtimeRules() {}

    /** Why something is refused. */
    record Refusal(String code, String param, String message) {}

    static @Nullable Refusal session(JsonNode session, String model, boolean audioBegan) {
        if (!session.isObject()) {
            return new Refusal("missing_required_parameter", "session", "Missing required parameter: 'session'.");
        }
        if (!session.path("type").isTextual()) {
            return new Refusal(
                    "missing_required_parameter", "session.type", "Missing required parameter: 'session.type'.");
        }
        if (!session.path("type").asText().equals("realtime")) {
            return invalid("session.type");
        }
        Refusal unknown = unknownField("session", session);
        if (unknown != null) {
            return unknown;
        }
        if (session.has("reasoning") && !model.startsWith("gpt-realtime-2")) {
            return invalid("session.reasoning");
        }
        if (session.has("model") && !session.path("model").asText().equals(model)) {
            return invalid("session.model");
        }
        if (session.has("instructions") && !session.path("instructions").isTextual()) {
            return wrongType("session.instructions");
        }
        JsonNode modalities = session.path("output_modalities");
        if (session.has("output_modalities")
                && (modalities.size() != 1
                        || !Set.of("audio", "text").contains(modalities.path(0).asText()))) {
            return invalid("session.output_modalities");
        }
        Refusal tools = tools(session.path("tools"));
        return tools == null ? audio(session.path("audio"), audioBegan) : tools;
    }

    private static @Nullable Refusal audio(JsonNode audio, boolean audioBegan) {
        JsonNode input = audio.path("input");
        JsonNode output = audio.path("output");
        Refusal refusal = format("session.audio.input.format", input.path("format"));
        if (refusal == null) {
            refusal = format("session.audio.output.format", output.path("format"));
        }
        if (refusal == null) {
            refusal = turnDetection(input.path("turn_detection"));
        }
        if (refusal != null) {
            return refusal;
        }
        JsonNode reduction = input.path("noise_reduction").path("type");
        if (!reduction.isMissingNode() && !Set.of("near_field", "far_field").contains(reduction.asText())) {
            return invalid("session.audio.input.noise_reduction.type");
        }
        JsonNode transcription = input.path("transcription");
        if (transcription.isObject() && !transcription.path("model").isTextual()) {
            return wrongType("session.audio.input.transcription.model");
        }
        JsonNode voice = output.path("voice");
        if (voice.isTextual() && !VOICES.contains(voice.asText())) {
            return invalid("session.audio.output.voice");
        }
        if (!voice.isMissingNode() && audioBegan) {
            return new Refusal(
                    "cannot_update_voice",
                    "session.audio.output.voice",
                    "Cannot update a conversation's voice if assistant audio is present.");
        }
        return null;
    }

    private static @Nullable Refusal format(String path, JsonNode format) {
        if (format.isMissingNode()) {
            return null;
        }
        return switch (format.path("type").asText()) {
            case "audio/pcm" -> format.path("rate").asInt(24_000) == 24_000 ? null : invalid(path + ".rate");
            case "audio/pcmu", "audio/pcma" -> format.has("rate") ? unknown(path + ".rate") : null;
            default -> invalid(path + ".type");
        };
    }

    private static @Nullable Refusal turnDetection(JsonNode vad) {
        String path = "session.audio.input.turn_detection";
        if (vad.isMissingNode() || vad.isNull()) {
            return null;
        }
        Set<String> fields = switch (vad.path("type").asText()) {
            case "server_vad" -> SERVER_VAD;
            case "semantic_vad" -> SEMANTIC_VAD;
            default -> Set.of();
        };
        if (fields.isEmpty()) {
            return invalid(path + ".type");
        }
        for (Iterator<String> names = vad.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!fields.contains(name)) {
                return unknown(path + "." + name);
            }
        }
        double threshold = vad.path("threshold").asDouble(0.5);
        boolean eager = Set.of("low", "medium", "high", "auto")
                .contains(vad.path("eagerness").asText("auto"));
        return threshold < 0 || threshold > 1 || !eager ? invalid(path) : null;
    }

    static @Nullable Refusal tools(JsonNode tools) {
        if (!tools.isMissingNode() && !tools.isArray()) {
            return wrongType("session.tools");
        }
        for (int i = 0; i < tools.size(); i++) {
            JsonNode tool = tools.path(i);
            String path = "session.tools[" + i + "]";
            if (tool.path("type").asText().equals("mcp")) {
                continue;
            }
            if (!tool.path("type").asText().equals("function")) {
                return invalid(path + ".type");
            }
            if (!FUNCTION_NAME.matcher(tool.path("name").asText("")).matches()) {
                return invalid(path + ".name");
            }
            for (Iterator<String> names = tool.fieldNames(); names.hasNext(); ) {
                String name = names.next();
                if (!Set.of("type", "name", "description", "parameters").contains(name)) {
                    return unknown(path + "." + name);
                }
            }
            if (!tool.path("parameters").path("type").asText().equals("object")) {
                return invalid(path + ".parameters");
            }
        }
        return null;
    }

    /** @param object as known by its path, with everything below it */
    static @Nullable Refusal unknownField(String path, JsonNode object) {
        Set<String> known = FIELDS.get(path);
        if (known == null || !object.isObject()) {
            return null;
        }
        for (Iterator<Map.Entry<String, JsonNode>> fields = object.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            String below = path + "." + field.getKey();
            if (!known.contains(field.getKey())) {
                return unknown(below);
            }
            Refusal deeper = unknownField(below, field.getValue());
            if (deeper != null) {
                return deeper;
            }
        }
        return null;
    }

    static Refusal unknown(String param) {
        return new Refusal("unknown_parameter", param, "Unknown parameter: '" + param + "'.");
    }

    static Refusal invalid(String param) {
        return new Refusal("invalid_value", param, "Invalid value: '" + param + "'.");
    }

    static Refusal wrongType(String param) {
        return new Refusal("invalid_type", param, "Invalid type for '" + param + "'.");
    }
}
