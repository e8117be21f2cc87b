// SPDX-License-Identifier: Apache-2.0
package io.allo.router.speech;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a stream of text into sentences, so that the first one sounds while the model still writes the rest. A sentence ends
 * at {@code . ! ? … ; :} before a space, or at a line's end; never inside {@code 12.50} or right after an initial
 * ({@code M. Dupont}). A sentence that never ends is cut at a space. One stream, one thread.
 */
public final class SentenceSplitter {
    private static final String ENDINGS = ".!?…;:";
    private static final int MAX_LENGTH = 220;
    /** Shorter pieces wait for the next one: "M.", "Oui." */
    private static final int MIN_LENGTH = 4;

    private final StringBuilder pending = new StringBuilder();

    /** Takes the next piece and returns the sentences that are complete now. */
    public List<String> add(String delta) {
        pending.append(delta);
        List<String> sentences = new ArrayList<>();
        int end = nextEnd();
        while (end > 0) {
            take(end, sentences);
            end = nextEnd();
        }
        return sentences;
    }

    /** The text is over: what is left, if anything. */
    public List<String> finish() {
        List<String> rest = new ArrayList<>();
        take(pending.length(), rest);
        return rest;
    }

    private void take(int end, List<String> sentences) {
        String sentence = pending.substring(0, end).strip();
        pending.delete(0, end);
        if (!sentence.isEmpty()) {
            sentences.add(sentence);
        }
    }

    private int nextEnd() {
        for (int i = 0; i < pending.length(); i++) {
            char c = pending.charAt(i);
            if (c == '\n' || endsSentence(i)) {
                return i + 1;
            }
        }
        if (pending.length() <= MAX_LENGTH) {
            return 0;
        }
        int space = pending.lastIndexOf(" ", MAX_LENGTH);
        return space > 0 ? space : MAX_LENGTH;
    }

    private boolean endsSentence(int i) {
        return ENDINGS.indexOf(pending.charAt(i)) >= 0
                && i + 1 >= MIN_LENGTH
                && i + 1 < pending.length()
                && Character.isWhitespace(pending.charAt(i + 1))
                && !afterInitial(i);
    }

    private boolean afterInitial(int i) {
        return i >= 2 && Character.isUpperCase(pending.charAt(i - 1)) && Character.isWhitespace(pending.charAt(i - 2));
    }
}
