// SPDX-License-Identifier: Apache-2.0
package io.allo.router.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CardDigitsTest {

    @ParameterizedTest
    @CsvSource({
        "4111111111111111,****************",
        "C'est le 4111 1111 1111 1111 voilà,C'est le **** **** **** **** voilà",
        "My cvv is 123.,My cvv is ***.",
        "Le cryptogramme : 1234,Le cryptogramme : ***",
        "Security code 999 please,Security code *** please"
    })
    void digitsOfCardsBecomeStars(String said, String kept) {
        assertThat(CardDigits.mask(said)).isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "06 12 34 56 78",
                "+33612345678",
                "4111111111111112",
                "2 pizzas, 12.50 euros",
                "commande 123",
                "$1 \\2"
            })
    void otherNumbersStay(String said) {
        assertThat(CardDigits.mask(said)).isEqualTo(said);
    }

    @Test
    void whatAToolIsGivenIsMaskedWithin() {
        assertThat(CardDigits.mask(Map.of(
                        "card",
                        Map.of("number", 4111111111111111L, "cvc", "123"),
                        "lines",
                        List.of("4111111111111111"),
                        "total",
                        12)))
                .isEqualTo(Map.of(
                        "card",
                        Map.of("number", "****************", "cvc", "***"),
                        "lines",
                        List.of("****************"),
                        "total",
                        12));
    }
}
