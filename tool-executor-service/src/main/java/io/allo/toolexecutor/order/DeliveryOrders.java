// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

import io.allo.toolexecutor.door.ApiException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Orders on their way to the guest, for delivery trips; always in the current session or transaction. */
@ApplicationScoped
public class DeliveryOrders {
    private final OrderRepository repository;
    private final Clock clock;

    DeliveryOrders(OrderRepository repository, Clock clock) {
        this.repository = repository;
        this.clock = clock;
    }

    /** An order as its driver sees it. */
    public record Parcel(
            UUID orderId,
            long orderNumber,
            String status,
            @Nullable String customerName,
            @Nullable String customerPhone,
            @Nullable String deliveryAddress,
            @Nullable BigDecimal deliveryLat,
            @Nullable BigDecimal deliveryLng,
            BigDecimal total) {
        static Parcel of(OrderEntity row) {
            return new Parcel(
                    row.id,
                    row.orderNumber,
                    row.status,
                    row.customerName,
                    row.customerPhone,
                    row.deliveryAddress,
                    row.deliveryLat,
                    row.deliveryLng,
                    row.total);
        }
    }

    public Uni<Map<UUID, Parcel>> parcels(UUID restaurantId, Set<UUID> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : repository
                        .list("restaurantId = ?1 and id in ?2", restaurantId, ids)
                        .map(rows -> rows.stream()
                                .map(Parcel::of)
                                .collect(Collectors.toMap(Parcel::orderId, Function.identity())));
    }

    /** Locks the orders until the transaction ends; 400 unless all are deliveries of this restaurant that have not ended. */
    public Uni<Void> lockForTrip(UUID restaurantId, Collection<UUID> ids) {
        return locked(restaurantId, ids)
                .invoke(rows -> {
                    if (rows.size() < ids.size()) {
                        throw ApiException.badRequest(
                                "unknown order among orderIds (expected: deliveries of this restaurant)");
                    }
                    rows.forEach(DeliveryOrders::requireDeliverable);
                })
                .replaceWithVoid();
    }

    /** The driver left with them, so they were ready. */
    public Uni<Void> leave(UUID restaurantId, Collection<UUID> ids) {
        return locked(restaurantId, ids).chain(rows -> {
            rows.forEach(DeliveryOrders::requireDeliverable);
            return move(rows, status -> OrderStatus.DELIVERING);
        });
    }

    /** Handed over; an order that ended otherwise meanwhile is refused. */
    public Uni<Void> deliver(UUID restaurantId, UUID id) {
        return locked(restaurantId, Set.of(id)).chain(rows -> {
            rows.forEach(DeliveryOrders::requireDeliverable);
            return move(rows, status -> OrderStatus.COMPLETED);
        });
    }

    /** The trip is over: what is still on its way has arrived. */
    public Uni<Void> deliverRest(UUID restaurantId, Collection<UUID> ids) {
        return locked(restaurantId, ids)
                .chain(rows -> move(rows, status -> status == OrderStatus.DELIVERING ? OrderStatus.COMPLETED : status));
    }

    /** The trip was given up: what is still on its way stands at the counter again. */
    public Uni<Void> bringBack(UUID restaurantId, Collection<UUID> ids) {
        return locked(restaurantId, ids)
                .chain(rows -> move(rows, status -> status == OrderStatus.DELIVERING ? OrderStatus.READY : status));
    }

    private Uni<List<OrderEntity>> locked(UUID restaurantId, Collection<UUID> ids) {
        return ids.isEmpty() ? Uni.createFrom().item(List.of()) : repository.lockedAll(restaurantId, ids);
    }

    private Uni<Void> move(List<OrderEntity> rows, UnaryOperator<OrderStatus> step) {
        rows.forEach(row -> {
            String next = step.apply(OrderStatus.of(row.status)).wireName();
            row.updatedAt = next.equals(row.status) ? row.updatedAt : clock.instant();
            row.status = next;
        });
        return repository.flush();
    }

    private static void requireDeliverable(OrderEntity row) {
        if (!row.orderType.equals(OrderType.DELIVERY.wireName())) {
            throw ApiException.badRequest(
                    "order " + row.orderNumber + " is no delivery (expected: orders of type delivery)");
        }
        if (OrderStatus.of(row.status).ended()) {
            throw ApiException.badRequest(
                    "order " + row.orderNumber + " is " + row.status + " (expected: an order that has not ended)");
        }
    }
}
