// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import io.allo.router.builtin.wording.Phrase;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts the refusals of {@code check_availability} and {@code confirm_order} into words, with the way out of each. */
final class Refusals {
    private static final Pattern DISTANCE = Pattern.compile("distance_([0-9.]+)km_max_([0-9.]+)km");

    private final ContactFlow contact;

    Refusals(ContactFlow contact) {
        this.contact = contact;
    }

    /** Availability was refused (a {@code reason} is given) or could not be checked (none is). */
    Reply unavailable(Turn turn, Map<String, Object> result) {
        String reason = Results.reason(result);
        if (reason.isEmpty()) {
            return retry(turn, Phrase.CHECK_FAILED);
        }
        if (!turn.state().order().isDelivery()) {
            return giveUp(turn, turn.reply().say(words(turn, reason)));
        }
        return switch (reason) {
            case "address_not_found", "customer_address_required" -> otherAddress(turn);
            case "delivery_not_enabled", "not_deliverable", "restaurant_coordinates_missing" ->
                pickupInstead(turn, reason);
            default ->
                DISTANCE.matcher(reason).matches()
                        ? pickupInstead(turn, reason)
                        : giveUp(turn, turn.reply().say(words(turn, reason)));
        };
    }

    /** The order was not stored, as far as is known. */
    Reply notConfirmed(Turn turn, Map<String, Object> result) {
        if (Results.outcomeUnknown(result)) {
            return outcomeUnknown(turn);
        }
        String reason = Results.reason(result);
        if (reason.isEmpty()) {
            return retry(turn, Phrase.ORDER_FAILED);
        }
        return turn.say(Phrase.ORDER_FAILED).say(words(turn, reason)).focusOn(new Focus.Ordering.AddingItems(0));
    }

    /** Neither promised nor denied: a second try could order twice, so a person has to look. */
    Reply outcomeUnknown(Turn turn) {
        return giveUp(turn, turn.say(Phrase.OUTCOME_UNKNOWN));
    }

    private Reply giveUp(Turn turn, Reply reply) {
        return contact.offerMessage(turn, reply.order(OrderDraft.EMPTY));
    }

    private static Reply retry(Turn turn, Phrase phrase) {
        return turn.say(phrase)
                .say(turn.text(Phrase.CHECK_RETRY_HINT))
                .focusOn(new Focus.Ordering.AddingItems(0))
                .rest();
    }

    private static Reply otherAddress(Turn turn) {
        Reply reply =
                turn.say(Phrase.REFUSED_ADDRESS).order(turn.state().order().withAddress(OrderDraft.Address.NONE));
        return turn.keysOnly()
                ? reply.focusOn(new Focus.Ordering.OfferingPickup())
                : WritingFlow.address(turn, reply.focusOn(new Focus.Ordering.AskingAddress(Focus.AddressPart.STREET)));
    }

    private static Reply pickupInstead(Turn turn, String reason) {
        return turn.reply().say(words(turn, reason)).focusOn(new Focus.Ordering.OfferingPickup());
    }

    private static String words(Turn turn, String reason) {
        Matcher distance = DISTANCE.matcher(reason);
        if (distance.matches()) {
            return turn.text(
                    Phrase.REFUSED_DISTANCE,
                    "distance",
                    decimal(turn, distance.group(1)),
                    "max",
                    decimal(turn, distance.group(2)));
        }
        return turn.text(
                switch (reason) {
                    case "delivery_not_enabled" -> Phrase.REFUSED_DELIVERY_NOT_ENABLED;
                    case "address_not_found", "customer_address_required" -> Phrase.REFUSED_ADDRESS;
                    case "not_deliverable", "restaurant_coordinates_missing" -> Phrase.REFUSED_NOT_DELIVERABLE;
                    case "empty_order", "items_required" -> Phrase.REFUSED_EMPTY;
                    default -> byTheWay(reason).orElse(Phrase.REFUSED_OTHER);
                });
    }

    private static Optional<Phrase> byTheWay(String reason) {
        if (reason.contains("closed") || reason.contains("opening_hours")) {
            return Optional.of(Phrase.REFUSED_CLOSED);
        }
        if (reason.contains("min_order") || reason.contains("minimum")) {
            return Optional.of(Phrase.REFUSED_MIN_ORDER);
        }
        return reason.contains("item") ? Optional.of(Phrase.REFUSED_ITEM_UNAVAILABLE) : Optional.empty();
    }

    private static String decimal(Turn turn, String number) {
        return turn.state().language().equals("fr") ? number.replace('.', ',') : number;
    }
}
