// SPDX-License-Identifier: Apache-2.0
package io.allo.router.speech;

import io.allo.audio.ToneGenerator;
import java.time.Duration;

/** Sounds in place of words where no speech can be made: a caller who knows the menu can go on by keys. */
final class Earcons {
    private static final double LEVEL_DBOV = -15;
    private static final Duration NOTE = Duration.ofMillis(140);

    private Earcons() {}

    /** A question rises, an exclamation (greeting, goodbye) falls, a statement is one note. */
    static short[] of(String sentence) {
        String words = sentence.strip();
        if (words.endsWith("?")) {
            return notes(523, 784);
        }
        return words.endsWith("!") ? notes(784, 523) : notes(659);
    }

    private static short[] notes(int... hz) {
        short[] gap = ToneGenerator.silence(Duration.ofMillis(60));
        short[] out = new short[hz.length * (samples() + gap.length)];
        int at = 0;
        for (int note : hz) {
            short[] tone = ToneGenerator.sine(note, NOTE, LEVEL_DBOV);
            System.arraycopy(tone, 0, out, at, tone.length);
            at += tone.length + gap.length;
        }
        return out;
    }

    private static int samples() {
        return (int) NOTE.toMillis() * 8;
    }
}
