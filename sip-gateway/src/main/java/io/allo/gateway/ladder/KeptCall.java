// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.ladder;

import io.allo.contracts.EndReason;
import io.allo.contracts.events.CallEvent.AudioQuality;
import io.allo.gateway.call.CallRequest;
import io.allo.gateway.call.SipNote;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is kept of one call. Used under the lock of {@link Ladders}. */
final class KeptCall {
    private final Map<String, Leg> legs = new LinkedHashMap<>();
    private @Nullable CallRequest request;
    private @Nullable Instant answeredAt;
    private @Nullable Instant endedAt;
    private @Nullable EndReason end;
    private @Nullable AudioQuality audio;
    private @Nullable AudioQuality targetAudio;

    void requested(CallRequest by) {
        request = by;
    }

    void leg(String sipCallId, Leg leg) {
        legs.put(sipCallId, leg);
    }

    void answered(Instant at) {
        answeredAt = at;
    }

    void ended(Instant at, EndReason reason) {
        endedAt = at;
        end = reason;
    }

    /** @param target the other person's, of a call that was bridged */
    void audio(@Nullable AudioQuality quality, @Nullable AudioQuality target) {
        audio = quality;
        targetAudio = target;
    }

    boolean isOver(Instant before) {
        return endedAt != null && endedAt.isBefore(before);
    }

    Iterable<String> sipCallIds() {
        return legs.keySet();
    }

    Ladder read() {
        List<SipNote> messages =
                legs.values().stream().flatMap(leg -> leg.notes().stream()).toList();
        int omitted = legs.values().stream().mapToInt(Leg::omitted).sum();
        return new Ladder(request, messages, omitted, answeredAt, endedAt, end, audio, targetAudio);
    }
}
