// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

import io.allo.toolexecutor.kitchen.OrderSize;
import io.allo.toolexecutor.planning.BookedOrder;
import io.allo.toolexecutor.planning.BookedOrders;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The orders as the kitchen's plan sees them. */
@ApplicationScoped
class KitchenQueue implements BookedOrders {
    private final OrderRepository repository;

    KitchenQueue(OrderRepository repository) {
        this.repository = repository;
    }

    @Override
    public Uni<List<BookedOrder>> cooking(UUID restaurantId, Instant from, Instant until) {
        return repository
                .cooking(restaurantId, from, until)
                .map(rows -> rows.stream().map(KitchenQueue::booked).toList());
    }

    private static BookedOrder booked(OrderEntity row) {
        return new BookedOrder(
                row.id,
                row.orderNumber,
                row.status,
                row.orderType,
                row.orderSize == null ? OrderSize.S : OrderSize.valueOf(row.orderSize),
                row.customerName,
                row.cookStartAt == null ? row.createdAt : row.cookStartAt,
                row.handoffAt,
                row.estimatedReadyAt);
    }
}
