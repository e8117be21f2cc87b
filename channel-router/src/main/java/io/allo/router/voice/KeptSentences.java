// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The sentences of an agent that no voice interrupts: {@code speech.uninterruptible} of its settings, recognised in what is spoken by
 * their words; case and punctuation do not count. Immutable.
 */
final class KeptSentences {
    static final KeptSentences NONE = new KeptSentences(List.of());

    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
    /** A sentence of so few words may be part of any phrase. */
    private static final int FEW_WORDS = 3;

    private final List<String> phrases;

    KeptSentences(List<String> phrases) {
        this.phrases = phrases.stream()
                .map(KeptSentences::words)
                .filter(phrase -> !phrase.isBlank())
                .toList();
    }

    boolean none() {
        return phrases.isEmpty();
    }

    /** Has this sentence the words of a phrase, or is it a piece of one? Sentences end where the speaker's do, at a colon too. */
    boolean contain(String sentence) {
        if (phrases.isEmpty()) {
            return false;
        }
        String said = words(sentence);
        boolean piece = said.strip().split(" ", -1).length > FEW_WORDS;
        return phrases.stream().anyMatch(phrase -> said.contains(phrase) || piece && phrase.contains(said));
    }

    /** The words alone, each between spaces. */
    private static String words(String text) {
        return NO_WORD.matcher(" " + text.toLowerCase(Locale.ROOT) + " ").replaceAll(" ");
    }
}
