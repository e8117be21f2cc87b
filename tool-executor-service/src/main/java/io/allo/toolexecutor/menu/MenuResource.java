// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.menu;

import io.allo.toolexecutor.config.Json;
import io.allo.toolexecutor.door.Caller;
import io.allo.toolexecutor.restaurant.Restaurants;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/menu?restaurantId=}: the whole menu, unavailable items and inactive categories included. */
@Path("/api/menu")
class MenuResource {
    private final Restaurants restaurants;
    private final Menus menus;
    private final Caller caller;

    MenuResource(Restaurants restaurants, Menus menus, Caller caller) {
        this.restaurants = restaurants;
        this.menus = menus;
        this.caller = caller;
    }

    @GET
    public Uni<View> get(@RestQuery @Nullable String restaurantId) {
        return restaurants.require(restaurantId, caller.accountId()).chain(found -> menus.whole(found.id()));
    }

    record View(List<CategoryView> categories, List<ItemView> items) {
        static View of(List<MenuCategoryEntity> categories, List<MenuItemEntity> items, Json json) {
            return new View(
                    categories.stream().map(CategoryView::of).toList(),
                    items.stream().map(item -> ItemView.of(item, json)).toList());
        }
    }

    record CategoryView(UUID id, String name, int displayOrder, boolean active) {
        static CategoryView of(MenuCategoryEntity row) {
            return new CategoryView(row.id, row.name, row.displayOrder, row.active);
        }
    }

    record ItemView(
            UUID id,
            @Nullable UUID categoryId,
            String name,
            @Nullable String description,
            BigDecimal price,
            List<Map<String, Object>> options,
            List<String> allergens,
            boolean available,
            int displayOrder) {
        static ItemView of(MenuItemEntity row, Json json) {
            return new ItemView(
                    row.id,
                    row.categoryId,
                    row.name,
                    row.description,
                    row.price,
                    json.readMaps(row.options),
                    json.readTexts(row.allergens),
                    row.available,
                    row.displayOrder);
        }
    }
}
