// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class G711Test {

    /** Decision and output values of ITU-T G.711 tables 2a and 2b, scaled to 16 bit. */
    @ParameterizedTest
    @CsvSource({
        "0xFF, 0",
        "0xFE, 8",
        "0xF0, 120",
        "0xEF, 132",
        "0x80, 32124",
        "0x7E, -8",
        "0x00, -32124",
        "0x8F, 16764",
        "0x9F, 8316"
    })
    void ulawDecodesToTheTablesValues(String code, short sample) {
        assertThat(G711.decodeUlaw(Integer.decode(code).byteValue())).isEqualTo(sample);
    }

    /** ITU-T G.711 tables 1a and 1b, even bits inverted, scaled to 16 bit. */
    @ParameterizedTest
    @CsvSource({
        "0xD5, 8",
        "0x55, -8",
        "0xD4, 24",
        "0xC5, 264",
        "0xAA, 32256",
        "0x2A, -32256",
        "0xA5, 16896",
        "0xF5, 528",
        "0xE5, 1056"
    })
    void alawDecodesToTheTablesValues(String code, short sample) {
        assertThat(G711.decodeAlaw(Integer.decode(code).byteValue())).isEqualTo(sample);
    }

    @Test
    void everyCodeSurvivesDecodingAndEncoding() {
        for (int code = 0; code < 256; code++) {
            byte octet = (byte) code;
            byte expectedUlaw = code == 0x7F ? (byte) 0xFF : octet; // negative zero becomes zero
            assertThat(G711.encodeUlaw(G711.decodeUlaw(octet))).isEqualTo(expectedUlaw);
            assertThat(G711.encodeAlaw(G711.decodeAlaw(octet))).isEqualTo(octet);
        }
    }

    @Test
    void everySampleGoesToTheNearestValueOfItsLaw() {
        for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample++) {
            int ulaw = G711.decodeUlaw(G711.encodeUlaw((short) sample));
            int alaw = G711.decodeAlaw(G711.encodeAlaw((short) sample));
            int magnitude = Math.abs(sample);
            // Half a step of the sample's segment, plus what 14 or 13 bits cannot tell.
            int ulawStep = Math.max(8, Integer.highestOneBit(Math.min(magnitude + 132, 32_635)) / 16);
            int alawStep = Math.max(16, Integer.highestOneBit(magnitude) / 16);
            assertThat(Math.abs(sample - ulaw)).isLessThanOrEqualTo(ulawStep / 2 + (magnitude > 32_124 ? 644 : 4));
            assertThat(Math.abs(sample - alaw)).isLessThanOrEqualTo(alawStep / 2 + 16);
        }
    }

    @Test
    void silenceIsSilenceInBothLaws() {
        assertThat(G711.encodeUlaw((short) 0)).isEqualTo(G711.ULAW_SILENCE);
        assertThat(G711.encodeAlaw((short) 0)).isEqualTo(G711.ALAW_SILENCE);
        assertThat(G711.ulawToAlaw(new byte[] {G711.ULAW_SILENCE})).containsExactly(G711.ALAW_SILENCE);
    }

    @Test
    void transcodingThereAndBackKeepsSpeechWithinTheLawsNoise() {
        // Given
        short[] tone = Signals.sine(1000, 8000, 8000, 8000);
        byte[] ulaw = G711.encodeUlaw(tone);

        // When
        short[] back = G711.decodeUlaw(G711.alawToUlaw(G711.ulawToAlaw(ulaw)));

        // Then
        assertThat(Signals.snrDb(tone, G711.decodeUlaw(ulaw))).isGreaterThan(36);
        assertThat(Signals.snrDb(tone, back)).isGreaterThan(32);
    }
}
