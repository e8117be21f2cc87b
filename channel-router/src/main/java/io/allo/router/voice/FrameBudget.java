// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import java.time.Duration;

/**
 * How much audio a far end may send: as much as time passes, and some seconds ahead of it, because a gateway repeats the last five to
 * a successor. What is more is a flood: models are paid by the second. One stream, one thread.
 */
final class FrameBudget {
    private static final long AHEAD_NANOS = Duration.ofSeconds(8).toNanos();
    /** G.711: eight bytes a millisecond. */
    private static final long NANOS_A_BYTE = 125_000;

    private boolean begun;
    private long heardUntil;

    /** @return whether a frame of so many bytes that comes now is to be heard; an empty one models refuse */
    boolean take(int bytes, long now) {
        if (!begun || heardUntil - now < 0) {
            begun = true;
            heardUntil = now;
        }
        if (bytes == 0 || heardUntil - now > AHEAD_NANOS) {
            return false;
        }
        heardUntil += bytes * NANOS_A_BYTE;
        return true;
    }
}
