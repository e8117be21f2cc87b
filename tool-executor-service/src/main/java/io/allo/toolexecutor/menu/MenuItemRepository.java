// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.menu;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

@ApplicationScoped
class MenuItemRepository implements PanacheRepositoryBase<MenuItemEntity, UUID> {
    Uni<List<MenuItemEntity>> of(UUID restaurantId) {
        return list("restaurantId = ?1 order by displayOrder, name, id", restaurantId);
    }
}
