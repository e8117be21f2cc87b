// SPDX-License-Identifier: Apache-2.0
package io.allo.router.chatmodel;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Leaves a server alone that has failed twice running; after the pause one request at a time tries it. Any thread. */
final class Rest {
    private static final int FAILURES = 2;

    private final Clock clock;
    private final Duration pause;
    private int failures;
    private Instant until = Instant.MIN;

    Rest(Clock clock, Duration pause) {
        this.clock = clock;
        this.pause = pause;
    }

    /** Asked before a request; the first after the pause may go, and the others wait for what becomes of it. */
    synchronized boolean resting() {
        if (failures < FAILURES) {
            return false;
        }
        Instant now = clock.instant();
        if (now.isBefore(until)) {
            return true;
        }
        until = now.plus(pause);
        return false;
    }

    synchronized void answered() {
        failures = 0;
    }

    synchronized void failed() {
        failures++;
        until = clock.instant().plus(pause);
    }
}
