// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

import static io.allo.audio.CutInSounds.ms;

import java.util.Random;

/** More sounds of a caller's end that are no interruption than {@link CutInSounds} has. */
final class CutInOtherSounds {
    private static final int RATE = G711.SAMPLE_RATE;

    private CutInOtherSounds() {}

    /** Drops on a roof: many soft clicks over hiss. */
    static short[] rain(Random random, int samples) {
        double[] sum = new double[samples];
        double before = 0;
        for (int i = 0; i < samples; i++) {
            double hiss = random.nextGaussian();
            sum[i] += 0.5 * (hiss - 0.7 * before);
            before = hiss;
        }
        for (int drop = 0; drop < samples / 200; drop++) {
            int at = random.nextInt(samples);
            double loud = 1 + 4 * random.nextDouble();
            for (int i = at; i < Math.min(samples, at + ms(6)); i++) {
                sum[i] += loud * random.nextGaussian() * Math.exp(-(i - at) / (double) ms(1));
            }
        }
        return pcm(sum, 2500);
    }

    /** Two notes, again and again, with the noise of an engine. */
    static short[] siren(Random random, int samples) {
        double[] sum = new double[samples];
        int note = ms(450 + random.nextInt(300));
        double high = 420 + random.nextInt(100);
        double phase = 0;
        double engine = 0;
        for (int i = 0; i < samples; i++) {
            phase += (i / note % 2 == 0 ? high : high * 1.33) / RATE;
            engine += (random.nextGaussian() - engine) * 0.12;
            double passing = Math.exp(-Math.pow((i - samples / 2.0) / (samples / 3.0), 2));
            sum[i] = passing * (Math.tanh(3 * Math.sin(2 * Math.PI * phase)) * 0.7) + engine * 1.5;
        }
        return pcm(sum, 7000);
    }

    /** A breath in, then a burst that hisses. */
    static short[] sneeze(Random random, int samples) {
        double[] sum = new double[samples];
        int in = ms(150 + random.nextInt(250));
        int out = ms(120 + random.nextInt(150));
        double before = 0;
        double hz = 180 + random.nextInt(150);
        for (int i = 0; i < Math.min(samples, in + out); i++) {
            double hiss = random.nextGaussian();
            double high = hiss - 0.8 * before;
            before = hiss;
            if (i < in) {
                sum[i] = 0.12 * high * i / in;
            } else {
                double since = (i - in) / (double) out;
                double throat = i - in < ms(70) ? 0.6 * wave(i * hz / RATE) : 0;
                sum[i] = Math.min(1, since * 12) * Math.exp(-3 * since) * (high + throat);
            }
        }
        return pcm(sum, 9000);
    }

    /** "Hrm": a rough low voice with noise, once or twice. */
    static short[] throat(Random random, int samples) {
        double[] sum = new double[samples];
        int times = 1 + random.nextInt(2);
        int at = 0;
        double phase = 0;
        double low = 0;
        for (int time = 0; time < times; time++) {
            int length = ms(140 + random.nextInt(160));
            double hz = 80 + random.nextInt(70);
            for (int i = 0; i < length && at + i < samples; i++) {
                phase += hz * (1 + 0.25 * random.nextGaussian()) / RATE;
                low += (random.nextGaussian() - low) * 0.4;
                double envelope = Math.sin(Math.PI * i / length);
                sum[at + i] = envelope * (0.7 * wave(phase) + 0.9 * low);
            }
            at += length + ms(80 + random.nextInt(150));
        }
        return pcm(sum, 8000);
    }

    /** Somebody types. */
    static short[] keyboard(Random random, int samples) {
        double[] sum = new double[samples];
        int at = random.nextInt(ms(100));
        while (at < samples) {
            double loud = 0.4 + random.nextDouble();
            double hz = 900 + random.nextInt(1800);
            for (int i = 0; i < ms(25) && at + i < samples; i++) {
                double body = Math.sin(2 * Math.PI * hz * i / RATE) * Math.exp(-i / (double) ms(4));
                sum[at + i] += loud * (body + random.nextGaussian() * Math.exp(-i / (double) ms(2)));
            }
            at += ms(70 + random.nextInt(180));
        }
        return pcm(sum, 7000);
    }

    /** One to three barks. */
    static short[] dog(Random random, int samples) {
        double[] sum = new double[samples];
        int at = 0;
        double hz = 280 + random.nextInt(350);
        double phase = 0;
        for (int bark = 1 + random.nextInt(3); bark > 0; bark--) {
            int length = ms(90 + random.nextInt(80));
            for (int i = 0; i < length && at + i < samples; i++) {
                double since = i / (double) length;
                phase += hz * (1 + 0.5 * Math.sin(Math.PI * since)) / RATE;
                sum[at + i] = Math.sin(Math.PI * since) * (wave(phase) + 0.5 * random.nextGaussian());
            }
            at += length + ms(150 + random.nextInt(350));
        }
        return pcm(sum, 8000);
    }

    /** Music of an organ that trembles, with a melody over long chords. */
    static short[] organ(Random random, int samples) {
        int[] scale = {0, 2, 4, 5, 7, 9, 11, 12};
        double[] sum = new double[samples];
        double root = 130 * Math.pow(2, random.nextInt(12) / 12.0);
        int beat = ms(180 + random.nextInt(400));
        double melody = root * 2;
        double phase = 0;
        for (int i = 0; i < samples; i++) {
            if (i % beat == 0) {
                melody = root * 2 * Math.pow(2, scale[random.nextInt(scale.length)] / 12.0);
            }
            double tremble = 1 + 0.004 * Math.sin(2 * Math.PI * 5.5 * i / RATE);
            phase += melody * tremble / RATE;
            double chord = wave(i * root / RATE) + wave(i * root * 1.26 / RATE) + wave(i * root * 1.5 / RATE);
            sum[i] = 0.25 * chord + 0.8 * wave(phase);
        }
        return pcm(sum, 6000);
    }

    /** A saw tooth without its sharpest edge. */
    private static double wave(double phase) {
        double sum = 0;
        for (int harmonic = 1; harmonic <= 6; harmonic++) {
            sum += Math.sin(2 * Math.PI * harmonic * phase) / harmonic;
        }
        return sum * 0.6;
    }

    private static short[] pcm(double[] sum, double gain) {
        short[] pcm = new short[sum.length];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = (short) Math.clamp(Math.round(gain * sum[i]), -32_768, 32_767);
        }
        return pcm;
    }
}
