// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Names as people say them: without case, accents and hyphens. */
final class Names {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern OTHERS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final List<String> TITLES =
            List.of("m", "mr", "mrs", "ms", "mme", "mlle", "monsieur", "madame", "mademoiselle", "dr", "docteur");

    private Names() {}

    static String plain(String text) {
        String decomposed = Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFD);
        return OTHERS.matcher(MARKS.matcher(decomposed).replaceAll(""))
                .replaceAll(" ")
                .strip();
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
