// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.delivery;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

@ApplicationScoped
class TripRepository implements PanacheRepositoryBase<TripEntity, UUID> {
    private static final int MOST = 50;

    Uni<List<TripEntity>> newest(UUID restaurantId, List<String> statuses) {
        return find(
                        "select distinct t from TripEntity t left join fetch t.stops where t.id in"
                                + " (select i.id from TripEntity i where i.restaurantId = ?1 and i.status in ?2"
                                + " order by i.createdAt desc, i.id limit " + MOST
                                + ") order by t.createdAt desc, t.id",
                        restaurantId,
                        statuses)
                .list();
    }

    Uni<TripEntity> withStops(UUID restaurantId, UUID id) {
        return find("restaurantId = ?1 and id = ?2", restaurantId, id)
                .firstResult()
                .call(TripRepository::fetchStops);
    }

    /** Locked until the transaction ends. */
    Uni<TripEntity> locked(UUID restaurantId, UUID id) {
        return find("restaurantId = ?1 and id = ?2", restaurantId, id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult()
                .call(TripRepository::fetchStops);
    }

    /** Orders among these that another trip has taken and not ended. */
    Uni<List<UUID>> taken(Collection<UUID> orderIds, UUID exceptTrip) {
        return getSession()
                .chain(session -> session.createQuery(
                                "select s.orderId from StopEntity s where s.orderId in ?1 and s.trip.id <> ?2"
                                        + " and s.trip.status in ('planning', 'in_progress')",
                                UUID.class)
                        .setParameter(1, orderIds)
                        .setParameter(2, exceptTrip)
                        .getResultList());
    }

    private static Uni<?> fetchStops(TripEntity row) {
        return row == null ? Uni.createFrom().voidItem() : Mutiny.fetch(row.stops);
    }
}
