// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Signs that somebody listens, said while the other one speaks: they are no interruption. French and English. Pure. */
final class Backchannel {
    private static final Set<String> SIGNS = Set.of("""
            oui ouais ok okay d'accord bien bon très voilà parfait super compris entendu exact exactement certes je vois
            yes yeah yep right sure alright all good great fine i see got it cool mm-hmm mm-hm""".split("\\s+"));

    private static final int MOST_WORDS = 3;

    private Backchannel() {}

    /** Nothing but such signs, and few of them. */
    static boolean only(String text) {
        String plain = text.toLowerCase(Locale.ROOT).replace('’', '\'');
        List<String> words = Arrays.stream(plain.split("[\\s.,;:!…]+"))
                .filter(word -> !word.isEmpty())
                .toList();
        return words.size() <= MOST_WORDS
                && words.stream().allMatch(word -> SIGNS.contains(word) || SpokenEnding.sayNothing(word));
    }
}
