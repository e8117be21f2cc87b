// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

/** Measuring signals. */
final class Signals {
    private Signals() {}

    static short[] sine(double hz, int rate, int samples, double peak) {
        short[] pcm = new short[samples];
        for (int i = 0; i < samples; i++) {
            pcm[i] = (short) Math.round(peak * Math.sin(2 * Math.PI * hz * i / rate));
        }
        return pcm;
    }

    static double snrDb(short[] wanted, short[] got) {
        double signal = 0;
        double noise = 0;
        for (int i = 0; i < wanted.length; i++) {
            signal += (double) wanted[i] * wanted[i];
            noise += Math.pow(wanted[i] - got[i], 2);
        }
        return 10 * Math.log10(signal / noise);
    }

    /** Power of a sine of this frequency in the samples against all the rest, by a least squares fit. */
    static double purityDb(short[] pcm, double hz, int rate, int from, int to) {
        double sine = 0;
        double cosine = 0;
        int count = to - from;
        for (int i = from; i < to; i++) {
            double angle = 2 * Math.PI * hz * i / rate;
            sine += pcm[i] * Math.sin(angle) * 2 / count;
            cosine += pcm[i] * Math.cos(angle) * 2 / count;
        }
        double signal = 0;
        double rest = 0;
        for (int i = from; i < to; i++) {
            double angle = 2 * Math.PI * hz * i / rate;
            double fitted = sine * Math.sin(angle) + cosine * Math.cos(angle);
            signal += fitted * fitted;
            rest += Math.pow(pcm[i] - fitted, 2);
        }
        return 10 * Math.log10(signal / rest);
    }
}
