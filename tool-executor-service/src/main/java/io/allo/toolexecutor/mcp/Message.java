// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.egress.EgressResponse;
import java.util.Locale;
import java.util.Optional;

/** Finds the JSON-RPC response in an answer: the body itself, or one of the events of a stream. */
final class Message {
    private Message() {}

    /** Empty when it is not there, or not yet. */
    static Optional<JsonNode> response(EgressResponse answer, long id, ObjectMapper json) {
        String body = answer.body().toString();
        if (!isStream(answer)) {
            return parsed(body, id, json);
        }
        for (String event : body.split("\\r?\\n\\r?\\n|\\r\\r", -1)) {
            StringBuilder data = new StringBuilder();
            for (String line : event.split("\\r?\\n|\\r")) {
                if (line.startsWith("data:")) {
                    data.append(line.substring(5)).append('\n');
                }
            }
            Optional<JsonNode> found = data.isEmpty() ? Optional.empty() : parsed(data.toString(), id, json);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    static boolean isStream(EgressResponse answer) {
        return answer.headers()
                .getOrDefault("Content-Type", "")
                .toLowerCase(Locale.ROOT)
                .startsWith("text/event-stream");
    }

    private static Optional<JsonNode> parsed(String text, long id, ObjectMapper json) {
        try {
            JsonNode message = json.readTree(text);
            boolean ours = message != null
                    && message.path("id").canConvertToLong()
                    && message.path("id").asLong() == id
                    && (message.has("result") || message.has("error"));
            return ours ? Optional.of(message) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
