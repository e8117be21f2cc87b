// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import io.allo.contracts.session.SessionConfig.OptionChoice;
import io.allo.contracts.session.SessionConfig.OptionGroup;
import io.allo.router.builtin.intent.Words;
import io.allo.router.builtin.menu.Catalogue;
import io.allo.router.builtin.menu.OptionPicker;
import io.allo.router.builtin.menu.Wishes;
import io.allo.router.builtin.reading.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Items that take a place in the order: as a course of a set menu, or of a plainer one. Lives for one sentence. */
final class Courses {
    private final LineEditor lines;
    private final Catalogue menu;

    private final List<Catalogue.Item> swapped = new ArrayList<>();

    Courses(LineEditor lines, Catalogue menu) {
        this.lines = lines;
        this.menu = menu;
    }

    /** An item that is a course of the set menu just ordered. */
    boolean fills(Part.Dish dish) {
        for (int line = lines.order().lines().size() - 1; line >= 0; line--) {
            OrderDraft.Line ordered = lines.order().lines().get(line);
            Catalogue.Item item = menu.byNumber(ordered.number()).orElse(null);
            boolean open = item != null
                    && (lines.isNew(ordered)
                            || OptionPicker.missing(item, ordered.options()).isPresent());
            if (!open) {
                continue;
            }
            for (OptionGroup group : item.options()) {
                boolean taken = ordered.options().stream()
                        .anyMatch(chosen -> chosen.group().equals(group.name()));
                Optional<OptionChoice> choice = taken ? Optional.empty() : course(group, dish.candidates());
                if (choice.isPresent()) {
                    lines.choose(line, group, choice.get(), dish.wishes());
                    return true;
                }
            }
        }
        return false;
    }

    /** "The lemonade with the menu instead of the water": the course that was chosen gives way to this one. */
    boolean swaps(Part.Dish dish, List<Part> parts) {
        if (swapped(dish)) {
            return true; // the course that gave way
        }
        for (int line = 0; line < lines.order().lines().size(); line++) {
            OrderDraft.Line ordered = lines.order().lines().get(line);
            Catalogue.Item item = menu.byNumber(ordered.number()).orElse(null);
            for (OptionGroup group : item == null ? List.<OptionGroup>of() : item.options()) {
                Optional<OptionChoice> choice = group.required() ? course(group, dish.candidates()) : Optional.empty();
                List<Catalogue.Item> taken = ordered.options().stream()
                        .filter(chosen -> chosen.group().equals(group.name()))
                        .flatMap(chosen -> menu.items().stream()
                                .filter(other -> other.name().equals(chosen.label())))
                        .toList();
                boolean givesWay = parts.stream()
                        .anyMatch(part -> part instanceof Part.Dish other
                                && !other.equals(dish)
                                && other.candidates().stream().anyMatch(taken::contains)
                                && lines.order()
                                                .lastOf(other.candidates()
                                                        .getFirst()
                                                        .number())
                                        < 0);
                if (choice.isPresent() && givesWay) {
                    swapped.addAll(taken);
                    lines.choose(line, group, choice.get(), Wishes.NONE);
                    return true;
                }
            }
        }
        return false;
    }

    /** True for a course that gave way in this sentence. */
    boolean swapped(Part.Dish dish) {
        return dish.candidates().stream().anyMatch(swapped::contains);
    }

    private static Optional<OptionChoice> course(OptionGroup group, List<Catalogue.Item> candidates) {
        List<OptionChoice> choices = group.choices().stream()
                .filter(choice -> candidates.stream().anyMatch(item -> isChoice(choice, item)))
                .toList();
        return choices.size() == 1 ? Optional.of(choices.getFirst()) : Optional.empty();
    }

    /** By its number on the menu, or by its name where the course lists names. */
    private static boolean isChoice(OptionChoice choice, Catalogue.Item item) {
        return choice.number() == null
                ? Words.of(choice.label()).equals(item.words())
                : choice.number() == item.number();
    }

    /** "Le coca en zéro": the line whose name is this one's and less. */
    int plainer(Catalogue.Item item) {
        for (int line = 0; line < lines.order().lines().size(); line++) {
            Catalogue.Item ordered =
                    menu.byNumber(lines.order().lines().get(line).number()).orElse(item);
            boolean less = item.core().size() > ordered.core().size()
                    && item.core().containsAll(ordered.core())
                    && Objects.equals(ordered.category(), item.category());
            if (less) {
                return line;
            }
        }
        return -1;
    }
}
