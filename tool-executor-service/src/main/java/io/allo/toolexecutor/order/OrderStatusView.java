// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** Answer of {@code GET /api/orders/status}: what a caller is told of the latest orders. */
record OrderStatusView(boolean found, List<Entry> orders) {
    record Entry(
            UUID id,
            long orderNumber,
            String status,
            String orderType,
            BigDecimal total,
            Instant estimatedReadyAt,
            Instant createdAt,
            int itemCount,
            String itemsSummary) {
        static Entry of(OrderEntity row) {
            return new Entry(
                    row.id,
                    row.orderNumber,
                    row.status,
                    row.orderType,
                    row.total,
                    row.estimatedReadyAt,
                    row.createdAt,
                    row.lines.size(),
                    row.lines.stream()
                            .map(line -> line.quantity + "x " + line.name)
                            .collect(Collectors.joining(", ")));
        }
    }

    static OrderStatusView of(List<OrderEntity> rows) {
        return new OrderStatusView(!rows.isEmpty(), rows.stream().map(Entry::of).toList());
    }
}
