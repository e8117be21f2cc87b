// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.logging.Logger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * More than half an hour of each of eight voices: how many keys are heard that nobody pressed, and what listening costs. Not
 * part of the build (its name is no test): {@code mvn -pl libs/audio test -Dtest=TalkOffBenchmark}.
 */
class TalkOffBenchmark {
    private static final Logger LOG = Logger.getLogger(TalkOffBenchmark.class.getName());
    private static final int TIMES = 70;

    @ParameterizedTest
    @FieldSource("io.allo.audio.SyntheticSpeech#VOICES")
    void halfAnHour(String voice) throws IOException {
        SyntheticSpeech.needed();
        short[] speech = SyntheticSpeech.say(voice, TIMES);
        long before = System.nanoTime();
        String keys = SyntheticSpeech.keysIn(speech);
        double micros = (System.nanoTime() - before) / 1000.0 / (speech.length / 160);
        double minutes = speech.length / 60.0 / G711.SAMPLE_RATE;
        LOG.info("%s: %.1f min, false keys: %d; %.1f us a frame".formatted(voice, minutes, keys.length(), micros));
        assertThat(keys).isEmpty();
    }
}
