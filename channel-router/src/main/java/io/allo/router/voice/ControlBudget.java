// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import java.time.Duration;

/**
 * How many text messages a far end may send: with audio in base64 some sixty a second, and at once the five seconds that a gateway repeats
 * to a successor. What is more is a defect or an attack: each is read as JSON, on the loop of other calls too. One stream, one
 * thread.
 */
final class ControlBudget {
    private static final int AT_ONCE = 1000;
    private static final long NANOS_A_MESSAGE = Duration.ofSeconds(1).toNanos() / 200;

    private boolean begun;
    private long paidUntil;

    /** @return false: too many */
    boolean take(long now) {
        if (!begun || paidUntil - now < 0) {
            begun = true;
            paidUntil = now;
        }
        paidUntil += NANOS_A_MESSAGE;
        return paidUntil - now <= AT_ONCE * NANOS_A_MESSAGE;
    }
}
