// SPDX-License-Identifier: Apache-2.0
package io.allo.router.guard;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A sentence of a prompt, read.
 *
 * @param words in their order
 * @param directs whether the word at the same place stands in words that direct the model
 */
record ReadSentence(List<String> words, List<Boolean> directs) {
    /** To the model itself: "tu", an order, what it is or must not. Not "vous", which is how people are spoken to. */
    private static final Pattern DIRECTS = Pattern.compile(
            "\\b(tu|toi|ton|ta|tes|t'|vous etes (un|une|l'|le|la)|n'invente[sz]?|invente[sz]?|reponds|repondez|utilise[sz]?|appelle[sz]?"
                    + "|demande[sz]?|parle[sz]?|presente[sz]?|verifie[sz]?|refuse[sz]?|revele[sz]?|divulgue[sz]?|respecte[sz]?"
                    + "|n'utilise[sz]?|ne (dis|dites|donne[sz]?|parle[sz]?|promets|promettez|mentionne[sz]?|revele[sz]?|jamais)"
                    + "|instructions?|prompt|confidentiel(le)?s?|secrets?|confidential|you are|you're|you must|you should|your"
                    + "|never|always|do not|don't|answer|respond|reply|reveal|disclose|invent|use the|call the|\\w+_\\w+)\\b");

    /** Answers that the prompt offers, and what it wants said as it stands. */
    private static final Pattern OFFERED = Pattern.compile("^\\s*[-*]?\\s*(r|a|reponse|answer)\\s*[:.)].*");

    private static final Pattern QUOTED = Pattern.compile("«[^»]*»|“[^”]*”|\"[^\"]*\"");

    static ReadSentence of(String sentence) {
        String plain = Words.plain(sentence).replace('’', '\'');
        boolean ordering = !OFFERED.matcher(plain).matches()
                && DIRECTS.matcher(QUOTED.matcher(plain).replaceAll(" ")).find();
        List<String> words = new ArrayList<>();
        List<Boolean> directs = new ArrayList<>();
        var quoted = QUOTED.matcher(sentence);
        int from = 0;
        while (quoted.find()) {
            append(sentence.substring(from, quoted.start()), ordering, words, directs);
            append(quoted.group(), false, words, directs);
            from = quoted.end();
        }
        append(sentence.substring(from), ordering, words, directs);
        return new ReadSentence(List.copyOf(words), List.copyOf(directs));
    }

    private static void append(String text, boolean ordering, List<String> words, List<Boolean> directs) {
        for (String word : Words.of(text)) {
            words.add(word);
            directs.add(ordering);
        }
    }

    /** Those read last: the prompts of an agent's conversations differ in a few sentences, and each turn needs all. Thread-safe. */
    static final class Memory {
        private static final int MOST = 8_192;
        /** Characters; a longer one is read each time. */
        private static final int LONGEST = 1_000;

        private final Map<String, ReadSentence> read = new LinkedHashMap<>(MOST, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, ReadSentence> eldest) {
                return size() > MOST;
            }
        };

        ReadSentence of(String sentence) {
            if (sentence.length() > LONGEST) {
                return ReadSentence.of(sentence);
            }
            synchronized (read) {
                return read.computeIfAbsent(sentence, ReadSentence::of);
            }
        }
    }
}
