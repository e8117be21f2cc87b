// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

/**
 * Is what comes from the caller what was played to him a moment before? Compares the last 60 ms with everything played in the
 * last half second, at a quarter of the sampling rate of speech codecs' wide band (4 kHz). Levels alone cannot tell: an echo at -20 dB
 * is as loud as a soft voice. No allocation; one call, one thread.
 */
final class EchoFinder {
    /** A frame of 20 ms at 4 kHz. */
    private static final int FRAME = G711.SAMPLE_RATE / 50 / 2;

    private static final int WINDOW = 3 * FRAME;
    /** Network, jitter buffer, acoustic path, and what the clocks of both ends differ. */
    private static final int LONGEST_DELAY = 20 * FRAME;

    private static final int HISTORY = WINDOW + LONGEST_DELAY;
    /** Samples of ten bits: sums of a window fit into an int. */
    private static final int SHIFT = 6;
    /** An echo does not wander: it is looked for where it was. */
    private static final int NEAR = 24;

    private static final int NEVER = -1;

    private final int[] played = new int[HISTORY];
    private final int[] heard = new int[WINDOW];
    private int lastDelay = NEVER;

    /** The next frame that the caller hears. */
    void played(short[] pcm) {
        append(played, pcm);
    }

    /** The next frame that comes from him. */
    void heard(short[] pcm) {
        append(heard, pcm);
    }

    private static void append(int[] window, short[] pcm) {
        System.arraycopy(window, FRAME, window, 0, window.length - FRAME);
        for (int i = 0; i < FRAME; i++) {
            window[window.length - FRAME + i] = pcm[2 * i] + pcm[2 * i + 1] >> SHIFT;
        }
    }

    /** @return 1: exactly what was played, 0: nothing of it */
    double likeness() {
        int energy = energy(heard, 0);
        if (energy == 0) {
            return 0;
        }
        if (lastDelay != NEVER) {
            double near = best(energy, Math.max(0, lastDelay - NEAR), Math.min(LONGEST_DELAY, lastDelay + NEAR));
            if (near > 0.6) {
                return near;
            }
        }
        return best(energy, 0, LONGEST_DELAY);
    }

    private double best(int energyHeard, int from, int to) {
        double best = 0;
        long energy = energy(played, HISTORY - WINDOW - from);
        for (int delay = from; delay <= to; delay++) {
            int start = HISTORY - WINDOW - delay;
            if (delay > from) {
                energy += (long) played[start] * played[start] - (long) played[start + WINDOW] * played[start + WINDOW];
            }
            int product = 0;
            for (int i = 0; i < WINDOW; i++) {
                product += heard[i] * played[start + i];
            }
            if (product > 0 && energy > 0) {
                double likeness = product / Math.sqrt((double) energyHeard * energy);
                if (likeness > best) {
                    best = likeness;
                    lastDelay = delay;
                }
            }
        }
        return best;
    }

    private static int energy(int[] samples, int from) {
        int energy = 0;
        for (int i = from; i < from + WINDOW; i++) {
            energy += samples[i] * samples[i];
        }
        return energy;
    }
}
