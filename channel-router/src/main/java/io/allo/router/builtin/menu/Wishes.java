// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.menu;

import java.util.ArrayList;
import java.util.List;

/**
 * What was said beside an item's name, as it was said: "grande … avec supplément fromage … sans oignons, bien cuite".
 *
 * @param with what it should be or have; also words whose meaning only the item's options tell ("grande")
 * @param without what it should not have
 * @param notes how it should be made; always possible, goes to the kitchen as it was said
 */
public record Wishes(List<String> with, List<String> without, List<String> notes) {
    public static final Wishes NONE = new Wishes(List.of(), List.of(), List.of());

    public boolean isEmpty() {
        return with.isEmpty() && without.isEmpty() && notes.isEmpty();
    }

    public Wishes and(Wishes more) {
        return new Wishes(join(with, more.with), join(without, more.without), join(notes, more.notes));
    }

    private static List<String> join(List<String> a, List<String> b) {
        List<String> all = new ArrayList<>(a);
        all.addAll(b);
        return List.copyOf(all);
    }
}
