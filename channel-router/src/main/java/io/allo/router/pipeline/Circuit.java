// SPDX-License-Identifier: Apache-2.0
package io.allo.router.pipeline;

import io.allo.router.conversation.VoiceEvent.Failure;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Leaves a service alone that fails: after several failures in a row, or one that will repeat, for a time; then one sentence tries it
 * again. Safe from any thread.
 */
final class Circuit {
    private static final int FAILURES = 3;
    private static final int LONGER_FOR_GOOD = 10;

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

    synchronized void failed(Failure.Kind kind) {
        failures++;
        boolean forGood = kind == Failure.Kind.FATAL;
        if (forGood || failures >= FAILURES) {
            resting = true;
            closedUntil = nanoTime.getAsLong() + rest.toNanos() * (forGood ? LONGER_FOR_GOOD : 1);
        }
    }
}
