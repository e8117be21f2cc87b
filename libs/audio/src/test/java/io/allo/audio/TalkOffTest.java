// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Speech is no key press: some four minutes in eight voices; {@link TalkOffBenchmark} has the hours. */
class TalkOffTest {
    @BeforeAll
    static void needsEspeak() {
        SyntheticSpeech.needed();
    }

    @Test
    void minutesOfFrenchAndEnglishPressNoKey() throws IOException {
        long samples = 0;
        for (String voice : SyntheticSpeech.VOICES) {
            short[] speech = SyntheticSpeech.say(voice, 1);
            samples += speech.length;
            assertThat(SyntheticSpeech.keysIn(speech)).as(voice).isEmpty();
        }
        assertThat(samples / G711.SAMPLE_RATE).isGreaterThan(180);
    }
}
