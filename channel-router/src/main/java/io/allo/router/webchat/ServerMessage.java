// SPDX-License-Identifier: Apache-2.0
package io.allo.router.webchat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the widget is sent; JSON with {@code type}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ServerMessage.Ready.class, name = "ready"),
    @JsonSubTypes.Type(value = ServerMessage.Ack.class, name = "ack"),
    @JsonSubTypes.Type(value = ServerMessage.History.class, name = "history"),
    @JsonSubTypes.Type(value = ServerMessage.Typing.class, name = "typing"),
    @JsonSubTypes.Type(value = ServerMessage.Delta.class, name = "delta"),
    @JsonSubTypes.Type(value = ServerMessage.Final.class, name = "final"),
    @JsonSubTypes.Type(value = ServerMessage.Failure.class, name = "error"),
    @JsonSubTypes.Type(value = ServerMessage.Pong.class, name = "pong")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
sealed interface ServerMessage {

    /** May the person still write? */
    enum State {
        OPEN,
        ENDED,
        TRANSFERRED;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param secret only for a new conversation: opens it again */
    record Ready(String conversationId, @Nullable String secret, String agent, State state, int maxCharacters)
            implements ServerMessage {}

    /** The message is committed: it will be answered whatever happens. */
    record Ack(String id, long seq) implements ServerMessage {}

    /** The conversation after the row that was asked for. */
    record History(List<Entry> entries) implements ServerMessage {}

    /**
     * @param text null for the greeting, which answers nobody
     * @param reply null while the agent is at it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Entry(
            String id,
            long seq,
            @Nullable String text,
            Instant at,
            @Nullable String reply,
            State state) {}

    /** A tool runs; the answer goes on after it. */
    record Typing(String replyTo) implements ServerMessage {}

    /** A piece of an answer. {@code offset}: where it begins, so that whoever joins late, or twice, has the same text. */
    record Delta(String replyTo, int offset, String text) implements ServerMessage {}

    /** The whole answer. */
    record Final(String replyTo, long seq, String text, State state) implements ServerMessage {}

    /** @param id the message that it is about, null when none */
    record Failure(String code, @Nullable String id) implements ServerMessage {}

    record Pong() implements ServerMessage {}
}
