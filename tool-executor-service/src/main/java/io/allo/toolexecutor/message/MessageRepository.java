// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.message;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

@ApplicationScoped
class MessageRepository implements PanacheRepositoryBase<MessageEntity, UUID> {
    private static final int MOST = 200;

    Uni<List<MessageEntity>> newest(UUID restaurantId, boolean unreadOnly) {
        String filter = unreadOnly ? " and read = false" : "";
        return find("restaurantId = ?1" + filter + " order by createdAt desc, id", restaurantId)
                .page(0, MOST)
                .list();
    }
}
