// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

/**
 * How periodic a sound is: the voice of a person is, a cough, a breath or the noise of a street is not. The highest normalised
 * autocorrelation between 60 and 400 Hz over the last 40 ms, at half the sampling rate (some 8,000 multiplications a frame).
 * Keeps the frame before; one stream, one thread.
 */
final class Voicing {
    /** A frame of 20 ms at 4 kHz. */
    private static final int HALF_FRAME = G711.SAMPLE_RATE / 50 / 2;

    private static final int WINDOW = 2 * HALF_FRAME;
    /** 400 Hz. */
    private static final int SHORTEST_PERIOD = 10;
    /** 60 Hz. */
    private static final int LONGEST_PERIOD = 66;

    private final float[] window = new float[WINDOW];
    private int period;

    /** Takes the next frame of 20 ms at 8 kHz. @return 0 (noise) to 1 (a pure tone) */
    double next(short[] pcm) {
        System.arraycopy(window, HALF_FRAME, window, 0, HALF_FRAME);
        for (int i = 0; i < HALF_FRAME; i++) {
            window[HALF_FRAME + i] = (pcm[2 * i] + pcm[2 * i + 1]) * 0.5f;
        }
        return periodicity();
    }

    /** Of the last frame, in samples of 4 kHz; without meaning where nothing is periodic. */
    int period() {
        return period;
    }

    private double periodicity() {
        float mean = 0;
        for (float sample : window) {
            mean += sample;
        }
        mean /= WINDOW;
        double best = 0;
        for (int lag = SHORTEST_PERIOD; lag <= LONGEST_PERIOD; lag++) {
            double correlation = correlation(lag, mean);
            if (correlation > best) {
                best = correlation;
                period = lag;
            }
        }
        return best;
    }

    private double correlation(int lag, float mean) {
        float product = 0;
        float early = 0;
        float late = 0;
        for (int i = lag; i < WINDOW; i++) {
            float now = window[i] - mean;
            float before = window[i - lag] - mean;
            product += now * before;
            late += now * now;
            early += before * before;
        }
        return product <= 0 ? 0 : product / Math.sqrt((double) early * late + 1);
    }
}
