// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

/**
 * ITU-T G.722 at 64 kbit/s, spoken from and to 8 kHz PCM: of its two bands only the lower one (up to 4 kHz) carries sound, the
 * upper one is sent as silence and not decoded. That is all a telephone conversation at 8 kHz can use, and it needs neither
 * resampling nor the filter bank. Names in capitals are the blocks of the recommendation; bit exact to it for this band.
 *
 * <p>One octet holds two samples of 16 kHz, that is one of 8 kHz. Encoder and decoder have state: one stream, one thread.
 */
public final class G722 {
    private static final int[] Q6 = {
        0, 35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714, 786, 858, 940, 1023, 1121, 1219,
        1339, 1458, 1612, 1765, 1980, 2195, 2557, 2919
    };
    private static final int[] ILN = {
        0, 63, 62, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6,
        5, 4
    };
    private static final int[] ILP = {
        0, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 39, 38, 37, 36, 35,
        34, 33, 32
    };
    private static final int[] WL = {-60, -30, 58, 172, 334, 538, 1198, 3042};
    private static final int[] RL42 = {0, 7, 6, 5, 4, 3, 2, 1, 7, 6, 5, 4, 3, 2, 1, 0};
    private static final int[] ILB = {
        2048, 2093, 2139, 2186, 2233, 2282, 2332, 2383, 2435, 2489, 2543, 2599, 2656, 2714, 2774, 2834, 2896, 2960,
        3025, 3091, 3158, 3228, 3298, 3371, 3444, 3520, 3597, 3676, 3756, 3838, 3922, 4008
    };
    private static final int[] QM4 = {
        0, -20456, -12896, -8968, -6288, -4240, -2584, -1200, 20456, 12896, 8968, 6288, 4240, 2584, 1200, 0
    };
    private static final int[] QM6 = {
        -136, -136, -136, -136, -24808, -21904, -19008, -16704, -14984, -13512, -12280, -11192, -10232, -9360, -8576,
        -7856, -7192, -6576, -6000, -5456, -4944, -4464, -4008, -3576, -3168, -2776, -2400, -2032, -1688, -1360, -1040,
        -728, 24808, 21904, 19008, 16704, 14984, 13512, 12280, 11192, 10232, 9360, 8576, 7856, 7192, 6576, 6000, 5456,
        4944, 4464, 4008, 3576, 3168, 2776, 2400, 2032, 1688, 1360, 1040, 728, 432, 136, -432, -136
    };
    /** The upper band's smallest step: silence. */
    private static final int QUIET_UPPER_BAND = 0xC0;

    private G722() {}

    /** 8 kHz PCM to octets, one for each sample. */
    public static final class Encoder {
        private final Band band = new Band();

        public byte[] encode(short[] pcm) {
            byte[] octets = new byte[pcm.length];
            for (int i = 0; i < pcm.length; i++) {
                octets[i] = (byte) (QUIET_UPPER_BAND | lower(pcm[i] >> 1));
            }
            return octets;
        }

        private int lower(int sample) {
            int difference = saturate(sample - band.predicted); // SUBTRA
            int code = quantized(difference); // QUANTL
            band.adapt(code >> 2);
            return code;
        }

        private int quantized(int difference) {
            int magnitude = difference >= 0 ? difference : ~difference;
            int level = 1;
            while (level < Q6.length && magnitude >= Q6[level] * band.step >> 12) {
                level++;
            }
            return difference < 0 ? ILN[level] : ILP[level];
        }
    }

    /** Octets to 8 kHz PCM, one sample for each. */
    public static final class Decoder {
        private final Band band = new Band();

        public short[] decode(byte[] octets) {
            short[] pcm = new short[octets.length];
            for (int i = 0; i < octets.length; i++) {
                int code = octets[i] & 0x3F;
                int difference = band.step * QM6[code] >> 15; // INVQBL
                pcm[i] = (short) (Math.clamp(band.predicted + difference, -16384, 16383) << 1); // RECONS, LIMIT
                band.adapt(code >> 2);
            }
            return pcm;
        }
    }

    /** The adaptive predictor and quantizer of the lower band, alike on both sides. Indexes grow into the past. */
    private static final class Band {
        private static final int ZEROS = 6;

        int predicted;
        int step = 32;
        private int logStep;
        private final int[] differences = new int[ZEROS + 1];
        private final int[] zeros = new int[ZEROS + 1];
        private final int[] poles = new int[3];
        private final int[] partial = new int[3];
        private final int[] rebuilt = new int[3];
        private int zeroPart;

        /** @param code the four upper bits of the sample's code */
        void adapt(int code) {
            int difference = step * QM4[code] >> 15; // INVQAL
            logStep = Math.clamp((logStep * 127 >> 7) + WL[RL42[code]], 0, 18432); // LOGSCL
            int shift = 8 - (logStep >> 11); // SCALEL
            int mantissa = ILB[logStep >> 6 & 31];
            step = (shift < 0 ? mantissa << -shift : mantissa >> shift) << 2;
            predict(difference);
        }

        private void predict(int difference) {
            differences[0] = difference;
            rebuilt[0] = saturate(predicted + difference); // RECONS
            partial[0] = saturate(zeroPart + difference); // PARREC
            int second = secondPole();
            poles[1] = firstPole(second);
            poles[2] = second;
            adaptZeros(difference);
            shift(differences);
            shift(rebuilt);
            shift(partial);
            int polePart =
                    saturate((poles[1] * saturate(2 * rebuilt[1]) >> 15) + (poles[2] * saturate(2 * rebuilt[2]) >> 15));
            int sum = 0; // FILTEZ
            for (int i = ZEROS; i > 0; i--) {
                sum += zeros[i] * saturate(2 * differences[i]) >> 15;
            }
            zeroPart = saturate(sum);
            predicted = saturate(polePart + zeroPart); // PREDIC
        }

        /** UPPOL2 */
        private int secondPole() {
            int grown = saturate(4 * poles[1]);
            int turned = sameSign(partial[0], partial[1]) ? Math.min(-grown, 32767) : grown;
            int step2 = sameSign(partial[0], partial[2]) ? 128 : -128;
            return Math.clamp((turned >> 7) + step2 + (poles[2] * 32512 >> 15), -12288, 12288);
        }

        /** UPPOL1 */
        private int firstPole(int second) {
            int step1 = sameSign(partial[0], partial[1]) ? 192 : -192;
            int limit = saturate(15360 - second);
            return Math.clamp(saturate(step1 + (poles[1] * 32640 >> 15)), -limit, limit);
        }

        /** UPZERO */
        private void adaptZeros(int difference) {
            int gain = difference == 0 ? 0 : 128;
            for (int i = 1; i <= ZEROS; i++) {
                int turned = sameSign(differences[i], difference) ? gain : -gain;
                zeros[i] = saturate(turned + (zeros[i] * 32640 >> 15));
            }
        }

        /** DELAYA */
        private static void shift(int[] values) {
            System.arraycopy(values, 0, values, 1, values.length - 1);
        }

        private static boolean sameSign(int a, int b) {
            return a >> 15 == b >> 15;
        }
    }

    private static int saturate(int value) {
        return Math.clamp(value, Short.MIN_VALUE, Short.MAX_VALUE);
    }
}
