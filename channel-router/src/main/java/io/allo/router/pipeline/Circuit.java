// SPDX-License-Identifier: Apache-2.0
package io.allo.router.pipeline;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Leaves a service alone for a time that failed several times in a row; then one call tries it again. A single failure may be one
 * agent's (a voice, a language that the service does not know) and must not cut off the others. Safe from any thread.
 */
final class Circuit {
    private static final int FAILURES = 3;

    private final Duration rest;
    private final LongSupplier nanoTime;
    private int failures;
    private long closedUntil;
    private boolean resting;

    /** @param nanoTime monotonic time */
    Circuit(Duration rest, LongSupplier nanoTime) {
        this.rest = rest;
        this.nanoTime = nanoTime;
    }

    /** May it be asked now? */
    synchronized boolean allows() {
        if (!resting) {
            return true;
        }
        if (nanoTime.getAsLong() - closedUntil < 0) {
            return false;
        }
        closedUntil = nanoTime.getAsLong() + rest.toNanos(); // this one tries; the others wait for what becomes of it
        return true;
    }

    synchronized void succeeded() {
        failures = 0;
        resting = false;
    }

    synchronized void failed() {
        failures++;
        if (failures >= FAILURES) {
            resting = true;
            closedUntil = nanoTime.getAsLong() + rest.toNanos();
        }
    }
}
