// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import io.allo.router.builtin.menu.Chosen;
import io.allo.router.builtin.menu.Wishes;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes an {@link OrderDraft} as JSON types and reads it back; part of {@link StateMemory}. */
final class OrderMemory {
    private OrderMemory() {}

    static Map<String, Object> write(OrderDraft order) {
        Map<String, Object> written = new LinkedHashMap<>();
        if (order.type() != null) {
            written.put("type", order.type().name());
        }
        written.put("lines", order.lines().stream().map(OrderMemory::write).toList());
        if (order.requestedTime() != null) {
            written.put("time", order.requestedTime());
        }
        if (order.firstName() != null) {
            written.put("firstName", order.firstName());
        }
        if (order.phone() != null) {
            written.put("phone", order.phone());
        }
        if (order.closed()) {
            written.put("closed", true);
        }
        OrderDraft.Address address = order.address();
        if (address.isComplete()) {
            written.put("street", address.street());
            written.put("city", address.city());
            written.put("postalCode", address.postalCode());
            written.put("stored", address.stored());
        }
        return written;
    }

    /** @throws IllegalArgumentException when this version does not know its form */
    static OrderDraft order(Fields order) {
        String type = order.text("type", "");
        return new OrderDraft(
                type.isEmpty() ? null : OrderDraft.Type.valueOf(type),
                order.objects("lines").stream().map(OrderMemory::line).toList(),
                order.textOrNull("time"),
                new OrderDraft.Address(
                        order.text("street", ""),
                        order.text("city", ""),
                        order.text("postalCode", ""),
                        order.flag("stored")),
                order.textOrNull("firstName"),
                order.textOrNull("phone"),
                order.flag("closed"));
    }

    static Map<String, Object> write(Focus.Unclear unclear) {
        return Map.of(
                "numbers", unclear.numbers(),
                "quantity", unclear.quantity(),
                "with", unclear.wishes().with(),
                "without", unclear.wishes().without(),
                "notes", unclear.wishes().notes());
    }

    static Focus.Unclear unclear(Fields unclear) {
        return new Focus.Unclear(
                unclear.numbers("numbers"),
                unclear.number("quantity"),
                new Wishes(unclear.texts("with"), unclear.texts("without"), unclear.texts("notes")));
    }

    private static Map<String, Object> write(OrderDraft.Line line) {
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("number", line.number());
        written.put("quantity", line.quantity());
        if (!line.options().isEmpty()) {
            written.put(
                    "options", line.options().stream().map(OrderMemory::write).toList());
        }
        if (!line.note().isEmpty()) {
            written.put("note", line.note());
        }
        return written;
    }

    private static OrderDraft.Line line(Fields line) {
        List<Chosen> options = line.has("options")
                ? line.objects("options").stream().map(OrderMemory::chosen).toList()
                : List.of();
        return new OrderDraft.Line(line.number("number"), line.number("quantity"), options, line.text("note", ""));
    }

    private static Map<String, Object> write(Chosen chosen) {
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("group", chosen.group());
        written.put("label", chosen.label());
        if (chosen.number() != null) {
            written.put("number", chosen.number());
        }
        written.put("extra", chosen.extra().toPlainString());
        return written;
    }

    private static Chosen chosen(Fields chosen) {
        @Nullable Integer number = chosen.has("number") ? Integer.valueOf(chosen.number("number")) : null;
        return new Chosen(
                chosen.text("group", ""), chosen.text("label", ""), number, new BigDecimal(chosen.text("extra", "0")));
    }
}
