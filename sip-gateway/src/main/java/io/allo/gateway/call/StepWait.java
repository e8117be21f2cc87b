// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import java.time.Duration;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** One wait at a time; one that was given up may still go off, but under another number. Used inside the call's mailbox. */
final class StepWait {
    private final CallTimers timers;
    private final IntConsumer over;
    private CallTimers.@Nullable Pending pending;
    private int number;

    /** @param over enqueues the number of the wait that went off */
    StepWait(CallTimers timers, IntConsumer over) {
        this.timers = timers;
        this.over = over;
    }

    /** Waits, in the place of the wait before. @param newNumber never used before in this call */
    void begin(int newNumber, Duration time) {
        stop();
        number = newNumber;
        pending = timers.after(time, () -> over.accept(newNumber));
    }

    boolean isCurrent(int wentOff) {
        return pending != null && wentOff == number;
    }

    void stop() {
        if (pending != null) {
            pending.cancel();
            pending = null;
        }
    }
}
