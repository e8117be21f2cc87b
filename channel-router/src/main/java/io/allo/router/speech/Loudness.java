// SPDX-License-Identifier: Apache-2.0
package io.allo.router.speech;

import java.util.Arrays;

/** Brings synthetic speech to one level and cuts the silence around it. Pure functions over 8 kHz PCM. */
final class Loudness {
    /** Root mean square of the result, -20 dBov: what telephone networks expect of speech (ITU-T P.56 speaks of -26 to -18). */
    private static final double TARGET = 32768 * Math.pow(10, -20 / 20.0);
    /** Never louder than this peak (-1.5 dBov), so that nothing clips. */
    private static final double PEAK = 27500;

    private static final int AUDIBLE = 300;
    private static final int LEAD_IN_SAMPLES = 8 * 5;
    private static final int LEAD_OUT_SAMPLES = 8 * 40;

    private Loudness() {}

    /** Trimmed to the words, at {@link #TARGET}. */
    static short[] telephone(short[] pcm) {
        int first = 0;
        int last = pcm.length - 1;
        while (first < last && Math.abs(pcm[first]) < AUDIBLE) {
            first++;
        }
        while (last > first && Math.abs(pcm[last]) < AUDIBLE) {
            last--;
        }
        int from = Math.max(0, first - LEAD_IN_SAMPLES);
        int to = Math.min(pcm.length, last + LEAD_OUT_SAMPLES);
        return levelled(Arrays.copyOfRange(pcm, from, to));
    }

    private static short[] levelled(short[] pcm) {
        double sum = 0;
        int peak = 1;
        for (short sample : pcm) {
            sum += (double) sample * sample;
            peak = Math.max(peak, Math.abs(sample));
        }
        double rms = Math.sqrt(sum / Math.max(1, pcm.length));
        double gain = Math.min(TARGET / Math.max(1, rms), PEAK / peak);
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = (short) Math.round(pcm[i] * gain);
        }
        return pcm;
    }
}
