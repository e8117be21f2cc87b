// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a {@link Focus} as JSON types: {@code on} names the record, the rest are its components. Money is text: exact. */
final class FocusMemory {
    private FocusMemory() {}

    static Map<String, Object> write(Focus focus) {
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("on", focus.getClass().getSimpleName());
        switch (focus) {
            case Focus.Table table -> TableMemory.write(table, written);
            case Focus.OfferingRescue(Focus resume) -> written.put("resume", write(resume));
            case Focus.LoggingQuestion(Focus resume) -> written.put("resume", write(resume));
            case Focus.Writing(Focus resume, boolean asks) -> {
                written.put("resume", write(resume));
                written.put("asks", asks);
            }
            case Focus.Ordering.AddingItems(int menuPage) -> written.put("menuPage", menuPage);
            case Focus.Ordering.ChoosingItem(List<Focus.Unclear> open) ->
                written.put("open", open.stream().map(OrderMemory::write).toList());
            case Focus.Ordering.AskingAddress(Focus.AddressPart part) -> written.put("part", part.name());
            case Focus.Checkout.AwaitingConsent(Quote quote) -> written.put("quote", write(quote));
            case Focus.Checkout.ConfirmingOrder(Quote quote) -> written.put("quote", write(quote));
            case Focus.OrderLookup.AskingPhone(boolean toCancel) -> written.put("toCancel", toCancel);
            case Focus.OrderLookup.LookingUp(boolean toCancel) -> written.put("toCancel", toCancel);
            case Focus.OrderLookup.ChoosingOrder(List<Focus.FoundOrder> orders) ->
                written.put("orders", orders.stream().map(FocusMemory::write).toList());
            case Focus.OrderLookup.ConsentingCancellation(Focus.FoundOrder order) -> written.put("order", write(order));
            case Focus.OrderLookup.CancellingOrder(Focus.FoundOrder order) -> written.put("order", write(order));
            case Focus.Contact.LeavingMessage(boolean callback) -> written.put("callback", callback);
            case Focus.AnyTool.Filling(String tool, Map<String, Object> values, String asking) -> {
                written.put("tool", tool);
                written.put("values", values);
                written.put("asking", asking);
            }
            case Focus.AnyTool.Consenting(String tool, Map<String, Object> values) -> {
                written.put("tool", tool);
                written.put("values", values);
            }
            case Focus.AnyTool.Running(String tool) -> written.put("tool", tool);
            default -> {
                // A record without components: its name says all.
            }
        }
        return written;
    }

    /** @throws IllegalArgumentException when this version does not know it */
    static Focus read(Fields focus) {
        return switch (focus.text("on", "")) {
            case "Table" -> TableMemory.read(focus);
            case "Idle" -> new Focus.Idle();
            case "Ended" -> new Focus.Ended();
            case "OfferingRescue" -> new Focus.OfferingRescue(read(focus.object("resume")));
            case "LoggingQuestion" -> new Focus.LoggingQuestion(read(focus.object("resume")));
            case "Writing" -> new Focus.Writing(read(focus.object("resume")), focus.flag("asks"));
            case "ChoosingType" -> new Focus.Ordering.ChoosingType();
            case "AddingItems" -> new Focus.Ordering.AddingItems(focus.number("menuPage"));
            case "ChoosingItem" ->
                new Focus.Ordering.ChoosingItem(
                        focus.objects("open").stream().map(OrderMemory::unclear).toList());
            case "ChoosingOption" -> new Focus.Ordering.ChoosingOption();
            case "ConfirmingStoredAddress" -> new Focus.Ordering.ConfirmingStoredAddress();
            case "AskingAddress" -> new Focus.Ordering.AskingAddress(Focus.AddressPart.valueOf(focus.text("part", "")));
            case "AskingFirstName" -> new Focus.Ordering.AskingFirstName();
            case "OfferingPickup" -> new Focus.Ordering.OfferingPickup();
            case "SavingCustomer" -> new Focus.Checkout.SavingCustomer();
            case "CheckingAvailability" -> new Focus.Checkout.CheckingAvailability();
            case "AwaitingConsent" -> new Focus.Checkout.AwaitingConsent(quote(focus.object("quote")));
            case "ConfirmingOrder" -> new Focus.Checkout.ConfirmingOrder(quote(focus.object("quote")));
            case "AskingPhone" -> new Focus.OrderLookup.AskingPhone(focus.flag("toCancel"));
            case "LookingUp" -> new Focus.OrderLookup.LookingUp(focus.flag("toCancel"));
            case "ChoosingOrder" ->
                new Focus.OrderLookup.ChoosingOrder(
                        focus.objects("orders").stream().map(FocusMemory::order).toList());
            case "ConsentingCancellation" -> new Focus.OrderLookup.ConsentingCancellation(order(focus.object("order")));
            case "CancellingOrder" -> new Focus.OrderLookup.CancellingOrder(order(focus.object("order")));
            case "AskingMessage" -> new Focus.Contact.AskingMessage();
            case "OfferingCallback" -> new Focus.Contact.OfferingCallback();
            case "OfferingMessage" -> new Focus.Contact.OfferingMessage();
            case "LeavingMessage" -> new Focus.Contact.LeavingMessage(focus.flag("callback"));
            case "Transferring" -> new Focus.Contact.Transferring();
            case "Filling" ->
                new Focus.AnyTool.Filling(
                        focus.text("tool", ""), focus.object("values").values(), focus.text("asking", ""));
            case "Consenting" ->
                new Focus.AnyTool.Consenting(
                        focus.text("tool", ""), focus.object("values").values());
            case "Running" -> new Focus.AnyTool.Running(focus.text("tool", ""));
            default -> throw new IllegalArgumentException("unknown focus");
        };
    }

    private static Map<String, Object> write(Quote quote) {
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("time", quote.time());
        written.put("timeIso", quote.timeIso());
        written.put("subtotal", quote.subtotal().toPlainString());
        written.put("fee", quote.fee().toPlainString());
        written.put("checkedAt", quote.checkedAt().toString());
        return written;
    }

    private static Quote quote(Fields quote) {
        try {
            return new Quote(
                    quote.text("time", ""),
                    quote.text("timeIso", ""),
                    new BigDecimal(quote.text("subtotal", "")),
                    new BigDecimal(quote.text("fee", "")),
                    Instant.parse(quote.text("checkedAt", "")));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("quote", e);
        }
    }

    private static Map<String, Object> write(Focus.FoundOrder order) {
        return Map.of("number", order.number(), "items", order.items());
    }

    private static Focus.FoundOrder order(Fields order) {
        return new Focus.FoundOrder(order.text("number", ""), order.text("items", ""));
    }
}
