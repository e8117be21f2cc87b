// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.audio.AudioLevel;
import io.allo.audio.CompandingLaw;

/** How loud the frames are that the far end plays about now: an echo of them is no voice. One call, one mailbox. */
final class SentLevels {
    /** 1.28 s: more than is ever sent ahead. */
    private static final int FRAMES = 64;

    private static final long FRAME_NANOS = 20_000_000;

    private final long[] startsAt = new long[FRAMES];
    private final double[] dbov = new double[FRAMES];
    private int next;
    private int reading;

    /** A frame was sent that is played from this instant. */
    void sent(long start, CompandingLaw law, byte[] g711) {
        startsAt[next % FRAMES] = start;
        dbov[next % FRAMES] = law == CompandingLaw.ALAW ? AudioLevel.dbovOfAlaw(g711) : AudioLevel.dbovOfUlaw(g711);
        next++;
        reading = Math.max(reading, next - FRAMES);
    }

    /** The level at this instant; instants only grow. */
    double at(long now) {
        while (reading < next && startsAt[reading % FRAMES] + FRAME_NANOS <= now) {
            reading++;
        }
        return reading < next && startsAt[reading % FRAMES] <= now ? dbov[reading % FRAMES] : AudioLevel.SILENCE_DBOV;
    }

    void forget() {
        reading = next;
    }
}
