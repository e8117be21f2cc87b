// SPDX-License-Identifier: Apache-2.0
package io.allo.router.guard;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A prompt as a sequence of words, each knowing whether it stands in a sentence that directs the model. The other sentences (menu,
 * opening hours, answers, phrases in quotes) are there to be told. One answer, one thread.
 */
final class Instructions {
    /** Longer prompts are read so far, in characters. */
    private static final int MOST = 200_000;

    private static final int[] NOWHERE = {};
    private static final ReadSentence.Memory MEMORY = new ReadSentence.Memory();

    private final Map<String, Places> places = new HashMap<>();
    private boolean[] directs = new boolean[1024];
    private int length;

    /** Where a word stands, in their order. */
    private static final class Places {
        private int[] at = new int[4];
        private int count;

        void add(int place) {
            if (count == at.length) {
                at = Arrays.copyOf(at, 2 * count);
            }
            at[count++] = place;
        }
    }

    private Instructions(String prompt) {
        int end = Math.min(prompt.length(), MOST);
        int from = 0;
        for (int i = 0; i < end; i++) {
            if (endsSentence(prompt, i, end)) {
                add(prompt.substring(from, i + 1));
                from = i + 1;
            }
        }
        add(prompt.substring(from, end));
    }

    static Instructions of(String prompt) {
        return new Instructions(prompt);
    }

    private static boolean endsSentence(String text, int at, int end) {
        return switch (text.charAt(at)) {
            case '\n', '\r', '\u2028', '\u2029' -> true;
            case '.', '!', '?', ';' -> at + 1 < end && Character.isWhitespace(text.charAt(at + 1));
            default -> false;
        };
    }

    private void add(String sentence) {
        if (sentence.isBlank()) {
            return;
        }
        ReadSentence read = MEMORY.of(sentence.strip());
        for (int i = 0; i < read.words().size(); i++) {
            add(read.words().get(i), read.directs().get(i));
        }
    }

    /** Words for the model alone, whatever they say. */
    void confidential(String text) {
        for (String word : Words.of(text)) {
            add(word, true);
        }
    }

    private void add(String word, boolean directing) {
        if (length == directs.length) {
            directs = Arrays.copyOf(directs, 2 * length);
        }
        places.computeIfAbsent(word, _ -> new Places()).add(length);
        directs[length++] = directing;
    }

    /** Where this word stands. */
    int[] places(String word) {
        Places found = places.get(word);
        return found == null ? NOWHERE : Arrays.copyOf(found.at, found.count);
    }

    boolean directsAt(int place) {
        return directs[place];
    }
}
