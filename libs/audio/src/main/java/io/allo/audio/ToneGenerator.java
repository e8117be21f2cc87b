// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

import java.time.Duration;

/**
 * Tones at 8 kHz: earcons where no speech can be made, and the dual tones of a telephone's keys (ITU-T Q.23). Each tone
 * rises and falls over 5 ms, so that it does not click.
 */
public final class ToneGenerator {
    private static final int RAMP_SAMPLES = G711.SAMPLE_RATE / 200;
    private static final String KEYS = "123A456B789C*0#D";
    private static final int[] ROW_HZ = {697, 770, 852, 941};
    private static final int[] COLUMN_HZ = {1209, 1336, 1477, 1633};

    private ToneGenerator() {}

    /** @param dbov level, at most 0; -12 is comfortable */
    public static short[] sine(double hz, Duration length, double dbov) {
        return tones(length, dbov, hz);
    }

    /** Two tones at once, each half of the sum's amplitude. */
    public static short[] dual(double lowHz, double highHz, Duration length, double dbov) {
        return tones(length, dbov, lowHz, highHz);
    }

    /** The dual tone of a key: {@code 0-9 * # A-D}. */
    public static short[] key(char key, Duration length) {
        int place = KEYS.indexOf(key);
        if (place < 0) {
            throw new IllegalArgumentException("key '" + key + "', expected one of " + KEYS);
        }
        return dual(ROW_HZ[place / 4], COLUMN_HZ[place % 4], length, -9);
    }

    /** Digital silence. */
    public static short[] silence(Duration length) {
        return new short[samples(length)];
    }

    private static short[] tones(Duration length, double dbov, double... hz) {
        short[] pcm = new short[samples(length)];
        // A sine of peak p has a root mean square of p/sqrt(2); n equal tones add up to sqrt(n) of one.
        double peak =
                Math.min(32767.0 / hz.length, 32768 * Math.pow(10, dbov / 20) * Math.sqrt(2) / Math.sqrt(hz.length));
        for (int i = 0; i < pcm.length; i++) {
            double sum = 0;
            for (double frequency : hz) {
                sum += Math.sin(2 * Math.PI * frequency * i / G711.SAMPLE_RATE);
            }
            pcm[i] = (short) Math.round(peak * sum * ramp(i, pcm.length));
        }
        return pcm;
    }

    private static double ramp(int sample, int samples) {
        int fromEdge = Math.min(sample, samples - 1 - sample);
        return fromEdge >= RAMP_SAMPLES ? 1 : 0.5 - 0.5 * Math.cos(Math.PI * fromEdge / RAMP_SAMPLES);
    }

    private static int samples(Duration length) {
        return Math.toIntExact(length.toMillis() * G711.SAMPLE_RATE / 1000);
    }
}
