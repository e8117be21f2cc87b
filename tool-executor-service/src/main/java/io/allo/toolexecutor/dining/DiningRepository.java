// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.dining;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.UUID;

@ApplicationScoped
class DiningRepository implements PanacheRepositoryBase<DiningEntity, UUID> {
    private static final int MOST = 2000;
    private static final String FORGET_ROOM = "update dining_things set document = document - 'diningRoomId'"
            + " where restaurant_id = :restaurant and kind = 'table' and document ->> 'diningRoomId' = :room";

    Uni<List<DiningEntity>> of(UUID restaurantId) {
        return find("restaurantId = ?1 order by position", restaurantId)
                .page(0, MOST)
                .list();
    }

    Uni<List<DiningEntity>> of(UUID restaurantId, DiningKind kind) {
        return find("restaurantId = ?1 and kind = ?2 order by position", restaurantId, kind.wireName())
                .page(0, MOST)
                .list();
    }

    Uni<Boolean> exists(UUID restaurantId, DiningKind kind, UUID id) {
        return count("restaurantId = ?1 and kind = ?2 and id = ?3", restaurantId, kind.wireName(), id)
                .map(found -> found == 1);
    }

    /** Locked, so that two changes of different fields do not undo each other. */
    Uni<DiningEntity> locked(UUID id, DiningKind kind) {
        return find("id = ?1 and kind = ?2", id, kind.wireName())
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult();
    }

    /** Tables of a room that is gone stand in no room. */
    Uni<Integer> forgetRoom(UUID restaurantId, UUID roomId) {
        return getSession()
                .chain(session -> session.createNativeQuery(FORGET_ROOM)
                        .setParameter("restaurant", restaurantId)
                        .setParameter("room", roomId.toString())
                        .executeUpdate());
    }
}
