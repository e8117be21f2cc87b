// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.menu;

import io.allo.router.builtin.intent.Remembered;
import io.allo.router.builtin.intent.SameWords;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which names hold a word that is spelt or means alike, so that a sentence is compared with those few and not with a whole menu
 * at each of its words. Any thread.
 */
final class WordIndex {
    private static final int WORDS_KEPT = 1000;

    private final Map<String, BitSet> places = new HashMap<>();
    private final Remembered<String, BitSet> near = new Remembered<>(WORDS_KEPT, this::compared);

    /** @param names folded, in the order of the menu */
    WordIndex(List<List<String>> names) {
        for (int place = 0; place < names.size(); place++) {
            for (String word : names.get(place)) {
                places.computeIfAbsent(word, _ -> new BitSet()).set(place);
            }
        }
    }

    boolean holds(String word) {
        return places.containsKey(word);
    }

    /** The places of the names that hold a word alike to any of these, in order. */
    List<Integer> near(List<String> words) {
        BitSet all = new BitSet();
        words.forEach(word -> all.or(near.of(word)));
        List<Integer> found = new ArrayList<>(all.cardinality());
        all.stream().forEach(found::add);
        return found;
    }

    private BitSet compared(String word) {
        BitSet found = new BitSet();
        places.forEach((other, where) -> {
            if (SameWords.alike(other, word) > 0) {
                found.or(where);
            }
        });
        return found;
    }
}
