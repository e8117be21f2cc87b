// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DtmfDetectorTest {
    private static final String KEYS = "123A456B789C*0#D";
    private static final double[] ROWS = {697, 770, 852, 941};
    private static final double[] COLUMNS = {1209, 1336, 1477, 1633};

    @ParameterizedTest
    @ValueSource(ints = {45, 60, 100, 500})
    void everyKeyIsHeardOnceWhateverItsLength(int ms) {
        StringBuilder heard = new StringBuilder();
        DtmfDetector detector = new DtmfDetector();
        for (char key : KEYS.toCharArray()) {
            hear(detector, ToneGenerator.key(key, Duration.ofMillis(ms)), heard);
            hear(detector, ToneGenerator.silence(Duration.ofMillis(60)), heard);
        }
        assertThat(heard).hasToString(KEYS);
    }

    @Test
    void theSameKeyTwiceIsTwoKeys() {
        assertThat(heard(
                        ToneGenerator.key('5', Duration.ofMillis(80)),
                        ToneGenerator.silence(Duration.ofMillis(50)),
                        ToneGenerator.key('5', Duration.ofMillis(80))))
                .isEqualTo("55");
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 0", "1, 1.3, 0", "1, -1.3, 0", "0.12, 0, 0", "1, 0, 6", "1, 0, -3"})
    void keysAreHeardOffFrequencyFaintAndUneven(double gain, double offPercent, double rowLouderDb) {
        for (int i = 0; i < KEYS.length(); i++) {
            double factor = 1 + offPercent / 100;
            short[] tone = tones(ROWS[i / 4] * factor, COLUMNS[i % 4] * factor, gain, rowLouderDb, 300);
            assertThat(heard(tone)).isEqualTo(String.valueOf(KEYS.charAt(i)));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 4, 0", "1, 0, 12", "1, 0, -9", "0.01, 0, 0"})
    void whatIsNoKeyIsNotHeard(double gain, double offPercent, double rowLouderDb) {
        for (int i = 0; i < KEYS.length(); i++) {
            double factor = 1 + offPercent / 100;
            short[] tone = tones(ROWS[i / 4] * factor, COLUMNS[i % 4] * factor, gain, rowLouderDb, 300);
            assertThat(heard(tone)).isEmpty();
        }
    }

    @Test
    void aToneTooShortToBeMeantIsNotHeard() {
        for (char key : KEYS.toCharArray()) {
            assertThat(heard(ToneGenerator.key(key, Duration.ofMillis(20)))).isEmpty();
        }
    }

    @Test
    void oneToneNoiseAndRingingAreNotHeard() {
        // Given
        Random random = new Random(1);
        short[] noise = new short[80_000];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (short) (random.nextGaussian() * 6000);
        }

        // When / Then
        assertThat(heard(noise)).isEmpty();
        for (double hz = 300; hz < 3400; hz += 7) {
            assertThat(heard(ToneGenerator.sine(hz, Duration.ofMillis(200), -9)))
                    .isEmpty();
        }
        assertThat(heard(ToneGenerator.dual(350, 440, Duration.ofSeconds(2), -9)))
                .isEmpty();
        assertThat(heard(ToneGenerator.dual(480, 620, Duration.ofSeconds(2), -9)))
                .isEmpty();
    }

    @Test
    void aKeyIsHeardThroughTheTelephonesLawAndNoise() {
        // Given
        Random random = new Random(2);
        StringBuilder heard = new StringBuilder();
        DtmfDetector detector = new DtmfDetector();

        // When
        for (char key : KEYS.toCharArray()) {
            short[] tone = ToneGenerator.key(key, Duration.ofMillis(100));
            for (int i = 0; i < tone.length; i++) {
                tone[i] += (short) (random.nextGaussian() * 200);
            }
            hear(detector, G711.decodeAlaw(G711.encodeAlaw(tone)), heard);
            hear(detector, ToneGenerator.silence(Duration.ofMillis(100)), heard);
        }

        // Then
        assertThat(heard).hasToString(KEYS);
    }

    private static String heard(short[]... pieces) {
        StringBuilder heard = new StringBuilder();
        DtmfDetector detector = new DtmfDetector();
        for (short[] piece : pieces) {
            hear(detector, piece, heard);
        }
        return heard.toString();
    }

    private static void hear(DtmfDetector detector, short[] pcm, StringBuilder heard) {
        for (int at = 0; at < pcm.length; at += 160) {
            char key = detector.hear(Arrays.copyOfRange(pcm, at, Math.min(at + 160, pcm.length)));
            if (key != DtmfDetector.NONE) {
                heard.append(key);
            }
        }
    }

    private static short[] tones(double rowHz, double columnHz, double gain, double rowLouderDb, int ms) {
        short[] pcm = new short[ms * 8];
        double row = 8000 * gain * Math.pow(10, Math.min(0, rowLouderDb) / 20);
        double column = 8000 * gain * Math.pow(10, -Math.max(0, rowLouderDb) / 20);
        for (int i = 0; i < pcm.length; i++) {
            double angle = 2 * Math.PI * i / 8000;
            pcm[i] = (short) (row * Math.sin(angle * rowHz) + column * Math.sin(angle * columnHz));
        }
        return pcm;
    }
}
