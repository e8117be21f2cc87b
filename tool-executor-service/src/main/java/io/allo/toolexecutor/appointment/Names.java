// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import io.allo.contracts.text.PlainText;
import java.util.Arrays;
import java.util.List;

/** Names as people say them: without case, accents and hyphens. */
final class Names {
    private static final List<String> TITLES =
            List.of("m", "mr", "mrs", "ms", "mme", "mlle", "monsieur", "madame", "mademoiselle", "dr", "docteur");

    private Names() {}

    static String plain(String text) {
        return PlainText.words(text);
    }

    /** Every word that was said is a word of the stored name; a title is no name. */
    static boolean fits(String said, String stored) {
        List<String> known = Arrays.asList(plain(stored).split(" "));
        List<String> words = Arrays.stream(plain(said).split(" "))
                .filter(word -> !word.isEmpty() && !TITLES.contains(word))
                .toList();
        return !words.isEmpty() && known.containsAll(words);
    }
}
