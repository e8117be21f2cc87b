// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.provider;

/** Tells whether 20 ms of G.711 can be heard: the mean of its magnitudes, by segment, without decoding. */
final class G711Energy {
    private static final int AUDIBLE_SEGMENT = 3;
    private final boolean alaw;

    G711Energy(boolean alaw) {
        this.alaw = alaw;
    }

    boolean audible(byte[] g711) {
        int sum = 0;
        for (byte code : g711) {
            int bits = alaw ? code ^ 0x55 : ~code;
            sum += (bits >> 4) & 0x07;
        }
        return sum >= AUDIBLE_SEGMENT * g711.length;
    }
}
