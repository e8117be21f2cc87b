// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import io.allo.contracts.media.AudioFrame;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ringing in the ear of a caller who waits for another person, period after period. Used inside the call's mailbox. */
final class RingTone {
    private static final Duration FRAME = Duration.ofMillis(20);

    private final MediaLeg ear;
    private final List<byte[]> period;
    private final CallTimers timers;
    private final Runnable periodOver;
    private CallTimers.@Nullable Pending next;
    private boolean on;

    /** @param periodOver enqueues a call of {@link #again()} */
    RingTone(MediaLeg ear, List<byte[]> period, CallTimers timers, Runnable periodOver) {
        this.ear = ear;
        this.period = period;
        this.timers = timers;
        this.periodOver = periodOver;
    }

    void start() {
        on = true;
        again();
    }

    void again() {
        if (!on || period.isEmpty()) {
            return;
        }
        int sequence = 0;
        for (byte[] payload : period) {
            ear.play(new AudioFrame(sequence, 0, sequence * (int) FRAME.toMillis(), false, payload));
            sequence++;
        }
        next = timers.after(FRAME.multipliedBy(period.size()), periodOver);
    }

    /** What is queued of it is dropped by whoever has the ear next. */
    void stop() {
        on = false;
        if (next != null) {
            next.cancel();
            next = null;
        }
    }
}
