// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import io.allo.router.builtin.intent.Words;
import io.allo.router.builtin.reading.AddressReader;
import io.allo.router.builtin.reading.NameReader;
import io.allo.router.builtin.reading.Part;
import io.allo.router.builtin.reading.PhoneReader;
import io.allo.router.builtin.reading.TimeReader;
import io.allo.router.builtin.reading.When;
import io.allo.router.builtin.wording.Phrase;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * A sentence about an order, taken apart: address, name and time first, since their words would be read as items; what is left
 * are its {@link Part}s.
 *
 * @param order the order with address, name and time of the sentence
 * @param parts what it says of items
 * @param said what there is to say of address, name and time
 * @param details true when the sentence said any of these
 */
record OrderText(OrderDraft order, List<Part> parts, List<String> said, boolean details) {

    static OrderText of(Turn turn, String text) {
        return turn.business().taken(turn, text);
    }

    /** Takes it apart; {@link Business} remembers, since a turn asks more than once. */
    static OrderText apart(Turn turn, String text) {
        OrderDraft before = turn.state().order();
        OrderDraft order = before;
        List<String> said = new ArrayList<>();
        String left = text;
        var phone = PhoneReader.find(left);
        if (phone.isPresent()) {
            left = phone.get().left();
            order = order.withPhone(phone.get().number());
            said.add(turn.text(
                    Phrase.PHONE_NOTED, "phone", OrderWords.digits(phone.get().number())));
        }
        var address = AddressReader.find(left);
        if (address.isPresent() && turn.business().delivers()) {
            left = address.get().left();
            order = order.withType(OrderDraft.Type.DELIVERY)
                    .withAddress(new OrderDraft.Address(
                            address.get().street(),
                            address.get().city(),
                            address.get().postalCode(),
                            false));
        }
        var name = NameReader.introduced(left);
        boolean perhapsNamed = name.isEmpty()
                && order.firstName() == null
                && !(turn.state().focus() instanceof Focus.Ordering.AskingFirstName);
        if (perhapsNamed) {
            name = NameReader.recipient(left).filter(found -> namesNobodyElse(turn, found.name()));
        }
        if (name.isPresent()) {
            left = name.get().left();
            order = order.withFirstName(name.get().name());
        }
        When when = TimeReader.read(left, turn.localTime());
        if (when.time() != null) {
            left = when.left();
            if (isNext(when, turn.localTime())) {
                String time = when.time().withSecond(0).withNano(0).toString();
                order = order.withRequestedTime(time);
                said.add(turn.text(Phrase.TIME_NOTED, "time", OrderWords.clock(turn, time)));
            } else {
                said.add(turn.text(Phrase.ORDER_TOO_FAR));
            }
        }
        List<Part> parts = turn.business().read(left, turn.state().language(), turn.vocabulary());
        boolean details = phone.isPresent() || address.isPresent() || name.isPresent() || when.time() != null;
        return new OrderText(order, parts, said, details);
    }

    /** "For Margherita" is a pizza, "for Saturday" a day. */
    private static boolean namesNobodyElse(Turn turn, String name) {
        List<String> words = Words.of(name);
        When when = TimeReader.read(name, turn.localTime());
        return when.day() == null
                && when.time() == null
                && turn.business().catalogue().matching(words).isEmpty()
                && words.stream().noneMatch(turn.vocabulary()::isStopWord);
    }

    /** Kitchens take a time of the next day only, as {@code HH:MM}. */
    private static boolean isNext(When when, LocalDateTime now) {
        LocalDate day = when.day();
        LocalDate next = when.time() != null && when.time().isAfter(now.toLocalTime())
                ? now.toLocalDate()
                : now.toLocalDate().plusDays(1);
        return day == null || day.equals(next);
    }

    /** True when at least one item of the menu, or something in a number, was named. */
    boolean namesItems() {
        return parts.stream()
                .anyMatch(part ->
                        part instanceof Part.Dish dish && !dish.candidates().isEmpty());
    }

    /** "Deux margherita": in a number, so that even a question wishes for it. */
    boolean countsItems() {
        return parts.stream()
                .anyMatch(
                        part -> part instanceof Part.Dish dish && dish.amount().said());
    }

    /** "Un kebab", "une pizza": something is wished for, whether the menu has it or not. */
    boolean wishesSomething() {
        return namesItems()
                || parts.stream()
                        .anyMatch(part -> part instanceof Part.Unknown unknown
                                        && unknown.amount().said()
                                || part instanceof Part.Kind kind
                                        && kind.amount().said());
    }

    /** Words without a number that the menu does not know are perhaps no wish at all. */
    boolean isForeign() {
        return parts.stream()
                .allMatch(part -> part instanceof Part.Unknown unknown
                        && unknown.verb() == Part.Verb.NONE
                        && !unknown.amount().said());
    }
}
