// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import java.time.Duration;
import java.time.Instant;

/** New calls a second: a bucket that holds one second's worth and fills steadily. Thread-safe. */
final class CallRate {
    private final int perSecond;
    private final CallTimers timers;
    private double tokens;
    private Instant filledAt;

    CallRate(int perSecond, CallTimers timers) {
        this.perSecond = perSecond;
        this.timers = timers;
        this.tokens = perSecond;
        this.filledAt = timers.now();
    }

    /** Would {@link #take} succeed now? Takes nothing. */
    synchronized boolean hasRoom() {
        fill();
        return tokens >= 1;
    }

    synchronized boolean take() {
        fill();
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }

    private void fill() {
        Instant now = timers.now();
        double gained = Duration.between(filledAt, now).toMillis() / 1000.0 * perSecond;
        if (gained > 0) {
            tokens = Math.min(perSecond, tokens + gained);
            filledAt = now;
        }
    }
}
