// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.blockedphone;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class BlockedPhoneRepository implements PanacheRepositoryBase<BlockedPhoneEntity, UUID> {
    private static final int MOST = 500;
    private static final String BLOCK = "insert into blocked_phones (id, restaurant_id, phone, reason, created_at)"
            + " values (:id, :restaurant, :phone, cast(:reason as text), :at)"
            + " on conflict (restaurant_id, phone) do update"
            + " set reason = coalesce(excluded.reason, blocked_phones.reason)";

    Uni<List<BlockedPhoneEntity>> newest(UUID restaurantId) {
        return find("restaurantId = ?1 order by createdAt desc, id", restaurantId)
                .page(0, MOST)
                .list();
    }

    Uni<BlockedPhoneEntity> find(UUID restaurantId, String phone) {
        return find("restaurantId = ?1 and phone = ?2", restaurantId, phone).firstResult();
    }

    /** Blocks a number; one that is blocked already keeps its reason unless there is a new one. */
    Uni<BlockedPhoneEntity> block(UUID id, UUID restaurantId, String phone, @Nullable String reason, Instant at) {
        return getSession()
                .chain(session -> session.createNativeQuery(BLOCK)
                        .setParameter("id", id)
                        .setParameter("restaurant", restaurantId)
                        .setParameter("phone", phone)
                        .setParameter("reason", reason)
                        .setParameter("at", at)
                        .executeUpdate())
                .chain(() -> find(restaurantId, phone));
    }
}
