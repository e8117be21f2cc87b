// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import io.allo.router.builtin.intent.Heard;
import io.allo.router.builtin.intent.Intent;
import io.allo.router.builtin.menu.Catalogue;
import io.allo.router.builtin.menu.Chosen;
import io.allo.router.builtin.wording.Phrase;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * From a composed order to its confirmation: first name, availability, read-back, consent, {@code confirm_order}. An order is
 * confirmed only from {@link Focus.Checkout.AwaitingConsent}, which only a positive availability check leads to. Stateless.
 */
final class CheckoutFlow {
    private static final Set<String> HEDGES = Set.of(
            "mais",
            "sauf",
            "but",
            "except",
            "attendez",
            "attends",
            "wait",
            "pas",
            "not",
            "non",
            "no",
            "si",
            "if",
            "sans",
            "without");

    private final CartFlow cart;
    private final ContactFlow contact;
    private final Refusals refusals;

    CheckoutFlow(CartFlow cart, ContactFlow contact) {
        this.cart = cart;
        this.contact = contact;
        this.refusals = new Refusals(contact);
    }

    /** The person named all items. */
    Reply begin(Turn turn) {
        OrderDraft order = turn.state().order();
        if (order.lines().isEmpty()) {
            return turn.say(Phrase.CART_EMPTY).focusOn(new Focus.Ordering.AddingItems(0));
        }
        if (LineEditor.unfinished(order, turn.business().catalogue()).isPresent()) {
            return turn.reply().focusOn(new Focus.Ordering.ChoosingOption());
        }
        if (!turn.business().catalogue().hasPrices()) {
            return asMessage(turn);
        }
        if (order.isDelivery()) {
            BigDecimal subtotal = order.base(turn.business().catalogue());
            BigDecimal minimum = turn.business().minimumForDelivery().orElse(BigDecimal.ZERO);
            if (subtotal.compareTo(minimum) < 0) {
                return turn.say(Phrase.MIN_ORDER, "minimum", turn.money(minimum), "subtotal", turn.money(subtotal))
                        .focusOn(new Focus.Ordering.AddingItems(0));
            }
            if (!order.address().isComplete()) {
                return turn.keysOnly()
                        ? turn.say(Phrase.NO_ADDRESS_BY_KEYS).focusOn(new Focus.Ordering.OfferingPickup())
                        : turn.reply()
                                .order(order.closed(true))
                                .focusOn(new Focus.Ordering.AskingAddress(Focus.AddressPart.STREET));
            }
        }
        boolean nameMissing =
                order.firstName() == null && turn.business().customerName().isEmpty();
        return nameMissing && !turn.keysOnly()
                ? turn.reply().focusOn(new Focus.Ordering.AskingFirstName())
                : check(turn, turn.reply());
    }

    /** The first name was given. */
    Reply named(Turn turn, String firstName) {
        OrderDraft order = turn.state().order().withFirstName(firstName);
        Reply reply = turn.reply().order(order);
        // Customers are stored by phone number: without one (web chat) the name goes into the order's notes only.
        if (!turn.business().offers(Tools.SAVE_CUSTOMER_INFO)
                || turn.business().callerPhone().isEmpty()) {
            return check(turn.in(reply.state()), reply);
        }
        Map<String, Object> customer = new LinkedHashMap<>();
        customer.put("first_name", firstName);
        if (order.isDelivery()) {
            customer.put("delivery_address", order.address().street());
            customer.put("delivery_city", order.address().city());
            customer.put("delivery_postal_code", order.address().postalCode());
        }
        Map<String, Object> arguments = Results.declared(turn.business(), Tools.SAVE_CUSTOMER_INFO, customer);
        return reply.call(Tools.SAVE_CUSTOMER_INFO, arguments, new Focus.Checkout.SavingCustomer());
    }

    @Nullable
    Reply heard(Turn turn, Focus.Checkout focus, Heard heard, OrderFlow ordering) {
        return switch (focus) {
            case Focus.Checkout.AwaitingConsent(Quote quote) -> consent(turn, quote, heard, ordering);
            // A turn in the middle of a tool call: the worker that waited for the result is gone.
            case Focus.Checkout.ConfirmingOrder _ -> refusals.outcomeUnknown(turn);
            case Focus.Checkout.SavingCustomer _, Focus.Checkout.CheckingAvailability _ -> check(turn, turn.reply());
        };
    }

