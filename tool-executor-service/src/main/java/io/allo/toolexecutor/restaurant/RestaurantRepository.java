// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.restaurant;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

@ApplicationScoped
class RestaurantRepository implements PanacheRepositoryBase<RestaurantEntity, UUID> {
    Uni<RestaurantEntity> findOf(UUID id, String accountId) {
        return find("id = ?1 and accountId = ?2", id, accountId).firstResult();
    }

    Uni<List<RestaurantEntity>> listOf(String accountId) {
        return find("accountId = ?1 order by name", accountId).page(0, 200).list();
    }

    /** Returns the new version; locks the row until the transaction ends. */
    Uni<Long> raiseVersion(UUID id) {
        return getSession()
                .chain(session -> session.createNativeQuery(
                                "update restaurants set version = version + 1, updated_at = now() where id = :id"
                                        + " returning version",
                                Long.class)
                        .setParameter("id", id)
                        .getSingleResult());
    }
}
