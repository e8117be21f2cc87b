// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.hearing;

/** How loud audio is. Pure functions. */
public final class Voiced {
    private static final double FULL_SCALE = 32_768;
    /** Below it is silence. */
    private static final double THRESHOLD = 0.01;

    private Voiced() {}

    /** Root mean square, 0 to 1 of full scale. */
    public static double level(short[] pcm) {
        double sum = 0;
        for (short sample : pcm) {
            sum += (double) sample * sample;
        }
        return pcm.length == 0 ? 0 : Math.sqrt(sum / pcm.length) / FULL_SCALE;
    }

    static boolean voiced(short[] pcm) {
        return level(pcm) > THRESHOLD;
    }
}
