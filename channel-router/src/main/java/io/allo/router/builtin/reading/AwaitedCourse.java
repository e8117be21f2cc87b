// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.reading;

import io.allo.contracts.session.SessionConfig.OptionChoice;
import io.allo.contracts.session.SessionConfig.OptionGroup;
import io.allo.router.builtin.intent.Words;
import io.allo.router.builtin.menu.Catalogue;
import io.allo.router.builtin.menu.Chosen;
import io.allo.router.builtin.menu.OptionPicker;
import io.allo.router.builtin.reading.Part.Verb;
import java.util.List;
import java.util.function.Predicate;

/** "Un menu midi avec une limonade et un tiramisu": what a course of a set menu still waits for. Pure functions. */
final class AwaitedCourse {
    private AwaitedCourse() {}

    /** True when the dish is a course of the set menu that was named just before it, and not yet chosen. */
    static boolean is(Part.Dish menu, Part.Dish course, Predicate<String> noise) {
        if (!menu.isClear()
                || !course.isClear()
                || course.verb() != Verb.NONE && course.verb() != menu.verb()
                || menu.verb() != Verb.NONE && menu.verb() != Verb.ADD
                || course.more()
                || !course.wishes().isEmpty()
                || course.amount().value() != menu.amount().value()
                        && course.amount().said()) {
            return false;
        }
        Catalogue.Item item = menu.candidates().getFirst();
        Catalogue.Item dish = course.candidates().getFirst();
        List<Chosen> chosen =
                OptionPicker.pick(item, List.of(), menu.wishes().with(), noise).chosen();
        return item.options().stream()
                .filter(OptionGroup::required)
                .filter(group -> group.choices().stream().anyMatch(choice -> isChoice(choice, dish)))
                .anyMatch(group ->
                        chosen.stream().noneMatch(choice -> choice.group().equals(group.name())));
    }

    /** By its number on the menu, or by its name where the course lists names. */
    private static boolean isChoice(OptionChoice choice, Catalogue.Item dish) {
        return choice.number() == null
                ? Words.of(choice.label()).equals(Words.of(dish.name()))
                : choice.number() == dish.number();
    }
}
