// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import io.allo.contracts.session.SessionConfig.OptionChoice;
import io.allo.contracts.session.SessionConfig.OptionGroup;
import io.allo.router.builtin.intent.Words;
import io.allo.router.builtin.menu.Catalogue;
import io.allo.router.builtin.menu.OptionPicker;
import io.allo.router.builtin.reading.Part;
import java.util.List;
import java.util.Optional;

/** Items that are courses of a set menu in the order. Lives for one sentence. */
final class Courses {
    private final LineEditor lines;
    private final Catalogue menu;

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
}
