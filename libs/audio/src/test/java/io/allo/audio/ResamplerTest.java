// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {

    @ParameterizedTest
    @CsvSource({
        "22050, 8000, 1000",
        "22050, 8000, 3000",
        "16000, 8000, 300",
        "16000, 8000, 3300",
        "24000, 8000, 1000",
        "24000, 8000, 3300",
        "8000, 16000, 1000",
        "8000, 24000, 3000",
        "8000, 8000, 1000"
    })
    void aToneInThePassbandComesOutClean(int from, int to, int hz) {
        // Given
        int seconds = 1;
        short[] tone = Signals.sine(hz, from, from * seconds, 10_000);

        // When
        short[] out = new Resampler(from, to).resample(tone);

        // Then: a whole number of periods in the middle, away from the edges
        int count = to / 2;
        int start = to / 4;
        assertThat(Signals.purityDb(out, hz, to, start, start + count)).isGreaterThan(60);
        assertThat(AudioLevel.dbov(Arrays.copyOfRange(out, start, start + count)))
                .isCloseTo(AudioLevel.dbov(tone), within(0.1));
    }

    @ParameterizedTest
    @CsvSource({"22050, 4400", "22050, 7000", "16000, 4100", "16000, 5000", "24000, 4300", "24000, 11000"})
    void whatTheTelephoneCannotCarryDoesNotFoldBack(int from, int hz) {
        // Given
        short[] tone = Signals.sine(hz, from, from, 16_000);

        // When
        short[] out = new Resampler(from, 8000).resample(tone);

        // Then
        double rejected = AudioLevel.dbov(tone) - AudioLevel.dbov(Arrays.copyOfRange(out, 2000, 6000));
        assertThat(rejected).isGreaterThan(60);
    }

    @Test
    void theLengthFollowsTheRatesAndPiecesMakeNoDifference() {
        // Given
        short[] speech = Signals.sine(440, 22_050, 22_050, 8000);
        short[] whole = new Resampler(22_050, 8000).resample(speech);

        // When
        Resampler resampler = new Resampler(22_050, 8000);
        short[] pieces = new short[whole.length];
        int filled = 0;
        for (int at = 0; at < speech.length; at += 441) {
            short[] piece = resampler.resample(Arrays.copyOfRange(speech, at, Math.min(at + 441, speech.length)));
            System.arraycopy(piece, 0, pieces, filled, piece.length);
            filled += piece.length;
        }

        // Then
        assertThat(filled).isEqualTo(whole.length).isCloseTo(8000, within(2));
        assertThat(pieces).isEqualTo(whole);
        assertThat(resampler.flush().length).isCloseTo(resampler.delay(), within(1));
    }

    @Test
    void directCurrentKeepsItsValue() {
        // Given
        short[] flat = new short[22_050];
        Arrays.fill(flat, (short) 1000);

        // When
        short[] out = new Resampler(22_050, 8000).resample(flat);

        // Then
        for (int i = 200; i < 7800; i++) {
            assertThat((int) out[i]).isCloseTo(1000, within(1));
        }
    }
}
