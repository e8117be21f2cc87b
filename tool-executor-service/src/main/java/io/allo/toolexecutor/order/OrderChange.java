// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.allo.toolexecutor.door.ApiException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Body of {@code PATCH /api/orders}: what is absent stays as it is. */
@JsonIgnoreProperties(ignoreUnknown = true)
record OrderChange(
        @Nullable UUID id,
        @Nullable OrderStatus status,
        @Nullable Instant estimatedReadyAt,
        @Nullable Instant cookStartAt,
        @Nullable Instant handoffAt,
        @Nullable String customerName,
        @Nullable String customerPhone,
        @Nullable OrderType orderType,
        @Nullable String deliveryAddress,
        @Nullable String notes,
        @Nullable BigDecimal total,
        @Nullable List<LineChange> items) {
    OrderChange {
        items = items == null ? null : items.stream().filter(Objects::nonNull).toList();
    }

    /** With an {@code id} it changes or deletes that line, without one it adds a line. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record LineChange(
            @Nullable UUID id,
            @JsonProperty("_delete") boolean delete,
            @Nullable UUID menuItemId,
            @Nullable String name,
            @Nullable Integer quantity,
            @Nullable BigDecimal unitPrice,
            @Nullable List<Map<String, Object>> selectedOptions,
            @Nullable String notes) {}

    OrderChange checked(OrderConfig config, Instant now) {
        boolean nothing = Stream.of(
                        status,
                        estimatedReadyAt,
                        cookStartAt,
                        handoffAt,
                        customerName,
                        customerPhone,
                        orderType,
                        deliveryAddress,
                        notes,
                        total,
                        items == null || items.isEmpty() ? null : items)
                .allMatch(Objects::isNull);
        if (nothing) {
            throw ApiException.badRequest("nothing to update (expected: some of status, estimatedReadyAt, cookStartAt,"
                    + " handoffAt, customerName, customerPhone, orderType, deliveryAddress, notes, total, items)");
        }
        if (items != null && items.size() > 2 * config.maxLines()) {
            throw ApiException.badRequest(
                    "items has " + items.size() + " lines (expected: at most " + 2 * config.maxLines() + ")");
        }
        OrderBounds.price("total", total);
        OrderBounds.text("notes", notes, OrderBounds.LONGEST_NOTES);
        OrderBounds.text("customerName", customerName, OrderBounds.LONGEST_NAME);
        OrderBounds.text("deliveryAddress", deliveryAddress, OrderBounds.LONGEST_NOTES);
        OrderBounds.near("estimatedReadyAt", estimatedReadyAt, now);
        OrderBounds.near("cookStartAt", cookStartAt, now);
        OrderBounds.near("handoffAt", handoffAt, now);
        return this;
    }
}
