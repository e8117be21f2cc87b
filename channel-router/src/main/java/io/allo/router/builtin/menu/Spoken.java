// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.menu;

import io.allo.router.builtin.intent.NumberWords;
import java.util.List;
import java.util.Set;

/**
 * A word of a name as it is compared with what was said.
 *
 * @param word folded
 * @param digits the same with a number in digits: "quatre fromages" and "4 fromages" are one name
 */
public record Spoken(String word, String digits) {
    /** Small words inside names that may be left out. */
    private static final Set<String> GLUE = Set.of(
            "de", "du", "des", "la", "le", "les", "l", "d", "a", "au", "aux", "et", "of", "and", "with", "avec", "en");

    private static final Set<String> ARTICLES = Set.of("un", "une", "one");

    public static Spoken of(String word) {
        return new Spoken(word, digits(word));
    }

    /** The words of a name without the small ones. */
    static List<Spoken> name(List<String> core) {
        List<Spoken> name =
                core.stream().filter(word -> !isGlue(word)).map(Spoken::of).toList();
        return name.isEmpty() ? core.stream().map(Spoken::of).toList() : name;
    }

    public static boolean isGlue(String word) {
        return GLUE.contains(word);
    }

    private static String digits(String word) {
        return ARTICLES.contains(word)
                ? word
                : NumberWords.at(List.of(word), 0)
                        .map(number -> String.valueOf(number.value()))
                        .orElse(word);
    }
}
