// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

/**
 * The two companding laws of ITU-T G.711, table driven, exact to the reference code of ITU-T G.191. PCM is 16 bit linear:
 * the 14 bit (µ) and 13 bit (A) values of the standard, shifted to the top. Pure functions, safe from any thread.
 *
 * <p>Transcoding goes through linear PCM; a decoded value always encodes to itself, except µ-law's negative zero.
 */
public final class G711 {
    /** Digital silence in µ-law (positive zero). */
    public static final byte ULAW_SILENCE = (byte) 0xFF;
    /** Digital silence in A-law (smallest positive value). */
    public static final byte ALAW_SILENCE = (byte) 0xD5;
    /** Samples a second. */
    public static final int SAMPLE_RATE = 8000;

    private static final short[] ULAW_TO_LINEAR = new short[256];
    private static final short[] ALAW_TO_LINEAR = new short[256];
    private static final byte[] ULAW_TO_ALAW = new byte[256];
    private static final byte[] ALAW_TO_ULAW = new byte[256];
    /** Indexed by the sample's upper 14 bits: both laws ignore the rest. */
    private static final byte[] LINEAR_TO_ULAW = new byte[1 << 14];

    private static final byte[] LINEAR_TO_ALAW = new byte[1 << 14];

    static {
        for (int code = 0; code < 256; code++) {
            ULAW_TO_LINEAR[code] = expandUlaw(code);
            ALAW_TO_LINEAR[code] = expandAlaw(code);
        }
        for (int index = 0; index < 1 << 14; index++) {
            short sample = (short) (index << 2);
            LINEAR_TO_ULAW[index] = compressUlaw(sample);
            LINEAR_TO_ALAW[index] = compressAlaw(sample);
        }
        for (int code = 0; code < 256; code++) {
            ULAW_TO_ALAW[code] = encodeAlaw(ULAW_TO_LINEAR[code]);
            ALAW_TO_ULAW[code] = encodeUlaw(ALAW_TO_LINEAR[code]);
        }
    }

    private G711() {}

    public static byte encodeUlaw(short sample) {
        return LINEAR_TO_ULAW[(sample & 0xFFFF) >> 2];
    }

    public static byte encodeAlaw(short sample) {
        return LINEAR_TO_ALAW[(sample & 0xFFFF) >> 2];
    }

    public static short decodeUlaw(byte code) {
        return ULAW_TO_LINEAR[code & 0xFF];
    }

    public static short decodeAlaw(byte code) {
        return ALAW_TO_LINEAR[code & 0xFF];
    }

    public static byte[] encodeUlaw(short[] pcm) {
        byte[] out = new byte[pcm.length];
        for (int i = 0; i < pcm.length; i++) {
            out[i] = encodeUlaw(pcm[i]);
        }
        return out;
    }

    public static byte[] encodeAlaw(short[] pcm) {
        byte[] out = new byte[pcm.length];
        for (int i = 0; i < pcm.length; i++) {
            out[i] = encodeAlaw(pcm[i]);
        }
        return out;
    }

    public static short[] decodeUlaw(byte[] codes) {
        short[] out = new short[codes.length];
        for (int i = 0; i < codes.length; i++) {
            out[i] = decodeUlaw(codes[i]);
        }
        return out;
    }

    public static short[] decodeAlaw(byte[] codes) {
        short[] out = new short[codes.length];
        for (int i = 0; i < codes.length; i++) {
            out[i] = decodeAlaw(codes[i]);
        }
        return out;
    }

    /** A new array: the input may be shared with other readers. */
    public static byte[] ulawToAlaw(byte[] ulaw) {
        return map(ulaw, ULAW_TO_ALAW);
    }

    /** A new array: the input may be shared with other readers. */
    public static byte[] alawToUlaw(byte[] alaw) {
        return map(alaw, ALAW_TO_ULAW);
    }

    private static byte[] map(byte[] codes, byte[] table) {
        byte[] out = new byte[codes.length];
        for (int i = 0; i < codes.length; i++) {
            out[i] = table[codes[i] & 0xFF];
        }
        return out;
    }

    private static byte compressUlaw(short sample) {
        int magnitude = Math.min(((sample < 0 ? ~sample : sample) >> 2) + 33, 0x1FFF);
        int segment = 32 - Integer.numberOfLeadingZeros(magnitude >> 6) + 1;
        int code = ((8 - segment) << 4) | (0x0F - ((magnitude >> segment) & 0x0F));
        return (byte) (sample < 0 ? code : code | 0x80);
    }

    private static short expandUlaw(int code) {
        int inverted = ~code & 0xFF;
        int exponent = (inverted >> 4) & 0x07;
        int step = 8 << exponent;
        int magnitude = (0x80 << exponent) + step * (inverted & 0x0F) + step / 2 - 4 * 33;
        return (short) (code < 0x80 ? -magnitude : magnitude);
    }

    private static byte compressAlaw(short sample) {
        int magnitude = (sample < 0 ? ~sample : sample) >> 4;
        if (magnitude > 15) {
            int exponent = 1;
            while (magnitude > 31) {
                magnitude >>= 1;
                exponent++;
            }
            magnitude = magnitude - 16 + (exponent << 4);
        }
        int code = sample < 0 ? magnitude : magnitude | 0x80;
        return (byte) (code ^ 0x55);
    }

    private static short expandAlaw(int code) {
        int plain = (code ^ 0x55) & 0x7F;
        int exponent = plain >> 4;
        int mantissa = plain & 0x0F;
        if (exponent > 0) {
            mantissa += 16;
        }
        int magnitude = (mantissa << 4) + 8;
        if (exponent > 1) {
            magnitude <<= exponent - 1;
        }
        return (short) (code > 127 ? magnitude : -magnitude);
    }
}
