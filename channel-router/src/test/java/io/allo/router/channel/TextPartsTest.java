// SPDX-License-Identifier: Apache-2.0
package io.allo.router.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextPartsTest {

    @Test
    void leavesAShortTextWhole() {
        assertThat(TextParts.of("  Bonjour à tous ", 1600)).containsExactly("Bonjour à tous");
        assertThat(TextParts.of("x".repeat(1600), 1600)).hasSize(1);
    }

    @Test
    void hasNoPartsForABlankText() {
        assertThat(TextParts.of(" \n ", 1600)).isEmpty();
    }

    @Test
    void cutsAtWhiteSpace() {
        assertThat(TextParts.of("une pizza reine et une margherita", 14))
                .containsExactly("une pizza", "reine et une", "margherita");
    }

    @Test
    void cutsAtTheLimitWhenTheWordEndsThere() {
        assertThat(TextParts.of("abcd efgh", 4)).containsExactly("abcd", "efgh");
    }

    @Test
    void cutsAWordThatIsTooLongButNoEmoji() {
        List<String> parts = TextParts.of("🍕".repeat(10), 5);

        assertThat(parts).allSatisfy(part -> assertThat(part.length()).isBetween(1, 5));
        assertThat(String.join("", parts)).isEqualTo("🍕".repeat(10));
    }

    @Test
    void losesNoWordOfALongAnswer() {
        String text = "mot ".repeat(2000).strip();

        List<String> parts = TextParts.of(text, TextParts.LIMIT);

        assertThat(parts)
                .hasSize(5)
                .allSatisfy(part -> assertThat(part.length()).isLessThanOrEqualTo(1600));
        assertThat(String.join(" ", parts)).isEqualTo(text);
    }
}
