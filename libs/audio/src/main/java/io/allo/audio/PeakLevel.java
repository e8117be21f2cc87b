// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

import java.util.Arrays;

/** The loudest of the last frames, in dBov. One stream, one thread. */
public final class PeakLevel {
    private final double[] levels;
    private int at;

    public PeakLevel(int frames) {
        levels = new double[frames];
        Arrays.fill(levels, AudioLevel.SILENCE_DBOV);
    }

    /** Takes the next frame's level. @return the loudest of the window, this one included */
    public double next(double dbov) {
        levels[at] = dbov;
        at = (at + 1) % levels.length;
        double loudest = AudioLevel.SILENCE_DBOV;
        for (double level : levels) {
            loudest = Math.max(loudest, level);
        }
        return loudest;
    }
}
