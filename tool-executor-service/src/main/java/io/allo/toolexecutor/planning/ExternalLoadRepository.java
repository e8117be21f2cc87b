// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.planning;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

@ApplicationScoped
class ExternalLoadRepository implements PanacheRepositoryBase<ExternalLoadEntity, UUID> {
    private static final int MOST = 500;

    /** Those that touch [from, until), earliest first. */
    Uni<List<ExternalLoadEntity>> between(UUID restaurantId, Instant from, Instant until) {
        return find(
                        "restaurantId = ?1 and endAt >= ?2 and startAt < ?3 order by startAt, id",
                        restaurantId,
                        from,
                        until)
                .page(0, MOST)
                .list();
    }
}
