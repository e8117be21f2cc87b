// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What {@link ChatServer} answers to one request. */
public sealed interface ChatReply {

    /** A refusal. */
    record Refused(int status, String code, Map<String, String> headers) implements ChatReply {}

    /** The connection is closed without a word. */
    record Closed() implements ChatReply {}

    /** Any other body with status 200. */
    record Body(String contentType, String text) implements ChatReply {}

    /**
     * Server-sent events.
     *
     * @param choices the {@code choices} of each chunk as JSON; one that begins with {@code !} is written as it is
     * @param usage told in a last chunk when the request asks for it
     * @param doneLine whether {@code [DONE]} follows
     * @param cut closes the connection in place of a proper end
     * @param inBytes every byte by itself
     * @param before pause before the headers
     * @param between pause after each event
     * @param after pause before the end
     */
    record Stream(
            List<String> choices,
            String usage,
            boolean doneLine,
            boolean cut,
            boolean inBytes,
            Duration before,
            Duration between,
            Duration after)
            implements ChatReply {
        private static final String CHUNK = "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\","
                + "\"created\":1747872000,\"model\":\"%s\",\"choices\":%s%s}\n\n";

        List<String> events(JsonNode request) {
            boolean tellsUsage = !usage.isEmpty()
                    && request.path("stream_options").path("include_usage").asBoolean();
            String model = request.path("model").asText() + "-2024-07-18";
            List<String> events = new ArrayList<>();
            for (String choice : choices) {
                events.add(
                        choice.startsWith("!")
                                ? choice.substring(1)
                                : CHUNK.formatted(model, choice, tellsUsage ? ",\"usage\":null" : ""));
            }
            if (tellsUsage) {
                events.add(CHUNK.formatted(model, "[]", ",\"usage\":" + usage));
            }
            if (doneLine) {
                events.add("data: [DONE]\n\n");
            }
            return events;
        }

        /** Late and slowly. */
        public Stream after(Duration first, Duration pause) {
            return new Stream(choices, usage, doneLine, cut, inBytes, first, pause, after);
        }

        /** The proper end comes this late. */
        public Stream ending(Duration late) {
            return new Stream(choices, usage, doneLine, cut, inBytes, before, between, late);
        }

        /** The connection is lost after these events. */
        public Stream thenCut() {
            return new Stream(choices, "", false, true, inBytes, before, between, after);
        }

        /** Plain end of the body in place of {@code [DONE]}, and no usage. */
        public Stream withoutDone() {
            return new Stream(choices, "", false, cut, inBytes, before, between, after);
        }

        /** Every byte by itself. */
        public Stream byteByByte() {
            return new Stream(choices, usage, doneLine, cut, true, before, between, after);
        }
    }

    /** A usage of 82 tokens in, 17 out, 64 of the input cached. */
    String USAGE = "{\"prompt_tokens\":82,\"completion_tokens\":17,\"total_tokens\":99,"
            + "\"prompt_tokens_details\":{\"cached_tokens\":64,\"audio_tokens\":0}}";

    /** A stream of these chunks' {@code choices}. */
    static Stream chunks(String... choices) {
        return new Stream(List.of(choices), USAGE, true, false, false, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    }

    /** Words in these pieces. */
    static Stream text(String... pieces) {
        List<String> choices = new ArrayList<>();
        choices.add("[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]");
        for (String piece : pieces) {
            choices.add("[{\"index\":0,\"delta\":{\"content\":" + quoted(piece) + "},\"finish_reason\":null}]");
        }
        choices.add(finish("stop"));
        return chunks(choices.toArray(String[]::new));
    }

    /** One tool call whose arguments come in these fragments. */
    static Stream call(String id, String tool, String... fragments) {
        List<String> choices = new ArrayList<>();
        choices.add(
                "[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"index\":0,\"id\":"
                        + quoted(id) + ",\"type\":\"function\",\"function\":{\"name\":" + quoted(tool)
                        + ",\"arguments\":\"\"}}]},\"finish_reason\":null}]");
        for (String fragment : fragments) {
            choices.add("[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":"
                    + quoted(fragment) + "}}]},\"finish_reason\":null}]");
        }
        choices.add(finish("tool_calls"));
        return chunks(choices.toArray(String[]::new));
    }

    /** The {@code choices} of a chunk that only ends the answer. */
    static String finish(String reason) {
        return "[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}]";
    }

    static ChatReply refused(int status, String code) {
        return new Refused(status, code, Map.of());
    }

    private static String quoted(String text) {
        try {
            return new ObjectMapper().writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
