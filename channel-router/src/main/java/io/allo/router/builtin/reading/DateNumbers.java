// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.reading;

import io.allo.router.builtin.intent.NumberWords;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Numbers as they stand in dates: "the twenty-eighth of March", "premier mai" besides the cardinal ones. Pure functions. */
final class DateNumbers {
    /** First to twentieth; the place in the list is the number less one. */
    static final List<String> ORDINALS = List.of(
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth");

    private static final Set<String> MONTHS = Set.of(
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
            "janvier",
            "fevrier",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "aout",
            "septembre",
            "octobre",
            "novembre",
            "decembre");
    private static final int TWENTY = 20;
    private static final int THIRTY = 30;

    private DateNumbers() {}

    static Optional<NumberWords.Number> at(List<String> words, int from) {
        int length = 1;
        String first = words.get(from);
        int value = first.equals("thirtieth") ? THIRTY : ORDINALS.indexOf(first) + 1;
        boolean tens = first.equals("twenty") || first.equals("thirty");
        if (tens && from + 1 < words.size() && ORDINALS.indexOf(words.get(from + 1)) >= 0) {
            int unit = ORDINALS.indexOf(words.get(from + 1)) + 1;
            value = unit < 10 ? (first.equals("twenty") ? TWENTY : THIRTY) + unit : 0;
            length = 2;
        } else if (first.equals("premier")) {
            value = 1;
        }
        return value > 0 && inDate(words, from, from + length)
                ? Optional.of(new NumberWords.Number(value, length))
                : NumberWords.at(words, from);
    }

    private static boolean inDate(List<String> words, int from, int end) {
        String next = end < words.size() ? words.get(end) : "";
        String after = end + 1 < words.size() ? words.get(end + 1) : "";
        boolean before = from > 0 && MONTHS.contains(words.get(from - 1))
                || from > 1
                        && words.get(from - 1).equals("the")
                        && words.get(from - 2).endsWith("day")
                || from > 1 && words.get(from - 1).equals("the") && MONTHS.contains(words.get(from - 2));
        return MONTHS.contains(next) || next.equals("of") && MONTHS.contains(after) || before;
    }
}
