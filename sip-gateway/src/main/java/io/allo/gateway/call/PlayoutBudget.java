// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import java.time.Duration;
import java.time.Instant;

/**
 * How much audio a worker has queued ahead of the caller's ear, reckoned from what it sent and from the time that passed.
 * The worker may be one second ahead; beyond {@link #BOUND} it breaks the protocol. Not thread-safe.
 */
final class PlayoutBudget {
    /** Two seconds, and what a stalled network may deliver at once on top. */
    static final Duration BOUND = Duration.ofMillis(2500);

    private Duration queued = Duration.ZERO;
    private Instant reckonedAt;
    private boolean playing;

    PlayoutBudget(Instant now) {
        reckonedAt = now;
    }

    void play(Instant now, boolean on) {
        reckon(now);
        playing = on;
    }

    void clear(Instant now) {
        reckon(now);
        queued = Duration.ZERO;
    }

    /** Adds a frame. False when it would stand too far ahead. */
    boolean admit(Instant now, Duration frame) {
        reckon(now);
        queued = queued.plus(frame);
        return queued.compareTo(BOUND) <= 0;
    }

    private void reckon(Instant now) {
        Duration passed = Duration.between(reckonedAt, now);
        reckonedAt = now;
        if (playing && passed.isPositive()) {
            Duration left = queued.minus(passed);
            queued = left.isNegative() ? Duration.ZERO : left;
        }
    }
}
