// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.customer;

import io.allo.toolexecutor.phone.PhoneNumbers;
import io.allo.toolexecutor.restaurant.Restaurant;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Customers of one restaurant: looked up by number, created at the first contact, counted at each order. */
@ApplicationScoped
public class Customers {
    private final CustomerRepository repository;

    Customers(CustomerRepository repository) {
        this.repository = repository;
    }

    /** The customer with this number, written in any way. */
    @WithSession
    public Uni<Optional<Customer>> findByPhone(Restaurant restaurant, @Nullable String phone) {
        return PhoneNumbers.normalise(phone, restaurant.region())
                .map(number -> repository
                        .findByPhone(restaurant.id(), number)
                        .map(row -> Optional.ofNullable(row).map(Customer::of)))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    @WithSession
    Uni<List<Customer>> list(UUID restaurantId) {
        return repository
                .mostFaithful(restaurantId)
                .map(rows -> rows.stream().map(Customer::of).toList());
    }

    /** These customers of the restaurant by id. */
    @WithSession
    public Uni<Map<UUID, Customer>> byIds(UUID restaurantId, Set<UUID> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : repository
                        .list("restaurantId = ?1 and id in ?2", restaurantId, ids)
                        .map(rows -> rows.stream()
                                .map(Customer::of)
                                .collect(Collectors.toMap(Customer::id, Function.identity())));
    }

    /** Creates or updates in the current transaction; fields that the change leaves out keep their value. */
    Uni<Customer> upsert(UUID restaurantId, String phone, CustomerChange change) {
        return repository
                .findOrCreate(restaurantId, phone)
                .invoke(change::applyTo)
                .call(repository::flush)
                .map(Customer::of);
    }

    /**
     * Finds the orderer (by id, else by number, created if new) and counts the order, in the current transaction.
     *
     * @return empty when the caller is unknown and hides the number
     */
    public Uni<Optional<Customer>> countOrder(
            UUID restaurantId, @Nullable UUID customerId, @Nullable String phone, BigDecimal spent, Instant at) {
        Uni<CustomerEntity> known =
                customerId == null ? Uni.createFrom().nullItem() : repository.findOf(restaurantId, customerId);
        return known.chain(row -> row != null || phone == null
                        ? Uni.createFrom().item(row)
                        : repository.findOrCreate(restaurantId, phone))
                .invoke(row -> {
                    if (row != null) {
                        row.totalOrders++;
                        row.totalSpent = row.totalSpent.add(spent);
                        row.lastOrderAt = at;
                    }
                })
                .map(row -> Optional.ofNullable(row).map(Customer::of));
    }
}
