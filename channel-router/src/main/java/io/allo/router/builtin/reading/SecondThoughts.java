// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.reading;

import io.allo.router.builtin.intent.SameWords;
import io.allo.router.builtin.intent.Words;
import io.allo.router.builtin.menu.Catalogue;
import io.allo.router.builtin.menu.Wishes;
import io.allo.router.builtin.reading.Part.Amount;
import io.allo.router.builtin.reading.Part.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a person takes back within one sentence: "une marg… pardon, une reine", "three, not two", "that one, I'd rather not have
 * it". Works on the parts made so far; lives for one sentence.
 */
final class SecondThoughts {
    private final List<Part> made;
    /** "Not a beer": given back unless the same is wished for elsewhere in the sentence. */
    private final List<Part.Dish> contrasts = new ArrayList<>();

    private boolean repairing;

    SecondThoughts(List<Part> made) {
        this.made = made;
    }

    /** What follows is meant instead of what was just said. */
    void repair() {
        repairing = !made.isEmpty();
    }

    /** "Pardon, et un coca": nothing was taken back. */
    void none() {
        repairing = false;
    }

    /** "… j'en veux plus": the item just named. */
    void refuseLast(boolean politely) {
        // "The soup, no thanks" is about the soup, "a beer, no thanks" about something else.
        if (!made.isEmpty()
                && made.getLast() instanceof Part.Dish dish
                && (!politely || dish.definite() && !dish.amount().said())) {
            made.set(made.size() - 1, dish.refused());
        }
    }

    /** True when the part only changes, or repeats, what was said before. */
    boolean take(Chunk chunk, Part part) {
        return switch (part) {
            case Part.Bare bare when chunk.contrast || bare.verb() == Verb.GIVES_WAY -> true;
            case Part.Unknown unknown when repairing && !unknown.amount().said() -> true; // "wait, Tom's driving, six"
            case Part.Bare bare when chunk.those -> countLast(bare);
            case Part.Bare bare when repairing -> countLast(bare);
            case Part.Bare bare when followsUncounted(bare) -> countLast(bare);
            case Part.Dish _ when chunk.keeps -> true;
            case Part.Dish dish
            when chunk.contrast -> {
                contrasts.add(dish.refused());
                yield true;
            }
            case Part.Dish dish when isSaidAgain(dish) -> true;
            case Part.Dish dish -> {
                replaceLast(dish);
                yield false;
            }
            case Part.Kind _ -> false;
            case Part.Unknown _, Part.Loose _, Part.Place _, Part.Bare _ -> {
                repairing = false;
                yield false;
            }
        };
    }

    /** "Three of those": so many of the item just named; where none was, they are people. */
    private boolean countLast(Part.Bare bare) {
        boolean counts = !made.isEmpty() && made.getLast() instanceof Part.Dish;
        if (counts) {
            Amount amount = new Amount(bare.number(), true, false);
            made.set(made.size() - 1, ((Part.Dish) made.getLast()).with(amount));
        }
        boolean taken = counts || !repairing;
        repairing = false;
        return taken;
    }

    /** "Vous avez de la glace ? Alors deux glaces": the same once, with the number that was said. */
    private boolean isSaidAgain(Part.Dish dish) {
        for (int i = 0; i < made.size(); i++) {
            boolean same = made.get(i) instanceof Part.Dish other
                    && isSame(other, dish)
                    && other.verb() == Verb.NONE
                    && dish.verb() != Verb.REMOVE
                    && dish.verb() != Verb.GIVES_WAY
                    && !dish.more();
            if (same
                    && !((Part.Dish) made.get(i)).amount().said()
                    && ((Part.Dish) made.get(i)).wishes().isEmpty()) {
                made.remove(i);
                return false;
            }
            if (same && !dish.amount().said() && dish.wishes().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** The parts of the whole sentence. */
    List<Part> settled() {
        List<Part> all = new ArrayList<>(made);
        contrasts.stream().filter(dish -> !isNamed(dish)).forEach(all::addFirst);
        return List.copyOf(all);
    }

    /** "La diavola, une", "do you have tiramisu? three then" */
    private boolean followsUncounted(Part.Bare bare) {
        return bare.verb() == Verb.NONE
                && !bare.more()
                && !made.isEmpty()
                && made.getLast() instanceof Part.Dish dish
                && dish.verb() == Verb.NONE
                && !dish.amount().said();
    }

    private boolean isNamed(Part.Dish dish) {
        return made.stream().anyMatch(part -> part instanceof Part.Dish other && isSame(other, dish));
    }

    private void replaceLast(Part.Dish dish) {
        if (!repairing) {
            return;
        }
        repairing = false;
        if (made.getLast() instanceof Part.Kind) {
            made.removeLast();
        }
        boolean gives = !made.isEmpty()
                && switch (made.getLast()) {
                    case Part.Bare _, Part.Unknown _ -> true;
                    case Part.Dish last -> last.verb() == dish.verb() && (isSame(last, dish) || isAlike(last, dish));
                    case Part.Loose _, Part.Place _, Part.Kind _ -> false;
                };
        if (gives) {
            made.removeLast();
        }
    }

    private static boolean isSame(Part.Dish one, Part.Dish other) {
        return !one.candidates().isEmpty()
                && !other.candidates().isEmpty()
                && one.candidates().getFirst().number()
                        == other.candidates().getFirst().number();
    }

    private static boolean isAlike(Part.Dish one, Part.Dish other) {
        return one.isClear() && other.isClear() && Objects.equals(category(one), category(other));
    }

    private static @Nullable String category(Part.Dish dish) {
        Catalogue.Item item = dish.candidates().getFirst();
        return item.category();
    }

    /** "The one with ham and mushrooms, the Reine": says which it is, not what to add. */
    static boolean describes(Wishes wishes, Part.Dish dish) {
        List<String> made =
                dish.isClear() ? Words.of(dish.candidates().getFirst().description()) : List.of();
        return wishes.without().isEmpty()
                && wishes.notes().isEmpty()
                && !wishes.with().isEmpty()
                && wishes.with().stream()
                        .flatMap(words -> Words.of(words).stream())
                        .filter(word -> word.length() > 2)
                        .allMatch(word -> made.stream().anyMatch(other -> SameWords.alike(word, other) > 0));
    }
}