    Reply result(Turn turn, Focus.Checkout focus, Map<String, Object> result) {
        return switch (focus) {
            // A name that could not be stored must not keep anybody from ordering.
            case Focus.Checkout.SavingCustomer _ -> check(turn, turn.reply());
            case Focus.Checkout.CheckingAvailability _ -> checked(turn, result);
            case Focus.Checkout.ConfirmingOrder(Quote quote) -> confirmed(turn, quote, result);
            case Focus.Checkout.AwaitingConsent _ -> turn.reply();
        };
    }

    private @Nullable Reply consent(Turn turn, Quote quote, Heard heard, OrderFlow ordering) {
        if (heard.isTop(Intent.YES)) {
            return quote.staleAt(turn.now()) ? check(turn, turn.say(Phrase.RECHECKED)) : confirm(turn, quote);
        }
        if ((heard.isTop(Intent.ABORT) || heard.isTop(Intent.CANCEL_ORDER)) && !cart.namesItems(turn, heard)) {
            return ordering.drop(turn);
        }
        if (heard.isTop(Intent.NO)) {
            return cart.hint(turn);
        }
        if (agrees(turn, heard)) {
            return quote.staleAt(turn.now()) ? check(turn, turn.say(Phrase.RECHECKED)) : confirm(turn, quote);
        }
        Reply changed = ordering.change(turn, heard);
        if (changed == null && heard.opensWithNo()) {
            return cart.hint(turn);
        }
        if (changed == null || !(changed.state().focus() instanceof Focus.Ordering.AddingItems)) {
            return changed;
        }
        OrderDraft before = turn.state().order();
        OrderDraft after = changed.state().order();
        // What was changed at the read-back is read back again; with nothing left there is nothing to read.
        boolean readAgain = !after.equals(before) && !after.lines().isEmpty();
        boolean onlyTheTime = after.withRequestedTime(null).equals(before.withRequestedTime(null));
        return readAgain ? onlyTheTime ? check(turn, turn.reply().order(after)) : again(turn, changed) : changed;
    }

    /** "Perfect, yes, you're a lifesaver": a clear yes, with nothing beside it that changes or asks anything. */
    private boolean agrees(Turn turn, Heard heard) {
        boolean other = heard.hasAny(Intent.CORRECT, Intent.REMOVE, Intent.NO, Intent.PRICE, Intent.RECAP, Intent.ABORT)
                || heard.words().stream().anyMatch(HEDGES::contains)
                || turn.lexicon().isQuestion(heard.text(), heard.words());
        return !other && turn.lexicon().opensWithYes(heard.words()) && !cart.changesAnything(turn, heard);
    }

    /** The minimum for a delivery may be missed now. */
    private Reply again(Turn turn, Reply changed) {
        Reply next = begin(turn.in(changed.state()));
        for (int i = changed.said().size() - 1; i >= 0; i--) {
            next = next.sayFirst(changed.said().get(i));
        }
        return next;
    }

    private static Reply check(Turn turn, Reply reply) {
        OrderDraft order = reply.state().order();
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("mode", order.isDelivery() ? "delivery" : "pickup");
        if (order.requestedTime() != null) {
            arguments.put("requested_time", order.requestedTime());
        }
        if (order.isDelivery()) {
            putIfGiven(arguments, "customer_address", order.address().street());
            putIfGiven(arguments, "customer_city", order.address().city());
            putIfGiven(arguments, "customer_postal_code", order.address().postalCode());
        }
        return reply.call(
                Tools.CHECK_AVAILABILITY,
                Results.declared(turn.business(), Tools.CHECK_AVAILABILITY, arguments),
                new Focus.Checkout.CheckingAvailability());
    }

    private static void putIfGiven(Map<String, Object> arguments, String name, String value) {
        if (!value.isEmpty()) {
            arguments.put(name, value);
        }
    }

    private Reply checked(Turn turn, Map<String, Object> result) {
        OrderDraft order = turn.state().order();
        if (!Results.isTrue(result, "available")) {
            return refusals.unavailable(turn, result);
        }
        BigDecimal subtotal = order.subtotal(turn.business().catalogue());
        BigDecimal fee = order.isDelivery()
                ? turn.business()
                        .deliveryFee(order.base(turn.business().catalogue()), Results.money(result, "deliveryFee"))
                : BigDecimal.ZERO.setScale(2);
        String time = Results.text(result, "estimatedTime");
        String iso = Results.text(result, "estimatedTimeISO");
        return turn.reply()
                .focusOn(new Focus.Checkout.AwaitingConsent(new Quote(time, iso, subtotal, fee, turn.now())));
    }

