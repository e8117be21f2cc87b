// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.mediastream;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.media.StreamMessage;
import java.util.Optional;

/** Text messages of the media socket. Thread-safe. */
public final class StreamJson {
    private final ObjectMapper mapper;

    public StreamJson(ObjectMapper mapper) {
        this.mapper = requireNonNull(mapper, "mapper");
    }

    String write(StreamMessage message) {
        try {
            return mapper.writeValueAsString(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stream messages are plain records", e);
        }
    }

    /** Empty for anything that is no message of the protocol. */
    Optional<StreamMessage> read(String text) {
        try {
            return Optional.ofNullable(mapper.readValue(text, StreamMessage.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
