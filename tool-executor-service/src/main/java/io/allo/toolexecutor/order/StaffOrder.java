// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.allo.toolexecutor.door.ApiException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /api/orders}: an order whose items are resolved already.
 *
 * @param deliveryFee null = the restaurant's rule decides
 * @param total null = the sum of the lines and the fee
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record StaffOrder(
        @Nullable String restaurantId,
        @Nullable OrderType orderType,
        @Nullable List<Item> items,
        @Nullable BigDecimal total,
        @Nullable BigDecimal deliveryFee,
        @Nullable PaymentMethod paymentMethod,
        @Nullable String notes,
        @Nullable String callId,
        @Nullable UUID customerId,
        @Nullable String customerName,
        @Nullable String customerPhone,
        @Nullable String deliveryAddress,
        @Nullable BigDecimal deliveryDistanceKm,
        @Nullable BigDecimal deliveryLat,
        @Nullable BigDecimal deliveryLng,
        @Nullable Instant estimatedReadyAt,
        @Nullable String source) {
    private static final BigDecimal FARTHEST_KM = BigDecimal.valueOf(1000);

    StaffOrder {
        items = items == null
                ? List.of()
                : items.stream().filter(Objects::nonNull).toList();
        orderType = orderType == null ? OrderType.PICKUP : orderType;
        paymentMethod = paymentMethod == null ? PaymentMethod.CASH : paymentMethod;
        notes = notes == null ? "" : notes;
    }

    /** @param menuItemId null: a dish that is not on the menu */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Item(
            @Nullable UUID menuItemId,
            @Nullable String name,
            @Nullable Integer quantity,
            @Nullable BigDecimal unitPrice,
            @Nullable List<Map<String, Object>> selectedOptions,
            @Nullable String notes) {}

    /** Refuses what cannot be an order; 400 with what was expected. */
    StaffOrder checked(OrderConfig config, Instant now) {
        if (items.isEmpty() || items.size() > config.maxLines()) {
            throw ApiException.badRequest(
                    "items has " + items.size() + " lines (expected: from 1 to " + config.maxLines() + ")");
        }
        OrderBounds.price("total", total);
        OrderBounds.price("deliveryFee", deliveryFee);
        OrderBounds.text("notes", notes, OrderBounds.LONGEST_NOTES);
        OrderBounds.text("callId", callId, OrderBounds.LONGEST_NAME);
        OrderBounds.text("customerName", customerName, OrderBounds.LONGEST_NAME);
        OrderBounds.text("deliveryAddress", deliveryAddress, OrderBounds.LONGEST_NOTES);
        OrderBounds.text("source", source, OrderBounds.LONGEST_SOURCE);
        OrderBounds.number("deliveryDistanceKm", deliveryDistanceKm, BigDecimal.ZERO, FARTHEST_KM);
        OrderBounds.number("deliveryLat", deliveryLat, BigDecimal.valueOf(-90), BigDecimal.valueOf(90));
        OrderBounds.number("deliveryLng", deliveryLng, BigDecimal.valueOf(-180), BigDecimal.valueOf(180));
        OrderBounds.near("estimatedReadyAt", estimatedReadyAt, now);
        return this;
    }
}
