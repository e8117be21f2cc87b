// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import io.allo.router.builtin.menu.Catalogue;
import io.allo.router.builtin.menu.Chosen;
import io.allo.router.builtin.wording.Phrase;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** An order in words: lines, menu pages, promised times. */
final class OrderWords {
    private OrderWords() {}

    /** {@code 2 Margherita}. */
    static String line(Turn turn, OrderDraft.Line line) {
        String name = name(turn, line.number());
        List<String> details = new ArrayList<>();
        line.options().forEach(chosen -> details.add(option(turn, chosen)));
        if (!line.note().isEmpty()) {
            details.add(line.note());
        }
        String said = details.isEmpty()
                ? name
                : turn.text(Phrase.ITEM_DETAILS, "name", name, "details", String.join(", ", details));
        return turn.text(Phrase.QUANTITY, "quantity", line.quantity(), "name", said);
    }

    static String name(Turn turn, int number) {
        return turn.business()
                .catalogue()
                .byNumber(number)
                .map(Catalogue.Item::name)
                .orElse("#" + number);
    }

    private static String option(Turn turn, Chosen chosen) {
        return chosen.extra().signum() > 0
                ? turn.text(Phrase.OPTION_PRICED, "option", chosen.label(), "price", turn.money(chosen.extra()))
                : chosen.label();
    }

    static List<String> lines(Turn turn, List<OrderDraft.Line> lines) {
        return lines.stream().map(line -> line(turn, line)).toList();
    }

    static String page(Turn turn, Catalogue.Page page) {
        String items = page.items().stream().map(item -> item(turn, item)).collect(Collectors.joining(" ; "));
        return page.category() == null
                ? turn.text(Phrase.MENU_NO_CATEGORY, "items", items)
                : turn.text(Phrase.MENU_CATEGORY, "category", page.category(), "items", items);
    }

    private static String item(Turn turn, Catalogue.Item item) {
        if (item.price() == null) {
            return turn.text(Phrase.MENU_ITEM_UNPRICED, "number", item.number(), "name", item.name());
        }
        return turn.text(
                Phrase.MENU_ITEM, "number", item.number(), "name", item.name(), "price", turn.money(item.price()));
    }

    /** {@code HH:MM} as people say it. */
    /** "06 45 12 33 89": in pairs, as people say it. */
    static String digits(String number) {
        boolean national = number.length() % 2 == 0 && !number.startsWith("+");
        return national ? number.replaceAll("(\\d{2})(?=\\d)", "$1 ") : number;
    }

    static String clock(Turn turn, String time) {
        return turn.wording().time(LocalTime.parse(time));
    }

    /**
     * A promised time as people say it.
     *
     * @param time {@code HH:MM}, or empty
     * @param iso the same as an instant, or empty; tells whether it is today
     */
    static String time(Turn turn, String time, String iso) {
        try {
            boolean tomorrow = !iso.isEmpty() && isTomorrow(turn, Instant.parse(iso));
            LocalTime local = time.isEmpty()
                    ? Instant.parse(iso).atZone(turn.business().zone()).toLocalTime()
                    : LocalTime.parse(time);
            return turn.text(
                    tomorrow ? Phrase.TIME_TOMORROW : Phrase.TIME_TODAY,
                    "time",
                    turn.wording().time(local));
        } catch (DateTimeException e) {
            return turn.text(Phrase.TIME_UNKNOWN);
        }
    }

    private static boolean isTomorrow(Turn turn, Instant instant) {
        ZonedDateTime then = instant.atZone(turn.business().zone());
        LocalDate today = turn.now().atZone(turn.business().zone()).toLocalDate();
        return then.toLocalDate().equals(today.plusDays(1));
    }
}
