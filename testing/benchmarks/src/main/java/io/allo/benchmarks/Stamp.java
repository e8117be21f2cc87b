// SPDX-License-Identifier: Apache-2.0
package io.allo.benchmarks;

import java.nio.ByteBuffer;

/** An instant and a caller's number inside a frame's bytes: between equal laws nobody on the way changes them. */
final class Stamp {
    private static final long MAGIC = 0x5AA5_33CC_0FF0_9669L;
    static final int BYTES = 20;

    private Stamp() {}

    static void into(byte[] audio, int caller) {
        ByteBuffer.wrap(audio).putLong(MAGIC).putLong(System.nanoTime()).putInt(caller);
    }

    static boolean in(ByteBuffer audio) {
        return audio.remaining() >= BYTES && audio.getLong(audio.position()) == MAGIC;
    }

    static long nanos(ByteBuffer audio) {
        return System.nanoTime() - audio.getLong(audio.position() + Long.BYTES);
    }

    static int caller(ByteBuffer audio) {
        return audio.getInt(audio.position() + 2 * Long.BYTES);
    }
}
