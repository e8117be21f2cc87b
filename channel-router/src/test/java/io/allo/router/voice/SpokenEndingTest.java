// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which pauses are an end. */
class SpokenEndingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fr | Oui. | COMPLETE",
                "fr | Une margherita s'il vous plaît | COMPLETE",
                "fr | Deux | COMPLETE",
                "fr | À 19h30 | COMPLETE",
                "fr | Vous fermez à quelle heure ? | COMPLETE",
                "fr | Je voudrais | UNFINISHED",
                "fr | Je voudrais. | UNFINISHED",
                "fr | Une reine et | UNFINISHED",
                "fr | Une reine, | UNFINISHED",
                "fr | C’est pour | UNFINISHED",
                "fr | euh… | UNFINISHED",
                "fr | 06 12 | DICTATION",
                "fr | 06 | DICTATION",
                "fr | C'est le 06 12 34 56 | DICTATION",
                "fr | C'est le 06 12 34 56 78 | COMPLETE",
                "fr | 06.12.34.56.78 | COMPLETE",
                "fr | +33 6 12 34 56 78 | COMPLETE",
                "fr | zéro six douze | DICTATION",
                "fr | marie arobase | DICTATION",
                "fr | marie point dupont arobase gmail | DICTATION",
                "fr | marie point dupont arobase gmail point com | COMPLETE",
                "fr | marie@gmail.com | COMPLETE",
                "fr | D U P O | DICTATION",
                "en | I would like a | UNFINISHED",
                "en | I'd like two cokes and | UNFINISHED",
                "en | two cokes | COMPLETE",
                "en | mary dot smith at example dot | DICTATION",
                "en | mary dot smith at example dot com | COMPLETE",
                "de | ich möchte und | COMPLETE"
            })
    void thePauseAfterTheseWords(String language, String words, SpokenEnding expected) {
        assertThat(SpokenEnding.of(words, language, Set.of())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"ich möchte,UNFINISHED", "ja,COMPLETE"})
    void furtherWordsAreConfigured(String words, SpokenEnding expected) {
        assertThat(SpokenEnding.of(words, "de", Set.of("möchte"))).isEqualTo(expected);
    }
}
