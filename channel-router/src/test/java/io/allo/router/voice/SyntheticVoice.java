// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

/** Something with the pitch of a voice that glides, as a voice's does: what stays as it is would be a tone. 8 kHz. */
final class SyntheticVoice {
    /** 140 Hz, a quarter up and down, twice and a half a second. */
    private static final double PITCH = 0.11;

    private static final double GLIDE = 0.00196;

    private SyntheticVoice() {}

    static short at(int sample) {
        double phase = PITCH * sample + PITCH * 0.25 / GLIDE * Math.sin(GLIDE * sample);
        return (short) (6000 * Math.sin(phase) + 4000 * Math.sin(2 * phase));
    }
}
