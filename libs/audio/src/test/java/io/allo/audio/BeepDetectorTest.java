// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The beep of an answering machine, and what is none. */
class BeepDetectorTest {

    @ParameterizedTest
    @CsvSource({"440, 200", "525, 350", "1000, 160", "1000, 400", "1375, 1000", "1400, 600", "1990, 250"})
    void aSteadyToneIsABeepWhenItEnds(double hz, int ms) {
        assertThat(beeps(tone(hz, 0, ms, 4000), 0)).isEqualTo(1);
        assertThat(beeps(tone(hz, 0, ms, 4000), 120)).as("on a noisy line").isEqualTo(1);
        assertThat(beeps(tone(hz, 0, ms, 900), 0)).as("quiet").isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 0, 100",
        "1000, 0, 1400",
        "300, 0, 400",
        "2300, 0, 400",
        "697, 1209, 300",
        "941, 1633, 300",
        "440, 620, 500"
    })
    void shortAndLongTonesKeysAndDoubleTonesAreNone(double hz, double second, int ms) {
        assertThat(beeps(tone(hz, second, ms, 4000), 0)).isZero();
    }

    @Test
    void aSteadyVoiceAndNoiseAreNone() {
        short[] vowel = new short[8000];
        for (int i = 0; i < vowel.length; i++) {
            double phase = 2 * Math.PI * 140 * i / 8000;
            vowel[i] = (short) (3000 * Math.sin(phase) + 2500 * Math.sin(4 * phase) + 2000 * Math.sin(5 * phase));
        }
        assertThat(beeps(vowel, 0)).isZero();
        assertThat(beeps(new short[8000], 3000)).isZero();
    }

    /** Between half a second of silence before and after it, through A-law. */
    private static int beeps(short[] sound, int noise) {
        Random random = new Random(7);
        short[] all = new short[sound.length + 8000];
        System.arraycopy(sound, 0, all, 4000, sound.length);
        for (int i = 0; i < all.length; i++) {
            all[i] += (short) (noise == 0 ? 0 : random.nextInt(2 * noise) - noise);
        }
        short[] heard = CompandingLaw.ALAW.decode(CompandingLaw.ALAW.encode(all));
        BeepDetector detector = new BeepDetector();
        int beeps = 0;
        for (int at = 0; at + 160 <= heard.length; at += 160) {
            short[] frame = new short[160];
            System.arraycopy(heard, at, frame, 0, 160);
            beeps += detector.next(frame) ? 1 : 0;
        }
        return beeps;
    }

    private static short[] tone(double hz, double second, int ms, int amplitude) {
        short[] pcm = new short[8 * ms];
        for (int i = 0; i < pcm.length; i++) {
            double other = second == 0 ? 0 : Math.sin(2 * Math.PI * second * i / 8000);
            pcm[i] = (short) (amplitude * (Math.sin(2 * Math.PI * hz * i / 8000) + other));
        }
        return pcm;
    }
}
