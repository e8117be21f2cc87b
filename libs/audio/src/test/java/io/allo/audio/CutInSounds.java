// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

import java.util.Arrays;
import java.util.Random;

/** Sounds of a caller's end that are no interruption, made by formula and seed. 8 kHz. */
final class CutInSounds {
    private static final int RATE = G711.SAMPLE_RATE;

    private CutInSounds() {}

    /** Two or three bursts of noise that begin hard and fade; in half of them the throat sounds along for a moment. */
    static short[] cough(Random random, int samples) {
        int bursts = 1 + random.nextInt(3);
        short[] pcm = new short[samples];
        int at = 0;
        for (int burst = 0; burst < bursts; burst++) {
            int length = ms(100 + random.nextInt(160));
            boolean voiced = random.nextBoolean();
            double hz = 140 + random.nextInt(140);
            double low = 0;
            for (int i = 0; i < length && at + i < pcm.length; i++) {
                double envelope = Math.min(1, i / (double) ms(8)) * Math.exp(-3.5 * i / length);
                low += (random.nextGaussian() - low) * 0.55;
                double throat = voiced && i < ms(90) ? 0.5 * pulse(i, hz) : 0;
                pcm[at + i] = clip(9000 * envelope * (low * 1.4 + throat));
            }
            at += length + ms(60 + random.nextInt(180));
        }
        return pcm;
    }

    /** A knock, a key, a cup: milliseconds, with the ringing of what was hit. */
    static short[] clicks(Random random, int samples) {
        short[] pcm = new short[samples];
        int count = 1 + random.nextInt(6);
        for (int click = 0; click < count; click++) {
            int at = random.nextInt(pcm.length - RATE / 4);
            double hz = 300 + random.nextInt(2500);
            int fade = ms(3 + random.nextInt(40));
            for (int i = 0; i < RATE / 4; i++) {
                double ringing = Math.sin(2 * Math.PI * hz * i / RATE) + random.nextGaussian() * 0.3;
                pcm[at + i] = clip(pcm[at + i] + 14_000 * Math.exp(-(double) i / fade) * ringing);
            }
        }
        return pcm;
    }

    /** Traffic: low noise that swells, wind, and now and then a horn. */
    static short[] street(Random random, int samples) {
        short[] pcm = new short[samples];
        double low = 0;
        double lower = 0;
        double swell = random.nextDouble() * 6;
        double period = RATE * (1.5 + random.nextDouble() * 3);
        int horn = random.nextInt(3) == 0 ? random.nextInt(samples / 2) : -1;
        for (int i = 0; i < samples; i++) {
            low += (random.nextGaussian() - low) * 0.25;
            lower += (low - lower) * 0.08;
            double loud = 1 + 0.9 * Math.sin(swell + 2 * Math.PI * i / period);
            double tone = horn >= 0 && i >= horn && i < horn + ms(280) ? 0.5 * (pulse(i, 392) + pulse(i, 494)) : 0;
            pcm[i] = clip(6000 * (loud * (0.35 * low + 2.2 * lower) + tone));
        }
        return pcm;
    }

    /** Music on hold: chords of three voices and a bass, a beat, some 100 notes a minute. */
    static short[] music(Random random, int samples) {
        int[][] chords = {{0, 4, 7}, {9, 12, 16}, {5, 9, 12}, {7, 11, 14}};
        double root = 196 * Math.pow(2, random.nextInt(12) / 12.0);
        int beat = ms(300 + random.nextInt(300));
        boolean plucked = random.nextBoolean();
        short[] pcm = new short[samples];
        for (int i = 0; i < samples; i++) {
            int number = i / beat;
            int[] chord = chords[number / 4 % chords.length];
            double since = i % beat / (double) RATE;
            double fade = plucked ? Math.exp(-since * 4) : 0.8;
            double sound = 0;
            for (int voice = 0; voice < chord.length; voice++) {
                boolean melody = voice == number % chord.length;
                sound += (melody ? 1 : 0.4) * note(i, root * Math.pow(2, chord[voice] / 12.0));
            }
            sound += 0.7 * note(i, root / 2 * Math.pow(2, chord[0] / 12.0));
            double drum = Math.exp(-since * 60) * random.nextGaussian();
            pcm[i] = clip(3500 * (fade * sound + 0.5 * drum));
        }
        return pcm;
    }

    private static double note(int i, double hz) {
        double angle = 2 * Math.PI * hz * i / RATE;
        return Math.sin(angle) + 0.4 * Math.sin(2 * angle) + 0.2 * Math.sin(3 * angle);
    }

    static short[] noise(Random random, int samples, double dbov) {
        double rms = 32_768 * Math.pow(10, dbov / 20);
        short[] pcm = new short[samples];
        for (int i = 0; i < samples; i++) {
            pcm[i] = clip(random.nextGaussian() * rms);
        }
        return pcm;
    }

    /** Something like a vocal cord's or a horn's wave: many harmonics. */
    private static double pulse(int i, double hz) {
        double phase = i * hz / RATE % 1;
        return 1.6 * (Math.exp(-8 * phase) - 0.12);
    }

    /** The same, so loud that its loudest 200 ms have this level. */
    static short[] level(short[] pcm, double dbov) {
        double loudest = AudioLevel.SILENCE_DBOV;
        int window = Math.min(pcm.length, ms(200));
        for (int at = 0; at + window <= pcm.length; at += ms(20)) {
            short[] piece = Arrays.copyOfRange(pcm, at, at + window);
            loudest = Math.max(loudest, AudioLevel.dbov(piece));
        }
        double gain = Math.pow(10, (dbov - loudest) / 20);
        short[] louder = new short[pcm.length];
        for (int i = 0; i < pcm.length; i++) {
            louder[i] = clip(pcm[i] * gain);
        }
        return louder;
    }

    static void add(short[] sum, short[] sound, int at) {
        for (int i = 0; i < sound.length && at + i < sum.length; i++) {
            sum[at + i] = clip(sum[at + i] + sound[i]);
        }
    }

    static int ms(int ms) {
        return ms * RATE / 1000;
    }

    private static short clip(double sample) {
        return (short) Math.clamp(Math.round(sample), -32_768, 32_767);
    }
}
