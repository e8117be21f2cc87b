// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

import io.allo.toolexecutor.config.Json;
import io.allo.toolexecutor.customer.Customer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order as {@code /api/orders} answers it.
 *
 * @param cookStartAt start of cooking by the kitchen's plan; null when the order is not scheduled
 * @param handoffAt when it stands at the counter, by the same plan
 */
record OrderView(
        UUID id,
        UUID restaurantId,
        long orderNumber,
        String status,
        String orderType,
        @Nullable String callId,
        @Nullable UUID customerId,
        @Nullable String customerName,
        @Nullable String customerPhone,
        BigDecimal subtotal,
        BigDecimal deliveryFee,
        BigDecimal total,
        boolean totalMismatch,
        String paymentMethod,
        String notes,
        @Nullable String deliveryAddress,
        @Nullable BigDecimal deliveryDistanceKm,
        @Nullable BigDecimal deliveryLat,
        @Nullable BigDecimal deliveryLng,
        Instant estimatedReadyAt,
        @Nullable String orderSize,
        @Nullable Instant cookStartAt,
        @Nullable Instant handoffAt,
        String source,
        Instant createdAt,
        List<Line> items,
        @Nullable Customer customer,
        @Nullable Call call) {

    /** The call that placed the order; the voice server knows the rest under this id. */
    record Call(String id) {}

    record Line(
            UUID id,
            @Nullable UUID menuItemId,
            String name,
            int quantity,
            BigDecimal unitPrice,
            BigDecimal lineTotal,
            List<Map<String, Object>> selectedOptions,
            String notes) {
        static Line of(OrderLineEntity row, Json json) {
            return new Line(
                    row.id,
                    row.menuItemId,
                    row.name,
                    row.quantity,
                    row.unitPrice,
                    row.lineTotal,
                    json.readMaps(row.options),
                    row.notes);
        }
    }

    static OrderView of(OrderEntity row, @Nullable Customer customer, Json json) {
        return new OrderView(
                row.id,
                row.restaurantId,
                row.orderNumber,
                row.status,
                row.orderType,
                row.callId,
                row.customerId,
                row.customerName,
                row.customerPhone,
                row.subtotal,
                row.deliveryFee,
                row.total,
                row.totalMismatch,
                row.paymentMethod,
                row.notes,
                row.deliveryAddress,
                row.deliveryDistanceKm,
                row.deliveryLat,
                row.deliveryLng,
                row.estimatedReadyAt,
                row.orderSize,
                row.cookStartAt,
                row.handoffAt,
                row.source,
                row.createdAt,
                row.lines.stream().map(line -> Line.of(line, json)).toList(),
                customer,
                row.callId == null ? null : new Call(row.callId));
    }
}
