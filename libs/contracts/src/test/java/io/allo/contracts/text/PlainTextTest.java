// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How words are compared everywhere. */
class PlainTextTest {
    @Test
    void smallLettersWithoutAccents() {
        assertThat(PlainText.of("Été à L’ÎLE, déjà !")).isEqualTo("ete a l’ile, deja !");
    }

    /** Composed or decomposed, as a telephone sends it. */
    @Test
    void bothFormsOfAnAccentAreOne() {
        assertThat(PlainText.of("e\u0301te\u0301")).isEqualTo(PlainText.of("\u00e9t\u00e9"));
    }

    @ParameterizedTest
    @CsvSource({"'  Rendez-vous,  s’il vous plaît ! ', rendez vous s il vous plait", "'...', ''", "'24 rue', 24 rue"})
    void wordsAlone(String text, String words) {
        assertThat(PlainText.words(text)).isEqualTo(words);
    }
}
