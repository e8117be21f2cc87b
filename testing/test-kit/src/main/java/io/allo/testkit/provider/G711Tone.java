// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.provider;

/** A square wave of 500 Hz in G.711, 8 kHz: eight samples up, eight down. */
final class G711Tone {
    private static final byte ALAW_UP = (byte) (0xD0 ^ 0x55);
    private static final byte ALAW_DOWN = (byte) (0x50 ^ 0x55);
    private static final byte ULAW_UP = (byte) 0xA0;
    private static final byte ULAW_DOWN = (byte) 0x20;
    private static final int HALF_PERIOD = 8;

    private G711Tone() {}

    static byte[] of(boolean alaw, int ms) {
        byte[] tone = new byte[ms * 8];
        for (int i = 0; i < tone.length; i++) {
            boolean up = i / HALF_PERIOD % 2 == 0;
            if (alaw) {
                tone[i] = up ? ALAW_UP : ALAW_DOWN;
            } else {
                tone[i] = up ? ULAW_UP : ULAW_DOWN;
            }
        }
        return tone;
    }
}
