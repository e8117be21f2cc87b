// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

import static io.allo.audio.CutInSounds.ms;

import java.util.Random;

/** Sounds of a caller's end that are no interruption, of which nothing was fitted or chosen by: for the set that is kept back. */
final class CutInKeptSounds {
    private static final int RATE = G711.SAMPLE_RATE;

    private CutInKeptSounds() {}

    /** A vacuum cleaner or a hood: a motor's hum with its harmonics under hiss, that changes its speed. */
    static short[] motor(Random random, int samples) {
        double[] sum = new double[samples];
        double hz = 95 + random.nextInt(90);
        double phase = 0;
        double hiss = 0;
        for (int i = 0; i < samples; i++) {
            phase += hz * (1 + 0.15 * Math.sin(2 * Math.PI * i / RATE / 3.3)) / RATE;
            hiss += (random.nextGaussian() - hiss) * 0.5;
            sum[i] = 0.35 * (Math.sin(2 * Math.PI * phase) + 0.6 * Math.sin(4 * Math.PI * phase)) + hiss;
        }
        return pcm(sum, 6000);
    }

    /** Wheels on stones and the brake of a tram that squeals. */
    static short[] tram(Random random, int samples) {
        double[] sum = new double[samples];
        double low = 0;
        int from = random.nextInt(samples / 2);
        double phase = 0;
        for (int i = 0; i < samples; i++) {
            low += (random.nextGaussian() - low) * 0.1;
            double knock = i % ms(190) < ms(12) ? 2.5 * random.nextGaussian() : 0;
            double since = (i - from) / (double) ms(1200);
            phase += (1900 + 250 * Math.sin(since * 5)) / RATE;
            double squeal =
                    since > 0 && since < 1 ? 0.5 * Math.sin(Math.PI * since) * Math.sin(2 * Math.PI * phase) : 0;
            sum[i] = 3 * low + 0.25 * knock + squeal;
        }
        return pcm(sum, 6000);
    }

    /** A sigh or somebody who blows into his telephone. */
    static short[] breath(Random random, int samples) {
        double[] sum = new double[samples];
        int length = ms(350 + random.nextInt(600));
        double low = 0;
        for (int i = 0; i < Math.min(samples, length); i++) {
            low += (random.nextGaussian() - low) * 0.3;
            sum[i] = Math.sin(Math.PI * i / length) * (1 + 0.4 * Math.sin(i / 90.0)) * low;
        }
        return pcm(sum, 12_000);
    }

    /** A hiccup: a short voice that breaks off, with a clack at its end. */
    static short[] hiccup(Random random, int samples) {
        double[] sum = new double[samples];
        int length = ms(90 + random.nextInt(90));
        double phase = 0;
        double hz = 220 + random.nextInt(200);
        for (int i = 0; i < Math.min(samples, length); i++) {
            double since = i / (double) length;
            phase += hz * (1 + 0.6 * since) / RATE;
            sum[i] = Math.sqrt(since) * reed(phase) + 0.1 * random.nextGaussian();
        }
        for (int i = length; i < Math.min(samples, length + ms(20)); i++) {
            sum[i] = random.nextGaussian() * Math.exp(-(i - length) / (double) ms(5));
        }
        return pcm(sum, 9000);
    }

    /** Plates that are put on each other. */
    static short[] plates(Random random, int samples) {
        double[] sum = new double[samples];
        int at = 0;
        while (at < samples) {
            double[] hz = {700 + random.nextInt(500), 1500 + random.nextInt(700), 2600 + random.nextInt(800)};
            double fade = ms(12 + random.nextInt(50));
            for (int i = 0; i < ms(200) && at + i < samples; i++) {
                for (double tone : hz) {
                    sum[at + i] += 0.4 * Math.sin(2 * Math.PI * tone * i / RATE) * Math.exp(-i / fade);
                }
            }
            at += ms(120 + random.nextInt(700));
        }
        return pcm(sum, 9000);
    }

    /** The bell of another telephone, or of the door: two bells, struck in turn. */
    static short[] bell(Random random, int samples) {
        double[] sum = new double[samples];
        double hz = 650 + random.nextInt(500);
        int stroke = ms(40 + random.nextInt(30));
        int rings = ms(700 + random.nextInt(600));
        for (int i = 0; i < Math.min(samples, rings); i++) {
            double fade = Math.exp(-(i % stroke) / (double) ms(35));
            double tone = i / stroke % 2 == 0 ? hz : hz * 1.18;
            sum[i] = fade
                    * (Math.sin(2 * Math.PI * tone * i / RATE) + 0.5 * Math.sin(2 * Math.PI * 2.76 * tone * i / RATE));
        }
        return pcm(sum, 8000);
    }

    /** Strings: two voices with vibrato over a bass, each note swells. */
    static short[] strings(Random random, int samples) {
        int[] scale = {0, 2, 3, 5, 7, 8, 10, 12};
        double[] sum = new double[samples];
        double root = 165 * Math.pow(2, random.nextInt(9) / 12.0);
        int beat = ms(250 + random.nextInt(350));
        double upper = root;
        double lower = root;
        double first = 0;
        double second = 0;
        for (int i = 0; i < samples; i++) {
            if (i % beat == 0) {
                upper = root * 2 * Math.pow(2, scale[random.nextInt(8)] / 12.0);
                lower = root * Math.pow(2, scale[random.nextInt(8)] / 12.0);
            }
            double vibrato = 1 + 0.008 * Math.sin(2 * Math.PI * 6 * i / RATE);
            first += upper * vibrato / RATE;
            second += lower * vibrato / RATE;
            double swell = 0.4 + 0.6 * Math.sin(Math.PI * (i % beat) / beat);
            sum[i] = swell * (reed(first) + 0.8 * reed(second)) + 0.4 * Math.sin(2 * Math.PI * root / 2 * i / RATE);
        }
        return pcm(sum, 6000);
    }

    private static double reed(double phase) {
        double sum = 0;
        for (int harmonic = 1; harmonic <= 8; harmonic++) {
            sum += Math.sin(2 * Math.PI * harmonic * phase + harmonic) / harmonic;
        }
        return sum * 0.5;
    }

    private static short[] pcm(double[] sum, double gain) {
        short[] pcm = new short[sum.length];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = (short) Math.clamp(Math.round(gain * sum[i]), -32_768, 32_767);
        }
        return pcm;
    }
}
