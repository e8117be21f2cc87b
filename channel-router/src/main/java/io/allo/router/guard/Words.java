// SPDX-License-Identifier: Apache-2.0
package io.allo.router.guard;

import io.allo.contracts.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Words as they are compared: without case, accents and punctuation. */
final class Words {
    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}_]+");

    private Words() {}

    static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        for (String word : BETWEEN.split(plain(text))) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    static String plain(String text) {
        return PlainText.of(text);
    }

    static boolean isPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || Character.getType(c) == Character.NON_SPACING_MARK;
    }
}
