// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the known points of the E-model: R 93.2 is 4.41; 1 % random loss costs G.711 with concealment 3.6 points. */
class SpeechQualityTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 4.41",
        "0, 100, 4.36",
        "0.01, 0, 4.32",
        "0.05, 100, 3.80",
        "0.2, 100, 2.51",
        "0, 400, 3.05",
        "1, 0, 1.21"
    })
    void lossAndDelayCostWhatTheModelSays(double lossRate, double delayMs, double mos) {
        assertThat(SpeechQuality.mos(lossRate, delayMs)).isCloseTo(mos, within(0.05));
    }
}
