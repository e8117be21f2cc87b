// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.reading;

import io.allo.router.builtin.menu.Catalogue;
import io.allo.router.builtin.menu.Wishes;
import java.util.List;

/** One part of what was said about an order, in the order of speaking. What it changes, the dialogue decides. */
public sealed interface Part {

    /** What the words around it do with it. */
    enum Verb {
        /** Nothing was said: it is wished for, or corrects what was wished before. */
        NONE,
        ADD,
        REMOVE,
        /** "changez … en …": the first of two gives way to the second. */
        REPLACE,
        /** "à la place de …", "instead of …" */
        GIVES_WAY
    }

    /**
     * How many.
     *
     * @param value 1 when nothing was said
     * @param said true when a number or an article was said
     * @param article true when that was an article only
     */
    record Amount(int value, boolean said, boolean article) {
        public static final Amount NONE = new Amount(1, false, false);
    }

    Verb verb();

    /**
     * An item of the menu.
     *
     * @param candidates best first, more than one when the person has to choose; empty for a number that no item has
     * @param definite "la margherita": perhaps the one that was ordered already
     * @param more "encore", "another"
     */
    record Dish(
            Verb verb,
            List<Catalogue.Item> candidates,
            Amount amount,
            Wishes wishes,
            boolean definite,
            boolean more,
            String words)
            implements Part {
        public boolean isClear() {
            return candidates.size() == 1;
        }

        public Dish with(Amount other) {
            return new Dish(verb, candidates, other, wishes, definite, more, words);
        }

        public Dish refused() {
            return new Dish(Verb.REMOVE, candidates, amount, Wishes.NONE, definite, more, words);
        }

        public Dish with(Wishes added) {
            return new Dish(verb, candidates, amount, wishes.and(added), definite, more, words);
        }
    }

    /**
     * Wishes without an item: "en grande", "sans oignons", "dont une sans fromage".
     *
     * @param of the item of which some are meant ("une des deux margherita"), empty for the last one
     */
    record Loose(Verb verb, Amount amount, Wishes wishes, boolean more, boolean ofWhich, List<Catalogue.Item> of)
            implements Part {
        public Loose with(Wishes added) {
            return new Loose(verb, amount, wishes.and(added), more, ofWhich, of);
        }
    }

    /** "La deuxième", "the last one"; 0 is the last. */
    record Place(Verb verb, int position, Wishes wishes) implements Part {}

    /** "Une pizza", "pas de boisson": the name of a category. */
    record Kind(Verb verb, List<String> words, Amount amount, Wishes wishes) implements Part {}

    /** A number alone. */
    record Bare(Verb verb, int number, boolean more, boolean article) implements Part {}

    /** Nothing that the menu knows. */
    record Unknown(Verb verb, Amount amount, String words) implements Part {}
}
