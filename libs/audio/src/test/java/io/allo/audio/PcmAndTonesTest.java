// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PcmAndTonesTest {

    @Test
    void piecesOfAnyLengthBecomeFramesInOrder() {
        // Given
        PcmFrames frames = new PcmFrames(4);

        // When
        List<short[]> first = frames.add(new short[] {1, 2, 3});
        List<short[]> second = frames.add(new short[] {4, 5, 6, 7, 8, 9});

        // Then
        assertThat(first).isEmpty();
        assertThat(second).containsExactly(new short[] {1, 2, 3, 4}, new short[] {5, 6, 7, 8});
        assertThat(frames.flush()).containsExactly(9, 0, 0, 0);
        assertThat(frames.flush()).isNull();
    }

    @Test
    void littleEndianBytesThereAndBack() {
        short[] pcm = {0, 1, -1, Short.MAX_VALUE, Short.MIN_VALUE};
        assertThat(PcmFrames.toLittleEndian(pcm)).startsWith(0, 0, 1, 0, 0xFF, 0xFF);
        assertThat(PcmFrames.fromLittleEndian(PcmFrames.toLittleEndian(pcm))).isEqualTo(pcm);
    }

    @Test
    void aToneHasItsLevelAndDoesNotClick() {
        // When
        short[] tone = ToneGenerator.sine(440, Duration.ofMillis(500), -12);

        // Then
        assertThat(tone).hasSize(4000);
        assertThat(tone[0]).isZero();
        assertThat((int) tone[3999]).isCloseTo(0, within(20));
        assertThat(AudioLevel.dbov(Arrays.copyOfRange(tone, 200, 3800))).isCloseTo(-12, within(0.2));
        assertThat(AudioLevel.voiced(tone)).isTrue();
    }

    @Test
    void aKeyIsTheTwoTonesOfItsRowAndColumn() {
        // When
        short[] key = ToneGenerator.key('5', Duration.ofMillis(100));

        // Then: both tones, equally strong, and nothing of a neighbour
        double row = power(key, 770);
        double column = power(key, 1336);
        assertThat(row / column).isCloseTo(1, within(0.2));
        assertThat(row).isGreaterThan(100 * power(key, 852));
        assertThat(column).isGreaterThan(100 * power(key, 1477));
    }

    @Test
    void levelsOfSilenceAndOfTheLawsAgree() {
        short[] tone = ToneGenerator.sine(440, Duration.ofMillis(100), -20);
        assertThat(AudioLevel.dbov(new short[160])).isEqualTo(AudioLevel.SILENCE_DBOV);
        assertThat(AudioLevel.dbovOfUlaw(G711.encodeUlaw(tone))).isCloseTo(AudioLevel.dbov(tone), within(0.1));
        assertThat(AudioLevel.dbovOfAlaw(G711.encodeAlaw(tone))).isCloseTo(AudioLevel.dbov(tone), within(0.1));
        assertThat(AudioLevel.voiced(ToneGenerator.silence(Duration.ofMillis(20))))
                .isFalse();
    }

    private static double power(short[] pcm, double hz) {
        double sine = 0;
        double cosine = 0;
        for (int i = 0; i < pcm.length; i++) {
            sine += pcm[i] * Math.sin(2 * Math.PI * hz * i / G711.SAMPLE_RATE);
            cosine += pcm[i] * Math.cos(2 * Math.PI * hz * i / G711.SAMPLE_RATE);
        }
        return sine * sine + cosine * cosine;
    }
}
