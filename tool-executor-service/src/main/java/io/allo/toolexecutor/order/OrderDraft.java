// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An order request with its {@code #N} numbers resolved, before anything is stored. */
record OrderDraft(List<Line> lines) {
    private static final int LONGEST_TEXT = 500;

    /**
     * One dish.
     *
     * @param menuItemId null when the number was not on the menu that the caller heard
     * @param options as stored: name, choice, extra_price
     */
    record Line(
            @Nullable UUID menuItemId,
            String name,
            OrderTotals.Line price,
            List<Map<String, Object>> options,
            String notes) {}

    /** Resolves every number through the conversation's own menu: the menu may have changed since it was read aloud. */
    static OrderDraft of(ConfirmOrderRequest request) {
        List<Line> lines = new ArrayList<>();
        for (ConfirmOrderRequest.Item item : request.items()) {
            ConfirmOrderRequest.MappedItem mapped = request.itemMap().get(String.valueOf(item.id()));
            List<Map<String, Object>> options = item.selectedOptions().stream()
                    .map(option -> resolve(option, request))
                    .toList();
            BigDecimal extras = item.selectedOptions().stream()
                    .map(option -> option.extraPrice() == null ? BigDecimal.ZERO : option.extraPrice())
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            lines.add(new Line(
                    mapped == null ? null : uuid(mapped.id()),
                    mapped == null || mapped.name() == null ? "Article #" + item.id() : cut(mapped.name()),
                    new OrderTotals.Line(OrderTotals.money(item.unitPrice()), item.quantity(), extras),
                    options,
                    cut(item.notes())));
        }
        return new OrderDraft(lines);
    }

    private static Map<String, Object> resolve(ConfirmOrderRequest.Option option, ConfirmOrderRequest request) {
        Map<String, Object> resolved = new LinkedHashMap<>();
        resolved.put("name", option.name() == null ? "" : cut(option.name()));
        if (option.choiceId() != null) {
            ConfirmOrderRequest.MappedItem chosen = request.itemMap().get(String.valueOf(option.choiceId()));
            resolved.put("choice_id", option.choiceId());
            resolved.put("choice", chosen == null || chosen.name() == null ? "#" + option.choiceId() : chosen.name());
        } else {
            resolved.put("choice", option.choice() == null ? "" : cut(option.choice()));
        }
        resolved.put(
                "extra_price", OrderTotals.money(option.extraPrice() == null ? BigDecimal.ZERO : option.extraPrice()));
        return resolved;
    }

    /**
     * What makes two confirmations the same order, whatever the model's call ids, the order of its items or the time of the
     * last check: mode, dishes, notes, address and payment. SHA-256, hex.
     */
    static String contentHash(ConfirmOrderRequest request, OrderDraft draft) {
        List<String> dishes = draft.lines().stream()
                .map(line -> String.join(
                        "\u001f",
                        String.valueOf(line.menuItemId()),
                        line.name(),
                        String.valueOf(line.price().quantity()),
                        line.price().unitPrice().toPlainString(),
                        line.options().toString(),
                        line.notes().strip()))
                .sorted(Comparator.naturalOrder())
                .toList();
        String address = request.orderType() == OrderType.DELIVERY
                ? String.valueOf(request.lastAvailabilityCheck().customerAddressFormatted())
                : "";
        String content = String.join(
                "\u001e",
                request.orderType().wireName(),
                request.paymentMethod().wireName(),
                request.notes().strip(),
                address,
                String.join("\u001e", dishes));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static @Nullable UUID uuid(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    static String cut(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
    }
}
