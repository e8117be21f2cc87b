// SPDX-License-Identifier: Apache-2.0
package io.allo.router.chatmodel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.router.chatmodel.ChatFailure.Kind;
import io.allo.router.conversation.ModelUsage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Understands the chunks of one streamed answer. One thread. */
final class AnswerReader {
    private static final String LAST = "[DONE]";

    private final ObjectMapper mapper;
    private final String askedModel;
    private final CallParts calls;
    private final StringBuilder text = new StringBuilder();
    private @Nullable String finishReason;
    private @Nullable ModelUsage usage;
    private @Nullable String reportedModel;
    private boolean done;

    /** @param askedModel prices are looked up by it where the server names none */
    AnswerReader(ObjectMapper mapper, String askedModel) {
        this.mapper = mapper;
        this.askedModel = askedModel;
        this.calls = new CallParts(mapper);
    }

    /** The words in this event, often none. */
    String read(String event, String data) {
        if (data.strip().equals(LAST)) {
            done = true;
            return "";
        }
        JsonNode chunk = json(data);
        if (event.equals("error") || chunk.hasNonNull("error")) {
            throw new ChatFailure(Kind.SERVER, "an error within the stream");
        }
        if (chunk.path("model").isTextual()) {
            reportedModel = chunk.path("model").textValue();
        }
        if (chunk.path("usage").isObject()) {
            usage = usage(chunk.path("usage"));
        }
        for (JsonNode choice : chunk.path("choices")) {
            if (choice.path("index").asInt() == 0) {
                return choice(choice);
            }
        }
        return "";
    }

    private JsonNode json(String data) {
        try {
            return mapper.readTree(data);
        } catch (JsonProcessingException e) {
            throw new ChatFailure(Kind.GARBAGE, "an event that is not JSON");
        }
    }

    private String choice(JsonNode choice) {
        if (choice.path("finish_reason").isTextual()) {
            finishReason = choice.path("finish_reason").textValue();
        }
        // a server that does not stream sends the whole message in the place of the pieces
        JsonNode delta = choice.has("delta") ? choice.path("delta") : choice.path("message");
        delta.path("tool_calls").forEach(calls::add);
        String words = words(delta.path("content")) + words(delta.path("refusal"));
        text.append(words);
        return words;
    }

    private static String words(JsonNode content) {
        if (content.isTextual()) {
            return content.textValue();
        }
        StringBuilder joined = new StringBuilder();
        content.forEach(part -> joined.append(part.path("text").asText()));
        return joined.toString();
    }

    private ModelUsage usage(JsonNode told) {
        JsonNode input = told.path("prompt_tokens_details");
        JsonNode output = told.path("completion_tokens_details");
        return new ModelUsage(
                model(),
                told.path("prompt_tokens").asLong(),
                told.path("completion_tokens").asLong(),
                input.path("audio_tokens").asLong(),
                output.path("audio_tokens").asLong(),
                input.path("cached_tokens").asLong(),
                0,
                0,
                0);
    }

    /** As the server names it. */
    String model() {
        return reportedModel == null ? askedModel : reportedModel;
    }

    /** Everything said so far. */
    String text() {
        return text.toString();
    }

    /** Empty while, or where, the server tells none. */
    Optional<ModelUsage> usage() {
        return Optional.ofNullable(usage);
    }

    /** The stream has ended: the tool calls, in order. Fails when it ended too early, or with nothing. */
    List<CallParts.Whole> end() {
        boolean finished = finishReason != null || done;
        if (!finished && !calls.isEmpty() || !finished && text.isEmpty()) {
            throw new ChatFailure(Kind.CUT, "the stream ended within the answer");
        }
        if (calls.isEmpty() && text.toString().isBlank()) {
            boolean filtered = "content_filter".equals(finishReason);
            throw new ChatFailure(filtered ? Kind.FILTERED : Kind.EMPTY, "no words and no tool");
        }
        return calls.whole(!"length".equals(finishReason));
    }
}
