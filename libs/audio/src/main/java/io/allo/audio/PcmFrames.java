// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts a stream of PCM pieces of any length into frames of equal length. One stream, one thread. */
public final class PcmFrames {
    /** 20 ms at 8 kHz, the telephone's usual frame. */
    public static final int SAMPLES_20_MS = G711.SAMPLE_RATE / 50;

    private final short[] partial;
    private int filled;

    public PcmFrames() {
        this(SAMPLES_20_MS);
    }

    public PcmFrames(int samplesPerFrame) {
        if (samplesPerFrame <= 0) {
            throw new IllegalArgumentException("frame of " + samplesPerFrame + " samples, expected more than 0");
        }
        this.partial = new short[samplesPerFrame];
    }

    /** Takes a piece and returns the frames that are full now, in order; the rest waits for the next piece. */
    public List<short[]> add(short[] pcm) {
        List<short[]> frames = new ArrayList<>((filled + pcm.length) / partial.length);
        int taken = 0;
        while (taken < pcm.length) {
            int count = Math.min(pcm.length - taken, partial.length - filled);
            System.arraycopy(pcm, taken, partial, filled, count);
            taken += count;
            filled += count;
            if (filled == partial.length) {
                frames.add(partial.clone());
                filled = 0;
            }
        }
        return frames;
    }

    /** The rest, filled up with silence, or null when nothing waits. */
    public short @Nullable [] flush() {
        if (filled == 0) {
            return null;
        }
        Arrays.fill(partial, filled, partial.length, (short) 0);
        filled = 0;
        return partial.clone();
    }

    /** Little-endian 16 bit bytes (WAV, most speech services) to samples; an odd last byte is ignored. */
    public static short[] fromLittleEndian(byte[] bytes) {
        short[] pcm = new short[bytes.length / 2];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = (short) ((bytes[2 * i] & 0xFF) | (bytes[2 * i + 1] << 8));
        }
        return pcm;
    }

    /** Samples to little-endian 16 bit bytes. */
    public static byte[] toLittleEndian(short[] pcm) {
        byte[] bytes = new byte[pcm.length * 2];
        for (int i = 0; i < pcm.length; i++) {
            bytes[2 * i] = (byte) pcm[i];
            bytes[2 * i + 1] = (byte) (pcm[i] >> 8);
        }
        return bytes;
    }
}
