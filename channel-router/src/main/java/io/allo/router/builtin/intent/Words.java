// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.intent;

import io.allo.contracts.text.PlainText;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Text in the form in which it is compared: lower case, without accents, words of letters and digits only. */
public final class Words {
    private static final Pattern SEPARATORS = Pattern.compile("[^\\p{L}\\p{N}#]+");
    private static final Pattern SPACES = Pattern.compile(" ");

    private Words() {}

    /** {@code "J’aimerais 2 Crêpes !"} becomes {@code "j aimerais 2 crepes"}; a {@code #} stays, it announces a menu number. */
    public static String fold(String text) {
        String lower = text.toLowerCase(Locale.ROOT).replace("œ", "oe").replace("æ", "ae");
        return SEPARATORS.matcher(PlainText.of(lower)).replaceAll(" ").strip();
    }

    /** The folded words of a text in order; empty for a text without letters or digits. */
    public static List<String> of(String text) {
        String folded = fold(text);
        return folded.isEmpty() ? List.of() : List.of(SPACES.split(folded));
    }
}
