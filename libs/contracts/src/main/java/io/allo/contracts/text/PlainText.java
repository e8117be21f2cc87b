// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.text;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Words as they are compared, however they were written. Pure functions. */
public final class PlainText {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

    private PlainText() {}

    /** In small letters without accents; signs and spaces stay: {@code "Été, déjà !"} becomes {@code "ete, deja !"}. */
    public static String of(String text) {
        return MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
    }

    /** The same with one space between words and no signs: {@code "ete deja"}. */
    public static String words(String text) {
        return NO_WORD.matcher(of(text)).replaceAll(" ").strip();
    }
}
