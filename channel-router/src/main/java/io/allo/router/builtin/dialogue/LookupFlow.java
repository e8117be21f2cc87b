// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import io.allo.router.builtin.intent.Heard;
import io.allo.router.builtin.intent.Intent;
import io.allo.router.builtin.reading.PhoneReader;
import io.allo.router.builtin.wording.Phrase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Order status and cancellation: looked up first, cancelled only with consent, and only what the tool says is cancelled. */
final class LookupFlow {
    private static final Set<String> CANCELLABLE = Set.of("pending", "confirmed");
    private static final int ORDERS_TOLD = 3;

    private final ContactFlow contact;

    LookupFlow(ContactFlow contact) {
        this.contact = contact;
    }

    Reply start(Turn turn, boolean toCancel) {
        boolean offered =
                toCancel ? turn.business().cancelsOrders() : turn.business().offers(Tools.CHECK_ORDER_STATUS);
        if (!offered) {
            return contact.offerMessage(turn, turn.say(Phrase.CANNOT_DO));
        }
        return turn.business()
                .callerPhone()
                .map(phone -> lookUp(turn, phone, toCancel))
                .orElseGet(() -> turn.reply().focusOn(new Focus.OrderLookup.AskingPhone(toCancel)));
    }

    @Nullable
    Reply heard(Turn turn, Focus.OrderLookup focus, Heard heard) {
        if (heard.isTop(Intent.ABORT)) {
            return turn.resumed(turn.say(Phrase.DROPPED));
        }
        return switch (focus) {
            case Focus.OrderLookup.AskingPhone(boolean toCancel) -> phone(turn, toCancel, heard);
            case Focus.OrderLookup.ChoosingOrder(List<Focus.FoundOrder> orders) -> chosen(turn, orders, heard);
            case Focus.OrderLookup.ConsentingCancellation(Focus.FoundOrder order) -> consent(turn, order, heard);
            // A turn in the middle of a tool call: the worker that waited for the result is gone.
            case Focus.OrderLookup.LookingUp(boolean toCancel) -> start(turn, toCancel);
            case Focus.OrderLookup.CancellingOrder _ ->
                turn.say(Phrase.OUTCOME_UNKNOWN).focusOn(new Focus.Idle());
        };
    }

    Reply result(Turn turn, Focus.OrderLookup focus, Map<String, Object> result) {
        return switch (focus) {
            case Focus.OrderLookup.LookingUp(boolean toCancel) -> found(turn, toCancel, result);
            case Focus.OrderLookup.CancellingOrder(Focus.FoundOrder order) -> cancelled(turn, order, result);
            case Focus.OrderLookup.AskingPhone _,
                    Focus.OrderLookup.ChoosingOrder _,
                    Focus.OrderLookup.ConsentingCancellation _ -> turn.reply();
        };
    }

    private static Reply lookUp(Turn turn, String phone, boolean toCancel) {
        return turn.reply()
                .call(
                        Tools.CHECK_ORDER_STATUS,
                        Map.of("customer_phone", phone),
                        new Focus.OrderLookup.LookingUp(toCancel));
    }

    private static @Nullable Reply phone(Turn turn, boolean toCancel, Heard heard) {
        boolean looksLikeOne = heard.text().matches(".*\\d.*");
        return PhoneReader.answered(heard.text())
                .map(number -> lookUp(turn, number, toCancel))
                .orElseGet(() -> looksLikeOne ? turn.say(Phrase.BAD_PHONE) : null);
    }

    private static Reply found(Turn turn, boolean toCancel, Map<String, Object> result) {
        boolean failed = result.containsKey("error") || Boolean.FALSE.equals(result.get("success"));
        List<Map<String, Object>> orders = Results.objects(result, "orders");
        if (orders.isEmpty()) {
            return turn.resumed(turn.say(failed ? Phrase.LOOKUP_FAILED : Phrase.NO_ORDER_FOUND));
        }
        return toCancel ? toCancel(turn, orders) : status(turn, orders);
    }

    private static Reply status(Turn turn, List<Map<String, Object>> orders) {
        Reply reply = turn.reply();
        for (Map<String, Object> order : orders.stream().limit(ORDERS_TOLD).toList()) {
            reply = reply.say(status(turn, order));
        }
        return turn.resumed(reply);
    }

    private static String status(Turn turn, Map<String, Object> order) {
        String code = Results.text(order, "status");
        String word = turn.wording().wordFor("status", code);
        String ready = Results.text(order, "estimatedReadyAt");
        String items = Results.text(order, "itemsSummary"); // not told of a stranger's order
        boolean waiting = CANCELLABLE.contains(code) || code.equals("preparing") || code.equals("delivering");
        return turn.text(
                waiting && !ready.isEmpty() ? Phrase.ORDER_STATUS_TIME : Phrase.ORDER_STATUS,
                "number",
                Results.text(order, "orderNumber"),
                "items",
                items.isEmpty() ? "" : ", " + items,
                "status",
                word == null ? code : word,
                "time",
                OrderWords.time(turn, "", ready));
    }

    private static Reply toCancel(Turn turn, List<Map<String, Object>> orders) {
        List<Focus.FoundOrder> cancellable = orders.stream()
                .filter(order -> CANCELLABLE.contains(Results.text(order, "status")))
                .map(order ->
                        new Focus.FoundOrder(Results.text(order, "orderNumber"), Results.text(order, "itemsSummary")))
                .filter(order ->
                        order.number().matches("\\d{1,9}") && !order.items().isEmpty())
                .limit(9)
                .toList();
        return switch (cancellable.size()) {
            case 0 -> turn.resumed(turn.say(Phrase.NOTHING_TO_CANCEL));
            case 1 -> turn.reply().focusOn(new Focus.OrderLookup.ConsentingCancellation(cancellable.getFirst()));
            default -> turn.reply().focusOn(new Focus.OrderLookup.ChoosingOrder(cancellable));
        };
    }

    private static @Nullable Reply chosen(Turn turn, List<Focus.FoundOrder> orders, Heard heard) {
        return orders.stream()
                .filter(order ->
                        heard.words().contains(order.number()) || heard.words().contains("#" + order.number()))
                .findFirst()
                .map(order -> turn.reply().focusOn(new Focus.OrderLookup.ConsentingCancellation(order)))
                .orElse(null);
    }

    private static @Nullable Reply consent(Turn turn, Focus.FoundOrder order, Heard heard) {
        // "Oui, annulez-la" is consent too: here cancelling is the matter in hand.
        if (heard.isTop(Intent.YES) || heard.isTop(Intent.CANCEL_ORDER)) {
            Map<String, Object> arguments = new LinkedHashMap<>();
            arguments.put("order_number", Integer.parseInt(order.number()));
            return turn.reply().call(Tools.CANCEL_ORDER, arguments, new Focus.OrderLookup.CancellingOrder(order));
        }
        return heard.isTop(Intent.NO) ? turn.resumed(turn.say(Phrase.ORDER_KEPT, "number", order.number())) : null;
    }

    private Reply cancelled(Turn turn, Focus.FoundOrder order, Map<String, Object> result) {
        if (Results.isTrue(result, "success")) {
            return turn.resumed(turn.say(Phrase.CANCELLED, "number", order.number()));
        }
        Phrase phrase = Results.outcomeUnknown(result) ? Phrase.OUTCOME_UNKNOWN : Phrase.NOT_CANCELLED;
        return contact.offerMessage(turn, turn.say(phrase, "number", order.number()));
    }
}
