// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import org.jspecify.annotations.Nullable;

/** The frames that the far end plays about now: an echo of them is no voice. One call, one mailbox. */
final class SentFrames {
    /** 1.28 s: more than is ever sent ahead. */
    private static final int FRAMES = 64;

    private final long[] startsAt = new long[FRAMES];
    private final byte[][] frames = new byte[FRAMES][];
    private int next;
    private int reading;

    /** A frame was sent that is played from this instant. */
    void sent(long start, byte[] g711) {
        startsAt[next % FRAMES] = start;
        frames[next % FRAMES] = g711;
        next++;
        reading = Math.max(reading, next - FRAMES);
    }

    /** The next frame that has begun to sound by now; each once. */
    byte @Nullable [] sounding(long now) {
        return reading < next && startsAt[reading % FRAMES] - now <= 0 ? frames[reading++ % FRAMES] : null;
    }

    /** What has not sounded yet sounds so much later: the far end paused. */
    void later(long nanos) {
        for (int frame = reading; frame < next; frame++) {
            startsAt[frame % FRAMES] += nanos;
        }
    }

    void forget() {
        reading = next;
    }
}
