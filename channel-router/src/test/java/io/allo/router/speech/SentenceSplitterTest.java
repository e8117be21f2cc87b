// SPDX-License-Identifier: Apache-2.0
package io.allo.router.speech;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where a streamed text is cut. */
class SentenceSplitterTest {

    @Test
    void aSentenceIsThereAsSoonAsTheNextOneBegins() {
        SentenceSplitter splitter = new SentenceSplitter();

        assertThat(splitter.add("Bonjour et bienv")).isEmpty();
        assertThat(splitter.add("enue ! Que ")).containsExactly("Bonjour et bienvenue !");
        assertThat(splitter.add("désirez-vous ?")).isEmpty();
        assertThat(splitter.finish()).containsExactly("Que désirez-vous ?");
        assertThat(splitter.finish()).isEmpty();
    }

    @Test
    void pricesInitialsAndAbbreviationsAreNotCut() {
        assertThat(sentences("Le total est de 12.50 euros. M. Dupont et Mme A. Martin."))
                .containsExactly("Le total est de 12.50 euros.", "M. Dupont et Mme A. Martin.");
    }

    @Test
    void linesAreSentences() {
        assertThat(sentences("Pizzas\n1 Reine\n\n2 Royale")).containsExactly("Pizzas", "1 Reine", "2 Royale");
    }

    @Test
    void aTextWithoutAnEndIsCutAtASpace() {
        List<String> sentences = sentences("mot ".repeat(200));

        assertThat(sentences)
                .hasSizeGreaterThan(3)
                .allSatisfy(part -> assertThat(part)
                        .hasSizeLessThanOrEqualTo(220)
                        .startsWith("mot")
                        .endsWith("mot"));
    }

    @Test
    void aTextWithoutSpacesIsCutAllTheSame() {
        assertThat(sentences("a".repeat(1000))).hasSizeGreaterThan(3);
    }

    private static List<String> sentences(String text) {
        SentenceSplitter splitter = new SentenceSplitter();
        List<String> all = new ArrayList<>(splitter.add(text));
        all.addAll(splitter.finish());
        return all;
    }
}
