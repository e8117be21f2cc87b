// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.reading;

import io.allo.router.builtin.menu.Catalogue;
import io.allo.router.builtin.reading.Part.Amount;
import io.allo.router.builtin.reading.Part.Verb;
import java.util.List;
import java.util.Objects;

/**
 * What a person takes back within one sentence: "une marg… pardon, une reine", "three, not two", "that one, I'd rather not have
 * it". Works on the parts made so far; lives for one sentence.
 */
final class SecondThoughts {
    private final List<Part> made;
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
    void refuseLast() {
        if (!made.isEmpty() && made.getLast() instanceof Part.Dish dish) {
            made.set(made.size() - 1, dish.refused());
        }
    }

    /** True when the part only changes, or repeats, what was said before. */
    boolean take(Chunk chunk, Part part) {
        return switch (part) {
            case Part.Bare bare when chunk.contrast || bare.verb() == Verb.GIVES_WAY -> true;
            case Part.Bare bare when chunk.those -> countLast(bare);
            case Part.Bare bare when repairing -> countLast(bare);
            case Part.Dish dish when chunk.contrast -> isNamed(dish);
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

    private static @org.jspecify.annotations.Nullable String category(Part.Dish dish) {
        Catalogue.Item item = dish.candidates().getFirst();
        return item.category();
    }
}
