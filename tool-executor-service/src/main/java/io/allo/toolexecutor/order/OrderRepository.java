// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

@ApplicationScoped
class OrderRepository implements PanacheRepositoryBase<OrderEntity, UUID> {
    private static final String NEXT_NUMBER = "insert into order_counters as c (restaurant_id, last_number)"
            + " values (:restaurant, 1) on conflict (restaurant_id) do update set last_number = c.last_number + 1"
            + " returning last_number";

    /**
     * Takes the next number and with it the restaurant's lock until the transaction ends: confirmations of one restaurant
     * commit one after the other, so a number is visible only after all lower ones.
     */
    Uni<Long> nextNumber(UUID restaurantId) {
        return getSession()
                .chain(session -> session.createNativeQuery(NEXT_NUMBER, Long.class)
                        .setParameter("restaurant", restaurantId)
                        .getSingleResult());
    }

    Uni<OrderEntity> sameContent(UUID restaurantId, String callId, String contentHash, Instant since) {
        return find(
                        "restaurantId = ?1 and callId = ?2 and contentHash = ?3 and createdAt > ?4 and status <> 'cancelled'"
                                + " order by orderNumber desc",
                        restaurantId,
                        callId,
                        contentHash,
                        since)
                .firstResult();
    }

    Uni<List<OrderEntity>> newest(UUID restaurantId, List<String> statuses, int limit) {
        return find(
                        "select distinct o from OrderEntity o left join fetch o.lines where o.id in"
                                + " (select i.id from OrderEntity i where i.restaurantId = ?1 and i.status in ?2"
                                + " order by i.orderNumber desc limit " + limit + ") order by o.orderNumber desc",
                        restaurantId,
                        statuses)
                .list();
    }

    Uni<List<OrderEntity>> recentOf(UUID restaurantId, String phone, Instant since, int limit) {
        return find(
                        "select distinct o from OrderEntity o left join fetch o.lines where o.id in"
                                + " (select i.id from OrderEntity i where i.restaurantId = ?1 and i.customerPhone = ?2"
                                + " and i.createdAt > ?3 order by i.orderNumber desc limit " + limit
                                + ") order by o.orderNumber desc",
                        restaurantId,
                        phone,
                        since)
                .list();
    }

    /** The order of this number if it is among the newest of that phone; locked until the transaction ends. */
    Uni<OrderEntity> lockedAmongNewest(UUID restaurantId, String phone, long orderNumber, int among) {
        return find(
                        "restaurantId = ?1 and customerPhone = ?2 and orderNumber = ?3 and orderNumber in"
                                + " (select i.orderNumber from OrderEntity i where i.restaurantId = ?1"
                                + " and i.customerPhone = ?2 order by i.orderNumber desc limit " + among + ")",
                        restaurantId,
                        phone,
                        orderNumber)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult();
    }

    /** Orders that load the kitchen: neither completed nor cancelled, cooking from within [from, until). */
    Uni<List<OrderEntity>> cooking(UUID restaurantId, Instant from, Instant until) {
        return find(
                        "restaurantId = ?1 and cookStartAt >= ?2 and cookStartAt < ?3"
                                + " and status not in ('completed', 'cancelled') order by cookStartAt, orderNumber",
                        restaurantId,
                        from,
                        until)
                .list();
    }

    /** The order with its lines, locked until the transaction ends; null when the restaurant has none of that id. */
    Uni<OrderEntity> locked(UUID restaurantId, UUID id) {
        return find("restaurantId = ?1 and id = ?2", restaurantId, id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult()
                .call(row -> row == null ? Uni.createFrom().voidItem() : Mutiny.fetch(row.lines));
    }

    /** Those of the restaurant, locked until the transaction ends, always in the same order so that locks never cross. */
    Uni<List<OrderEntity>> lockedAll(UUID restaurantId, Collection<UUID> ids) {
        return find("restaurantId = ?1 and id in ?2 order by id", restaurantId, ids)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }
}
