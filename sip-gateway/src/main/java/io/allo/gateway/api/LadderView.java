// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.allo.contracts.events.CallEvent;
import io.allo.gateway.call.CallRequest;
import io.allo.gateway.call.SipNote;
import io.allo.gateway.ladder.Ladder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ladder as JSON. Times are ISO 8601.
 *
 * @param end {@code category/slug}, absent while the call lives
 * @param omitted messages beyond the bound
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LadderView(
        @Nullable String callId,
        @Nullable String from,
        @Nullable String to,
        @Nullable Integer sipAccountId,
        @Nullable Instant offeredAt,
        @Nullable Instant answeredAt,
        @Nullable Instant endedAt,
        @Nullable String end,
        CallEvent.@Nullable AudioQuality audio,
        CallEvent.@Nullable AudioQuality targetAudio,
        List<Message> messages,
        int omitted) {

    /** @param direction {@code in} or {@code out} */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Message(
            Instant at,
            String direction,
            String sipCallId,
            String transport,
            String peer,
            String start,
            String cseq,
            List<String> headers,
            @Nullable String body) {
        static Message of(SipNote note) {
            return new Message(
                    note.at(),
                    note.outgoing() ? "out" : "in",
                    note.sipCallId(),
                    note.transport(),
                    note.peer(),
                    note.start(),
                    note.cseq(),
                    note.headers(),
                    note.body());
        }
    }

    static LadderView of(Ladder ladder) {
        CallRequest call = ladder.call();
        return new LadderView(
                call == null ? null : call.id().value(),
                call == null ? null : call.caller(),
                call == null ? null : call.called(),
                call == null ? null : call.sipAccountId(),
                call == null ? null : call.offeredAt(),
                ladder.answeredAt(),
                ladder.endedAt(),
                ladder.end() == null ? null : ladder.end().toString(),
                ladder.audio(),
                ladder.targetAudio(),
                ladder.messages().stream().map(Message::of).toList(),
                ladder.omitted());
    }
}
