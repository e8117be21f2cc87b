// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.allo.toolexecutor.dining.Dining;
import io.allo.toolexecutor.faq.Faqs;
import io.allo.toolexecutor.menu.Menus;
import io.allo.toolexecutor.restaurant.Restaurant;
import io.allo.toolexecutor.restaurant.Restaurants;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** The document that an import takes, written from what is stored: importing it again changes nothing. */
@ApplicationScoped
class RestaurantExport {
    private final Restaurants restaurants;
    private final Menus menus;
    private final Dining dining;
    private final Faqs faqs;
    private final ObjectMapper mapper;

    RestaurantExport(Restaurants restaurants, Menus menus, Dining dining, Faqs faqs, ObjectMapper mapper) {
        this.restaurants = restaurants;
        this.menus = menus;
        this.dining = dining;
        this.faqs = faqs;
        this.mapper = mapper;
    }

    @WithSession
    Uni<JsonNode> of(Restaurant restaurant) {
        ObjectNode document = restaurants.settings(restaurant);
        return menus.document(restaurant.id())
                .invoke(menu -> {
                    document.set("categories", mapper.valueToTree(menu.categories()));
                    document.set("setMenus", mapper.valueToTree(menu.setMenus()));
                })
                .chain(() -> dining.document(restaurant.id()))
                .invoke(lists -> lists.forEach((name, list) -> document.set(name, mapper.valueToTree(list))))
                .chain(() -> faqs.answered(restaurant.id()))
                .invoke(answered -> document.set("faqs", mapper.valueToTree(answered)))
                .map(whole -> withoutNulls(document));
    }

    /** Absent is what the schema calls "not set". */
    private static JsonNode withoutNulls(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().removeIf(field -> field.getValue().isNull());
        }
        node.forEach(RestaurantExport::withoutNulls);
        return node;
    }
}
