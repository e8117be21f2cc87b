// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

import io.allo.toolexecutor.config.Json;
import io.allo.toolexecutor.customer.Customers;
import io.allo.toolexecutor.phone.PhoneNumbers;
import io.allo.toolexecutor.restaurant.Restaurant;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Reads orders, for the staff and for callers who ask where theirs is. */
@ApplicationScoped
class Orders {
    private static final int NEWEST = 50;
    private static final int MOST_TOLD = 5;

    private final OrderRepository repository;
    private final Customers customers;
    private final OrderConfig config;
    private final Json json;
    private final Clock clock;

    Orders(OrderRepository repository, Customers customers, OrderConfig config, Json json, Clock clock) {
        this.repository = repository;
        this.customers = customers;
        this.config = config;
        this.json = json;
        this.clock = clock;
    }

    @WithSession
    Uni<List<OrderView>> newest(UUID restaurantId, List<String> statuses) {
        return repository.newest(restaurantId, statuses, NEWEST).chain(rows -> {
            var ids = rows.stream()
                    .map(row -> row.customerId)
                    .filter(Objects::nonNull)
                    .collect(Collectors.toSet());
            return customers
                    .byIds(restaurantId, ids)
                    .map(known -> rows.stream()
                            .map(row ->
                                    OrderView.of(row, row.customerId == null ? null : known.get(row.customerId), json))
                            .toList());
        });
    }

    /** One order as the list shows it, in the current transaction. */
    Uni<OrderView> view(OrderEntity row) {
        UUID customerId = row.customerId;
        return customers
                .byIds(row.restaurantId, customerId == null ? Set.of() : Set.of(customerId))
                .map(known -> OrderView.of(row, customerId == null ? null : known.get(customerId), json));
    }

    @WithSession
    Uni<Optional<UUID>> restaurantOf(UUID orderId) {
        return repository.findById(orderId).map(row -> Optional.ofNullable(row).map(found -> found.restaurantId));
    }

    /** Orders of this phone in the last day; a number that cannot be read has none. */
    @WithSession
    Uni<OrderStatusView> statusOf(Restaurant restaurant, String phone) {
        return PhoneNumbers.normalise(phone, restaurant.region())
                .map(number -> repository.recentOf(
                        restaurant.id(), number, clock.instant().minus(config.statusWindow()), MOST_TOLD))
                .orElseGet(() -> Uni.createFrom().item(List.of()))
                .map(OrderStatusView::of);
    }
}
