// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.intent;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Understands a text in the languages that the agent speaks: people mix them, so all are tried. Stateless. */
public final class Comprehension {
    private static final int CLEARLY = 2;
    private static final int SHORT = 4;

    private Comprehension() {}

    /**
     * Finds the intents of a text.
     *
     * @param language the language of the conversation: it counts a little more than the others
     * @param languages the languages that the agent speaks
     */
    public static Heard understand(String text, String language, List<String> languages) {
        List<String> words = Words.of(text);
        Map<Intent, Integer> scores = new EnumMap<>(Intent.class);
        Lexicon.of(language).find(words).forEach((intent, weight) -> scores.put(intent, weight + 1));
        languages.stream()
                .filter(other -> !other.equals(language) && Lexicon.knows(other))
                .forEach(other -> Lexicon.of(other)
                        .find(words)
                        .forEach((intent, weight) -> scores.merge(intent, weight, Math::max)));
        // "I am not French" asks for no language that is spoken already.
        if (words.size() > SHORT) {
            scores.remove(language.equals("fr") ? Intent.SPEAK_FRENCH : Intent.SPEAK_ENGLISH);
        }
        return new Heard(text, words, scores);
    }

    /** The language a text is clearly written in, or {@code current} when that is not sure. */
    public static String languageOf(List<String> words, String current, List<String> languages) {
        return languages.stream()
                .filter(other -> !other.equals(current) && Lexicon.knows(other))
                .filter(other -> clearlyIn(Lexicon.of(other), Lexicon.of(current), words))
                .findFirst()
                .orElse(current);
    }

    private static boolean clearlyIn(Lexicon other, Lexicon own, List<String> words) {
        long theirs = other.markersIn(words);
        long ours = own.markersIn(words);
        boolean nothingElse = theirs > 0 && theirs == words.size() && ours == 0;
        return theirs - ours >= CLEARLY || nothingElse;
    }
}
