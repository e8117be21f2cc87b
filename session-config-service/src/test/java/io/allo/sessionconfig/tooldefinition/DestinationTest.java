// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.tooldefinition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationTest {
    @ParameterizedTest
    @CsvSource({
        "https://stock.example/a, https://stock.example/b?c=d",
        "=https://Stock.example/{{x}}, https://stock.example",
        "{{BASE_URL}}/a, {{BASE_URL}}/b",
    })
    void theSameServer(String before, String after) {
        assertThat(Destination.isSame(before, after)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://stock.example/a, http://stock.example/a",
        "https://stock.example/a, https://stock.example:8443/a",
        "https://stock.example/a, https://stock.example@evil.example/a",
        "https://stock.example/a, https://stock.example.evil.example/a",
        "https://stock.example/a, https://stock.example{{x}}/a",
        "https://stock.example/a, '{{x}}/https://stock.example/'",
        "{{BASE_URL}}/a, {{BASE_URL}}.evil.example/a",
        "https://stock.example/a, 'https:\\\\stock.example/a'",
        "https://stock.example/a,",
    })
    void anotherServer(String before, String after) {
        assertThat(Destination.isSame(before, after)).isFalse();
    }
}
