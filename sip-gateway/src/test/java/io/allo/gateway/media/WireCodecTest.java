// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.audio.AudioLevel;
import io.allo.audio.ToneGenerator;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireCodecTest {

    @ParameterizedTest
    @CsvSource({
        "G722, PCMU, 20",
        "G722, PCMA, 30",
        "OPUS, PCMU, 10",
        "OPUS, PCMU, 20",
        "OPUS, PCMA, 40",
        "OPUS, PCMU, 60"
    })
    void aToneKeepsItsLevelAndItsLength(Codec codec, Codec law, int ptimeMs) {
        // Given
        WireCodec sender = WireCodec.of(codec);
        WireCodec receiver = WireCodec.of(codec);
        byte[] tone = Companding.encode(ToneGenerator.sine(600, Duration.ofSeconds(3), -12), law);
        int samples = ptimeMs * 8;
        byte[] last = new byte[0];

        // When
        for (int at = 0; at + samples <= tone.length / 2; at += samples) {
            byte[] payload = sender.encode(Arrays.copyOfRange(tone, at, at + samples), law);
            last = receiver.decode(payload, law);
            assertThat(last).hasSize(samples);
        }

        // Then
        assertThat(AudioLevel.dbov(Companding.decode(last, law))).isBetween(-14.0, -10.0);
    }

    @Test
    void brokenOpusPayloadsAreNoAudioAndNoFault() {
        WireCodec codec = WireCodec.of(Codec.OPUS);
        Random random = new Random(3);
        for (int i = 0; i < 3000; i++) {
            byte[] noise = new byte[random.nextInt(120)];
            random.nextBytes(noise);
            assertThat(codec.decode(noise, Codec.PCMU).length).isLessThanOrEqualTo(960);
        }
    }
}
