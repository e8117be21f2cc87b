// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.intent;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The lexicons of the languages that may be mixed in a sentence, the conversation's own first. Immutable. */
public final class Vocabulary {
    private final List<Lexicon> lexicons;

    private Vocabulary(List<Lexicon> lexicons) {
        this.lexicons = lexicons;
    }

    /** @param language the language of the conversation, first of {@code languages} or not */
    public static Vocabulary of(String language, List<String> languages) {
        List<Lexicon> lexicons = Stream.concat(
                        Stream.of(language), languages.stream().filter(other -> !other.equals(language)))
                .filter(Lexicon::knows)
                .map(Lexicon::of)
                .toList();
        return new Vocabulary(lexicons.isEmpty() ? List.of(Lexicon.of(language)) : lexicons);
    }

    /** Words of the conversation's own language. */
    public Lexicon own() {
        return lexicons.getFirst();
    }

    /** True for words that carry politeness or grammar and name no thing. */
    public boolean isStopWord(String word) {
        return lexicons.stream().anyMatch(lexicon -> lexicon.isStopWord(word));
    }

    /** "Euh…": nothing was said yet. */
    public boolean isHesitation(List<String> words) {
        return !words.isEmpty()
                && words.stream().allMatch(word -> lexicons.stream().anyMatch(lexicon -> lexicon.isHesitation(word)));
    }

    /** @param length how many words it takes */
    public record Hit(Mark mark, int length) {}

    /** The longest mark that begins with the word at {@code from}. */
    public Optional<Hit> markAt(List<String> words, int from) {
        Hit best = null;
        for (Lexicon lexicon : lexicons) {
            Hit hit = lexicon.markAt(words, from);
            if (hit != null && (best == null || hit.length() > best.length())) {
                best = hit;
            }
        }
        return Optional.ofNullable(best);
    }

    /** "première", "second" … as 1, 2 …; 0 for the last. */
    public OptionalInt ordinal(String word) {
        return lexicons.stream()
                .map(lexicon -> lexicon.ordinal(word))
                .filter(OptionalInt::isPresent)
                .findFirst()
                .orElse(OptionalInt.empty());
    }
}
