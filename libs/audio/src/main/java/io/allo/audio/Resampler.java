// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Streaming sample rate conversion by a polyphase windowed sinc (Kaiser): 22 050, 16 000 or 24 000 Hz of speech services to
 * the telephone's 8 000 Hz, and back. The rate ratio is reduced to L/M; one set of taps per phase, made once for all streams.
 *
 * <p>The passband ends at 43 % of the lower rate (3 440 Hz at 8 kHz) and aliases are 70 dB down from 50 % on. It delays by
 * {@link #delay()} output samples. One stream, one thread.
 */
public final class Resampler {
    private static final double KAISER_BETA = 7.5;
    /** Width of the transition band, as part of the lower rate. */
    private static final double TRANSITION = 0.07;
    /** 22 050 to 8 000 Hz takes 30 000 coefficients, a millisecond or two: too long for each sentence of each call. */
    private static final Map<Ratio, float[][]> FILTERS = new ConcurrentHashMap<>();

    private record Ratio(int up, int down) {}

    private final int up;
    private final int down;
    private final int taps;
    private final float[][] phases;

    /** The newest {@code taps} input samples and what follows them. */
    private float[] window;

    private int windowed;
    /** Phase of the next output sample, 0 to up-1. */
    private int phase;

    public Resampler(int inputRate, int outputRate) {
        if (inputRate <= 0 || outputRate <= 0) {
            throw new IllegalArgumentException("rates " + inputRate + " and " + outputRate + ", expected more than 0");
        }
        int divisor = gcd(inputRate, outputRate);
        this.up = outputRate / divisor;
        this.down = inputRate / divisor;
        double lowerRate = Math.min(1.0, (double) outputRate / inputRate);
        // Kaiser's estimate of the length for 75 dB over this transition, in input samples; even.
        this.taps = 2 * (int) Math.ceil(4.8 / (2 * TRANSITION * lowerRate));
        this.phases = FILTERS.computeIfAbsent(new Ratio(up, down), ratio -> makePhases(up, taps, lowerRate));
        this.window = new float[taps + 1024];
        this.windowed = taps - 1;
    }

    /** Converts the next piece of the stream; returns what is complete now. */
    public short[] resample(short[] input) {
        append(input);
        short[] output = new short[(int) (((long) windowed - taps + 1) * up / down) + 2];
        int written = 0;
        int at = 0;
        while (at + taps <= windowed) {
            output[written++] = filtered(at);
            phase += down;
            at += phase / up;
            phase %= up;
        }
        System.arraycopy(window, at, window, 0, windowed - at);
        windowed -= at;
        return Arrays.copyOf(output, written);
    }

    /** The end of the stream: what the filter still holds. The resampler is as new afterwards. */
    public short[] flush() {
        short[] tail = resample(new short[taps / 2]);
        Arrays.fill(window, 0);
        windowed = taps - 1;
        phase = 0;
        return tail;
    }

    /** How much later a sample comes out, in output samples. */
    public int delay() {
        return (int) ((long) taps / 2 * up / down);
    }

    private short filtered(int at) {
        float[] coefficients = phases[phase];
        float sum = 0;
        for (int i = 0; i < taps; i++) {
            sum += coefficients[i] * window[at + i];
        }
        return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(sum)));
    }

    private void append(short[] input) {
        if (windowed + input.length > window.length) {
            window = Arrays.copyOf(window, windowed + input.length);
        }
        for (short sample : input) {
            window[windowed++] = sample;
        }
    }

    private static float[][] makePhases(int up, int taps, double lowerRate) {
        float[][] phases = new float[up][taps];
        double cutoff = lowerRate * (0.5 - TRANSITION / 2);
        double centre = taps / 2.0 - 1;
        for (int phase = 0; phase < up; phase++) {
            double sum = 0;
            double[] row = new double[taps];
            for (int i = 0; i < taps; i++) {
                double distance = i - centre - (double) phase / up;
                row[i] = sinc(2 * cutoff * distance) * kaiser(distance / (taps / 2.0));
                sum += row[i];
            }
            for (int i = 0; i < taps; i++) {
                phases[phase][i] = (float) (row[i] / sum); // each phase passes direct current unchanged
            }
        }
        return phases;
    }

    private static double sinc(double x) {
        return Math.abs(x) < 1e-9 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }

    private static double kaiser(double x) {
        return Math.abs(x) >= 1 ? 0 : bessel(KAISER_BETA * Math.sqrt(1 - x * x)) / bessel(KAISER_BETA);
    }

    /** Modified Bessel function of order zero, by its series. */
    private static double bessel(double x) {
        double term = 1;
        double sum = 1;
        for (int k = 1; term > 1e-10 * sum; k++) {
            term *= (x / (2 * k)) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
