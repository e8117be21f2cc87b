// SPDX-License-Identifier: Apache-2.0
package io.allo.router.langfuse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.router.conversation.Conversation;
import io.allo.router.conversation.ModelUsage;
import io.allo.router.privacy.Masking;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Langfuse's attributes. Objects are JSON text, never nested values; words are masked before they become one. Immutable. */
final class ObservationWriter {
    private static final String OBSERVATION = "langfuse.observation.";

    private final ObjectMapper mapper;
    private final boolean content;
    private final Optional<String> environment;

    /** @param content false: no words, arguments, results */
    ObservationWriter(ObjectMapper mapper, boolean content, Optional<String> environment) {
        this.mapper = mapper;
        this.content = content;
        this.environment = environment;
    }

    /** What every span of a conversation's trace says of it. */
    Map<String, Object> trace(Conversation conversation) {
        String channel = conversation.key().channel().wireName();
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("session.id", conversation.id());
        attributes.put("langfuse.trace.name", channel + " conversation");
        attributes.put(
                "langfuse.trace.tags", List.of(channel, conversation.setup().language()));
        attributes.put(
                "langfuse.trace.metadata.agent", conversation.setup().agent().agentId());
        attributes.put("langfuse.trace.metadata.account", conversation.key().accountId());
        environment.ifPresent(name -> attributes.put("langfuse.environment", name));
        return attributes;
    }

    Map<String, Object> of(Map<String, Object> trace, String type) {
        Map<String, Object> attributes = new LinkedHashMap<>(trace);
        attributes.put(OBSERVATION + "type", type);
        return attributes;
    }

    void input(Map<String, Object> attributes, @Nullable Object value) {
        content(attributes, "input", value);
    }

    void output(Map<String, Object> attributes, @Nullable Object value) {
        content(attributes, "output", value);
    }

    private void content(Map<String, Object> attributes, String side, @Nullable Object value) {
        if (content && value != null) {
            attributes.put(OBSERVATION + side, json(Masking.value(value)));
        }
    }

    void metadata(Map<String, Object> attributes, String key, Object value) {
        attributes.put(OBSERVATION + "metadata." + key, value.toString());
    }

    void warning(Map<String, Object> attributes, String message) {
        attributes.put(OBSERVATION + "level", "WARNING");
        attributes.put(OBSERVATION + "status_message", message);
    }

    void firstToken(Map<String, Object> attributes, Instant at) {
        attributes.put(OBSERVATION + "completion_start_time", json(at.toString()));
    }

    /** @param cost in USD, null when it has no price */
    void usage(Map<String, Object> attributes, ModelUsage usage, @Nullable BigDecimal cost) {
        Map<String, Long> details = new LinkedHashMap<>();
        put(details, "input", usage.inputTokens());
        put(details, "output", usage.outputTokens());
        put(details, "total", usage.inputTokens() + usage.outputTokens());
        put(details, "input_audio", usage.inputAudioTokens());
        put(details, "output_audio", usage.outputAudioTokens());
        put(details, "input_cached_tokens", usage.cachedTokens());
        put(details, "audio_ms", usage.audioMs());
        put(details, "characters", usage.characters());
        attributes.put(OBSERVATION + "model.name", usage.model());
        attributes.put(OBSERVATION + "usage_details", json(details));
        if (cost != null) {
            attributes.put(OBSERVATION + "cost_details", json(Map.of("total", cost)));
        }
    }

    private static void put(Map<String, Long> details, String key, long quantity) {
        if (quantity > 0) {
            details.put(key, quantity);
        }
    }

    private String json(@Nullable Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            return "\"not writable\"";
        }
    }
}
