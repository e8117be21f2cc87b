// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.intent;

import java.util.List;
import java.util.Set;

/**
 * Words that must occur in order, with few others between them.
 *
 * @param parts a word each, folded; {@code *} at the end stands for any ending
 * @param weight the letters that it asks for
 */
record WordPattern(List<String> parts, int weight) {
    /** Other words between two of the parts. */
    static final int MAX_GAP = 3;

    private static final int LETTERS = 5;
    private static final double PLURAL = 0.97;

    static WordPattern of(String text) {
        List<String> parts = List.of(text.strip().split("\\s+"));
        return new WordPattern(parts, parts.stream().mapToInt(String::length).sum());
    }

    static boolean fits(String part, String word) {
        return part.endsWith("*")
                ? word.startsWith(part.substring(0, part.length() - 1))
                : Similarity.sameWord(part, word) && isLong(part, word);
    }

    /** Of five letters one wrong one makes "glace" of "place". */
    private static boolean isLong(String part, String word) {
        return Math.min(part.length(), word.length()) > LETTERS || Similarity.word(part, word) > PLURAL;
    }

    /** The weight of the best of these patterns; 0 when none is there. */
    static int best(List<WordPattern> patterns, List<Set<String>> words) {
        int best = 0;
        for (WordPattern pattern : patterns) {
            best = pattern.weight > best && pattern.isIn(words) ? pattern.weight : best;
        }
        return best;
    }

    /** @param words of each word of the sentence the parts that it fits */
    private boolean isIn(List<Set<String>> words) {
        for (int start = 0; start < words.size(); start++) {
            if (words.get(start).contains(parts.getFirst()) && restFollows(words, start)) {
                return true;
            }
        }
        return false;
    }

    private boolean restFollows(List<Set<String>> words, int start) {
        int at = start;
        for (String part : parts.subList(1, parts.size())) {
            int last = Math.min(words.size() - 1, at + 1 + MAX_GAP);
            int next = at + 1;
            while (next <= last && !words.get(next).contains(part)) {
                next++;
            }
            if (next > last) {
                return false;
            }
            at = next;
        }
        return true;
    }
}
