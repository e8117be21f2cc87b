// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.customer;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.UUID;

@ApplicationScoped
class CustomerRepository implements PanacheRepositoryBase<CustomerEntity, UUID> {
    private static final String CREATE =
            "insert into customers (id, restaurant_id, phone) values (:id, :restaurant, :phone)"
                    + " on conflict (restaurant_id, phone) do nothing";

    Uni<CustomerEntity> findByPhone(UUID restaurantId, String phone) {
        return find("restaurantId = ?1 and phone = ?2", restaurantId, phone).firstResult();
    }

    Uni<CustomerEntity> findOf(UUID restaurantId, UUID id) {
        return find("restaurantId = ?1 and id = ?2", restaurantId, id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult();
    }

    Uni<List<CustomerEntity>> mostFaithful(UUID restaurantId) {
        return find("restaurantId = ?1 order by totalOrders desc, phone", restaurantId)
                .page(0, 200)
                .list();
    }

    /** The row of this number, made when there is none, locked until the transaction ends: two calls make one customer. */
    Uni<CustomerEntity> findOrCreate(UUID restaurantId, String phone) {
        return getSession()
                .chain(session -> session.createNativeQuery(CREATE)
                        .setParameter("id", UUID.randomUUID())
                        .setParameter("restaurant", restaurantId)
                        .setParameter("phone", phone)
                        .executeUpdate())
                .chain(() -> find("restaurantId = ?1 and phone = ?2", restaurantId, phone)
                        .withLock(LockModeType.PESSIMISTIC_WRITE)
                        .firstResult());
    }
}
