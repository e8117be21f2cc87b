// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.reading;

import java.util.List;
import java.util.Set;

/** "On est cinq", "there's three of us": a number of people, not of items. Pure functions. */
final class PeopleWords {
    private static final Set<String> PEOPLE = Set.of(
            "on est",
            "on sera",
            "nous sommes",
            "nous serons",
            "on serait",
            "sommes",
            "serons",
            "we are",
            "we re",
            "there are");

    private PeopleWords() {}

    /** True when these words stand before the word at {@code at}. */
    static boolean before(List<String> words, int at) {
        String before = String.join(" ", words.subList(Math.max(0, at - 2), at));
        return PEOPLE.contains(before) || at > 0 && PEOPLE.contains(words.get(at - 1));
    }
}
