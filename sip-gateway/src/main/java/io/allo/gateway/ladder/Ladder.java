// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.ladder;

import io.allo.contracts.EndReason;
import io.allo.contracts.events.CallEvent.AudioQuality;
import io.allo.gateway.call.CallRequest;
import io.allo.gateway.call.SipNote;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call as it was on the wire: its facts and the messages of all its legs in the order of time.
 *
 * @param call null for an INVITE that was refused before it became a call
 * @param omitted messages beyond the bound
 * @param end null while the call lives
 * @param audio how the caller's audio reached us, null until the end or when none came
 * @param targetAudio the same of the person to whom the gateway bridged him, null when there was none
 */
public record Ladder(
        @Nullable CallRequest call,
        List<SipNote> messages,
        int omitted,
        @Nullable Instant answeredAt,
        @Nullable Instant endedAt,
        @Nullable EndReason end,
        @Nullable AudioQuality audio,
        @Nullable AudioQuality targetAudio) {
    /** Within a millisecond a request comes before its answers, and the ACK after them. */
    private static final Comparator<SipNote> ORDER = Comparator.comparing(SipNote::at)
            .thenComparing(SipNote::sipCallId)
            .thenComparingLong(Ladder::number)
            .thenComparingInt(Ladder::rank);

    private static final int ACK = 1000;

    public Ladder {
        messages = messages.stream().sorted(ORDER).toList();
    }

    private static long number(SipNote note) {
        return Long.parseLong("0" + note.cseq().split(" ", 2)[0]);
    }

    private static int rank(SipNote note) {
        String head = note.start().split(" ", 2)[0];
        if (!head.isEmpty() && Character.isDigit(head.charAt(0))) {
            return Integer.parseInt(head);
        }
        return head.equals("ACK") ? ACK : 0;
    }
}
