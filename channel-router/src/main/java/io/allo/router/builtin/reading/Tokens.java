// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.reading;

import io.allo.router.builtin.intent.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text word by word.
 *
 * @param words folded, for comparing
 * @param raw as written, in lower case, for saying back
 * @param breaks true where a comma or full stop stands before the word
 */
record Tokens(List<String> words, List<String> raw, List<Boolean> breaks) {
    private static final Pattern WORD = Pattern.compile("[+&]|#?\\d+|[\\p{L}\\p{M}]+|[,;.:!?/()\\n]");
    private static final String BREAKS = ",;.:!?/()\n";

    static Tokens of(String text) {
        List<String> words = new ArrayList<>();
        List<String> raw = new ArrayList<>();
        List<Boolean> breaks = new ArrayList<>();
        boolean pause = false;
        Matcher found = WORD.matcher(text.toLowerCase(Locale.ROOT));
        while (found.find()) {
            String word = found.group();
            if (BREAKS.contains(word)) {
                pause = true;
                continue;
            }
            boolean sign = word.equals("+") || word.equals("&");
            words.add(sign ? "et" : Words.fold(word));
            raw.add(word);
            breaks.add(pause);
            pause = false;
        }
        return new Tokens(words, raw, breaks);
    }

    /** The text again, as far as words and pauses are it, without the words from {@code from} to before {@code to}. */
    String textWithout(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < size(); i++) {
            boolean gone = i >= from && i < to;
            text.append(breaks.get(i) || i == from ? ", " : " ").append(gone ? "" : raw.get(i));
        }
        return text.toString().strip();
    }

    int size() {
        return words.size();
    }

    /** How far a group of words that begins at {@code from} may reach: up to the next pause. */
    int endOfBreath(int from) {
        int end = from + 1;
        while (end < size() && !breaks.get(end)) {
            end++;
        }
        return end;
    }
}
