// SPDX-License-Identifier: Apache-2.0
package io.allo.router.guard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A prompt as a sequence of words, each knowing whether it stands in a sentence that directs the model. The other sentences (menu,
 * opening hours, answers, phrases in quotes) are there to be told. Immutable.
 */
final class Instructions {
    /** Longer prompts are read so far, in characters. */
    private static final int MOST = 200_000;

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
    private static final Pattern SENTENCE = Pattern.compile("(?<=[.!?;])\\s+|\\R+");

    private final List<String> words = new ArrayList<>();
    private final List<Boolean> directs = new ArrayList<>();
    private final Map<String, int[]> places;

    private Instructions(String prompt) {
        String bounded = prompt.length() > MOST ? prompt.substring(0, MOST) : prompt;
        for (String sentence : SENTENCE.split(bounded)) {
            add(sentence);
        }
        Map<String, List<Integer>> found = new HashMap<>();
        for (int i = 0; i < words.size(); i++) {
            found.computeIfAbsent(words.get(i), word -> new ArrayList<>()).add(i);
        }
        Map<String, int[]> compact = new HashMap<>();
        found.forEach((word, at) ->
                compact.put(word, at.stream().mapToInt(Integer::intValue).toArray()));
        this.places = compact;
    }

    static Instructions of(String prompt) {
        return new Instructions(prompt);
    }

    private void add(String sentence) {
        String plain = Words.plain(sentence).replace('’', '\'');
        boolean offered = OFFERED.matcher(plain).matches();
        int from = 0;
        var quoted = QUOTED.matcher(sentence);
        boolean ordering = !offered
                && DIRECTS.matcher(QUOTED.matcher(plain).replaceAll(" ")).find();
        while (quoted.find()) {
            append(sentence.substring(from, quoted.start()), ordering);
            append(quoted.group(), false);
            from = quoted.end();
        }
        append(sentence.substring(from), ordering);
    }

    private void append(String text, boolean ordering) {
        for (String word : Words.of(text)) {
            words.add(word);
            directs.add(ordering);
        }
    }

    /** Where this word stands. */
    int[] places(String word) {
        return places.getOrDefault(word, new int[0]);
    }

    boolean directsAt(int place) {
        return directs.get(place);
    }
}
