// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

/** How loud PCM is, in dBov as in RFC 6464: 0 is the loudest square wave, -127 is digital silence. */
public final class AudioLevel {
    public static final double SILENCE_DBOV = -127;
    /** Speech on a telephone line stays above this, line noise below. */
    public static final double VOICED_DBOV = -50;

    private static final double FULL_SCALE = 32768;

    private AudioLevel() {}

    /** Root mean square level of the samples, -127 to 0. */
    public static double dbov(short[] pcm) {
        double sum = 0;
        for (short sample : pcm) {
            sum += (double) sample * sample;
        }
        return dbov(sum, pcm.length);
    }

    /** Level of µ-law bytes without decoding them into an array. */
    public static double dbovOfUlaw(byte[] codes) {
        double sum = 0;
        for (byte code : codes) {
            double sample = G711.decodeUlaw(code);
            sum += sample * sample;
        }
        return dbov(sum, codes.length);
    }

    /** Level of A-law bytes without decoding them into an array. */
    public static double dbovOfAlaw(byte[] codes) {
        double sum = 0;
        for (byte code : codes) {
            double sample = G711.decodeAlaw(code);
            sum += sample * sample;
        }
        return dbov(sum, codes.length);
    }

    /** Is there more than line noise? */
    public static boolean voiced(short[] pcm) {
        return dbov(pcm) > VOICED_DBOV;
    }

    private static double dbov(double sumOfSquares, int samples) {
        if (samples == 0 || sumOfSquares == 0) {
            return SILENCE_DBOV;
        }
        double level = 10 * Math.log10(sumOfSquares / samples / (FULL_SCALE * FULL_SCALE));
        return Math.max(SILENCE_DBOV, level);
    }
}
