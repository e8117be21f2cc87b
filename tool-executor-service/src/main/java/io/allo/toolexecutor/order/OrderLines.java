// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

import io.allo.toolexecutor.config.Json;
import io.allo.toolexecutor.door.ApiException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The lines of an order that the staff writes: checked, added, changed, deleted. */
@ApplicationScoped
class OrderLines {
    private static final int LONGEST_OPTIONS = 4000;

    private final OrderConfig config;
    private final Json json;

    OrderLines(OrderConfig config, Json json) {
        this.config = config;
        this.json = json;
    }

    /** The ids that {@code items} name, to be looked up in the menu. */
    static Set<UUID> named(List<OrderChange.LineChange> items) {
        return items.stream()
                .map(OrderChange.LineChange::menuItemId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    OrderDraft.Line draft(StaffOrder.Item item) {
        return line(
                item.menuItemId(),
                item.name(),
                item.quantity(),
                item.unitPrice(),
                item.selectedOptions(),
                item.notes() == null ? "" : item.notes());
    }

    /** Applies the changes in their order; an order keeps at least one line. */
    void apply(OrderEntity order, List<OrderChange.LineChange> changes, Set<UUID> known) {
        for (OrderChange.LineChange change : changes) {
            if (change.id() == null) {
                order.lines.add(OrderLineEntity.of(order, added(change), known, json));
            } else if (change.delete()) {
                order.lines.remove(lineOf(order, change.id()));
            } else {
                change(lineOf(order, change.id()), change, known);
            }
        }
        if (order.lines.isEmpty() || order.lines.size() > config.maxLines()) {
            throw ApiException.badRequest("the order would have " + order.lines.size() + " lines (expected: from 1 to "
                    + config.maxLines() + "; to end an order, set its status to cancelled)");
        }
    }

    private OrderDraft.Line added(OrderChange.LineChange change) {
        if (change.delete()) {
            throw ApiException.badRequest("an item to delete has no id (expected: the id of a line)");
        }
        return line(
                change.menuItemId(),
                change.name(),
                change.quantity(),
                change.unitPrice(),
                change.selectedOptions(),
                change.notes() == null ? "" : change.notes());
    }

    private void change(OrderLineEntity row, OrderChange.LineChange change, Set<UUID> known) {
        OrderDraft.Line line = line(
                change.menuItemId() == null ? row.menuItemId : change.menuItemId(),
                change.name() == null ? row.name : change.name(),
                change.quantity() == null ? row.quantity : change.quantity(),
                change.unitPrice() == null ? row.unitPrice : change.unitPrice(),
                change.selectedOptions() == null ? json.readMaps(row.options) : change.selectedOptions(),
                change.notes() == null ? row.notes : change.notes());
        UUID item = line.menuItemId();
        row.menuItemId = item == null || item.equals(row.menuItemId) || known.contains(item) ? item : null;
        row.name = line.name();
        row.quantity = line.price().quantity();
        row.unitPrice = line.price().unitPrice();
        row.lineTotal = line.price().total();
        row.options = json.write(line.options());
        row.notes = line.notes();
    }

    private static OrderLineEntity lineOf(OrderEntity order, UUID id) {
        return order.lines.stream()
                .filter(line -> line.id.equals(id))
                .findFirst()
                .orElseThrow(() -> ApiException.badRequest(
                        "the order has no item " + id + " (expected: the id of one of its items, or none to add one)"));
    }

    private OrderDraft.Line line(
            @Nullable UUID menuItemId,
            @Nullable String name,
            @Nullable Integer quantity,
            @Nullable BigDecimal unitPrice,
            @Nullable List<Map<String, Object>> options,
            String notes) {
        if (name == null || name.isBlank()) {
            throw ApiException.badRequest("an item has no name (expected: the dish's name)");
        }
        OrderBounds.text("an item's name", name, OrderBounds.LONGEST_NAME);
        OrderBounds.text("an item's notes", notes, OrderBounds.LONGEST_NOTES);
        if (quantity == null || quantity < 1 || quantity > config.maxQuantity()) {
            throw ApiException.badRequest(
                    "an item's quantity is " + quantity + " (expected: from 1 to " + config.maxQuantity() + ")");
        }
        if (unitPrice == null) {
            throw ApiException.badRequest("an item has no unitPrice (expected: a price)");
        }
        OrderBounds.price("an item's unitPrice", unitPrice);
        List<Map<String, Object>> chosen = options == null ? List.of() : options;
        OrderBounds.text("an item's selectedOptions", written(chosen), LONGEST_OPTIONS);
        return new OrderDraft.Line(
                menuItemId,
                name.strip(),
                new OrderTotals.Line(OrderTotals.money(unitPrice), quantity, BigDecimal.ZERO),
                chosen,
                notes);
    }

    private String written(List<Map<String, Object>> options) {
        try {
            return json.write(options);
        } catch (UncheckedIOException e) {
            // A number such as 1e999999999 can be read and not be written.
            throw ApiException.badRequest("an item's selectedOptions cannot be stored (expected: texts and prices)");
        }
    }
}
