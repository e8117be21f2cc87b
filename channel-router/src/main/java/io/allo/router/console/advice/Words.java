// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.advice;

import io.allo.contracts.text.PlainText;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/** Words of a text. Pure functions. */
final class Words {

    private Words() {}

    /** As people count them: what stands between spaces. */
    static int count(String text) {
        String stripped = text.strip();
        return stripped.isEmpty() ? 0 : stripped.split("\\s+").length;
    }

    /** Small letters without accents, words apart by one space, a space at both ends. */
    static String plain(String text) {
        return " " + PlainText.words(text) + " ";
    }

    static Set<String> set(String text) {
        Set<String> words =
                new LinkedHashSet<>(Arrays.asList(plain(text).strip().split(" ")));
        words.remove("");
        return words;
    }

    /** Do the two say the same? Exactly, or with more than four words of five in common. */
    static boolean alike(String one, String other) {
        Set<String> ours = set(one);
        Set<String> theirs = set(other);
        if (ours.equals(theirs)) {
            return true;
        }
        Set<String> common = new LinkedHashSet<>(ours);
        common.retainAll(theirs);
        return common.size() > 0.8 * Math.max(ours.size(), theirs.size());
    }
}