    private static Reply confirm(Turn turn, Quote quote) {
        OrderDraft order = turn.state().order();
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("order_type", order.isDelivery() ? "delivery" : "pickup");
        arguments.put("items", items(turn, order.lines()));
        arguments.put("total", quote.total());
        arguments.put("subtotal", quote.subtotal());
        if (order.isDelivery()) {
            arguments.put("delivery_fee", quote.fee());
        }
        String notes = notes(turn, order);
        if (!notes.isEmpty()) {
            arguments.put("notes", notes);
        }
        return turn.reply()
                .call(
                        Tools.CONFIRM_ORDER,
                        Results.declared(turn.business(), Tools.CONFIRM_ORDER, arguments),
                        new Focus.Checkout.ConfirmingOrder(quote));
    }

    /** What the order's other members have no place for: who it is for where nobody is called, and another number. */
    private static String notes(Turn turn, OrderDraft order) {
        boolean unnamed =
                order.firstName() != null && turn.business().callerPhone().isEmpty();
        return Stream.of(unnamed ? order.firstName() : null, order.phone())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
    }

    private static List<Map<String, Object>> items(Turn turn, List<OrderDraft.Line> lines) {
        return lines.stream()
                .map(line -> {
                    Map<String, Object> item = new LinkedHashMap<>();
                    item.put("id", line.number());
                    item.put("quantity", line.quantity());
                    turn.business()
                            .catalogue()
                            .byNumber(line.number())
                            .map(Catalogue.Item::price)
                            .ifPresent(price -> item.put("unit_price", price));
                    if (!line.options().isEmpty()) {
                        item.put(
                                "selected_options",
                                line.options().stream()
                                        .map(CheckoutFlow::option)
                                        .toList());
                    }
                    if (!line.note().isEmpty()) {
                        item.put("notes", line.note());
                    }
                    return item;
                })
                .toList();
    }

    /** An item of a set menu by its number, a variant by its label. */
    private static Map<String, Object> option(Chosen chosen) {
        Map<String, Object> option = new LinkedHashMap<>();
        option.put("name", chosen.group());
        if (chosen.number() != null) {
            option.put("choice_id", chosen.number());
        } else {
            option.put("choice", chosen.label());
        }
        option.put("extra_price", chosen.extra());
        return option;
    }

    private Reply confirmed(Turn turn, Quote quote, Map<String, Object> result) {
        if (!Results.isTrue(result, "success")) {
            return refusals.notConfirmed(turn, result);
        }
        String number = Results.text(result, "order_number");
        String promised = quote.time().isEmpty() ? Results.text(result, "heure_estimee") : quote.time();
        String time = OrderWords.time(turn, promised, quote.timeIso());
        Phrase phrase = number.isEmpty()
                ? Phrase.ORDER_CONFIRMED_UNNUMBERED
                : turn.state().order().isDelivery() ? Phrase.ORDER_CONFIRMED_DELIVERY : Phrase.ORDER_CONFIRMED_PICKUP;
        Reply told = turn.say(phrase, "number", number, "time", time);
        Reply done = told.in(told.state().withOrder(OrderDraft.EMPTY).focusOn(new Focus.Idle()));
        return turn.phone() ? contact.goodbye(turn, done) : done;
    }

    /** Without prices there is no honest total: the order becomes a message to the restaurant. */
    private Reply asMessage(Turn turn) {
        OrderDraft order = turn.state().order();
        Reply told = turn.say(Phrase.NO_PRICES);
        if (!turn.business().offers(Tools.LEAVE_MESSAGE)) {
            return told.in(told.state().withOrder(OrderDraft.EMPTY).focusOn(new Focus.Idle()));
        }
        String type = turn.wording().wordFor("type", order.isDelivery() ? "delivery" : "pickup");
        String content = turn.text(
                Phrase.ORDER_AS_MESSAGE,
                "items",
                String.join(", ", OrderWords.lines(turn, order.lines())),
                "type",
                (type + " " + order.address().spoken()).strip());
        return contact.leave(turn, told.order(OrderDraft.EMPTY), content, "special_request");
    }
}
