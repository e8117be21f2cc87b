// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

/**
 * Does a sound stay as it is? Tones and the notes of music repeat themselves after a tenth of a second; a voice has moved on: its
 * pitch glides, its vowels change. Compares the last 40 ms with those of 60 to 120 ms before, at 4 kHz. One stream, one thread.
 */
final class Steadiness {
    /** A frame of 20 ms at 4 kHz. */
    private static final int FRAME = G711.SAMPLE_RATE / 50 / 2;

    private static final int WINDOW = 2 * FRAME;
    private static final int SHORTEST = 3 * FRAME;
    private static final int LONGEST = 6 * FRAME;
    private static final int HISTORY = WINDOW + LONGEST;
    /** Samples of ten bits: sums of a window fit into an int. */
    private static final int SHIFT = 6;

    private static final double STEADY = 0.8;

    private final int[] samples = new int[HISTORY];

    /** Takes the next frame of 20 ms at 8 kHz. */
    void next(short[] pcm) {
        System.arraycopy(samples, FRAME, samples, 0, HISTORY - FRAME);
        for (int i = 0; i < FRAME; i++) {
            samples[HISTORY - FRAME + i] = pcm[2 * i] + pcm[2 * i + 1] >> SHIFT;
        }
    }

    /** Has it been the same sound for 100 ms and more? */
    boolean steady() {
        long energy = energy(LONGEST);
        double least = STEADY * STEADY * energy;
        for (int lag = SHORTEST; lag <= LONGEST; lag++) {
            int from = LONGEST - lag;
            int product = 0;
            for (int i = 0; i < WINDOW; i++) {
                product += samples[LONGEST + i] * samples[from + i];
            }
            if (product > 0 && (double) product * product > least * energy(from)) {
                return true;
            }
        }
        return false;
    }

    private long energy(int from) {
        int energy = 0;
        for (int i = from; i < from + WINDOW; i++) {
            energy += samples[i] * samples[i];
        }
        return energy;
    }
}
