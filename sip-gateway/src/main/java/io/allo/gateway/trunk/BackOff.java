// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** Pauses between failed tries: 5 s, 10 s, 20 s, 40 s, then 60 s for ever, each up to a fifth longer (never above 60 s). */
final class BackOff {
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    /** The last step leaves room for jitter below the longest pause: all gateways of a house must not ask in step. */
    private static final Duration LAST_STEP = Duration.ofSeconds(50);

    private static final double JITTER = 0.2;

    private final DoubleSupplier random;
    private Duration step = FIRST;

    BackOff(DoubleSupplier random) {
        this.random = random;
    }

    Duration next() {
        long millis = Math.round(step.toMillis() * (1 + JITTER * random.getAsDouble()));
        Duration doubled = step.multipliedBy(2);
        step = doubled.compareTo(LAST_STEP) < 0 ? doubled : LAST_STEP;
        Duration pause = Duration.ofMillis(millis);
        return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    }

    void reset() {
        step = FIRST;
    }
}
