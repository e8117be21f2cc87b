// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.menu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.allo.toolexecutor.config.Json;
import io.allo.toolexecutor.door.ApiException;
import io.allo.toolexecutor.restaurant.RestaurantSchema;
import io.allo.toolexecutor.restaurant.Restaurants;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.RoundingMode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Single categories and items: checked against the import's schema, changed in the current transaction. */
@ApplicationScoped
class MenuChanges {
    private final MenuCategoryRepository categories;
    private final MenuItemRepository items;
    private final Restaurants restaurants;
    private final Json json;
    private final ObjectMapper mapper;
    private final RestaurantSchema.Part categorySchema;
    private final RestaurantSchema.Part itemSchema;

    MenuChanges(
            MenuCategoryRepository categories,
            MenuItemRepository items,
            Restaurants restaurants,
            RestaurantSchema schema,
            Json json,
            ObjectMapper mapper) {
        this.categories = categories;
        this.items = items;
        this.restaurants = restaurants;
        this.json = json;
        this.mapper = mapper;
        this.categorySchema = schema.part("menuCategory");
        this.itemSchema = schema.part("menuItem");
    }

    /** The restaurant of a category or item, to check the account before changing it. */
    @WithSession
    Uni<Optional<UUID>> restaurantOf(UUID id, MenuThing thing) {
        return switch (thing) {
            case CATEGORY ->
                categories.findById(id).map(row -> Optional.ofNullable(row).map(found -> found.restaurantId));
            case ITEM -> items.findById(id).map(row -> Optional.ofNullable(row).map(found -> found.restaurantId));
        };
    }

    Uni<Object> create(UUID restaurantId, MenuThing thing, JsonNode body) {
        return switch (thing) {
            case CATEGORY -> createCategory(restaurantId, body);
            case ITEM -> createItem(restaurantId, body);
        };
    }

    Uni<Object> change(UUID id, MenuThing thing, JsonNode body) {
        return switch (thing) {
            case CATEGORY ->
                categories
                        .findById(id)
                        .onItem()
                        .ifNull()
                        .failWith(thing::unknown)
                        .invoke(row -> write(row, body))
                        .call(categories::flush)
                        .call(row -> restaurants.raiseVersion(row.restaurantId))
                        .map(MenuResource.CategoryView::of);
            case ITEM ->
                items.findById(id)
                        .onItem()
                        .ifNull()
                        .failWith(thing::unknown)
                        .call(row -> write(row, MenuResource.ItemView.of(row, json), body))
                        .call(items::flush)
                        .call(row -> restaurants.raiseVersion(row.restaurantId))
                        .map(row -> MenuResource.ItemView.of(row, json));
        };
    }

    /** A category goes with its items. */
    Uni<Long> delete(UUID id, UUID restaurantId, MenuThing thing) {
        Uni<Boolean> gone = switch (thing) {
            case CATEGORY -> categories.deleteById(id);
            case ITEM -> items.deleteById(id);
        };
        return gone.chain(() -> restaurants.raiseVersion(restaurantId));
    }

    private Uni<Object> createCategory(UUID restaurantId, JsonNode body) {
        return categories.of(restaurantId).chain(others -> {
            MenuCategoryEntity row = new MenuCategoryEntity();
            row.id = UUID.randomUUID();
            row.restaurantId = restaurantId;
            row.active = true;
            row.displayOrder = others.isEmpty() ? 0 : others.getLast().displayOrder + 1;
            write(row, body);
            return categories
                    .persistAndFlush(row)
                    .call(() -> restaurants.raiseVersion(restaurantId))
                    .map(MenuResource.CategoryView::of);
        });
    }

    private Uni<Object> createItem(UUID restaurantId, JsonNode body) {
        return items.of(restaurantId).chain(others -> {
            MenuItemEntity row = new MenuItemEntity();
            row.id = UUID.randomUUID();
            row.restaurantId = restaurantId;
            row.displayOrder = others.isEmpty() ? 0 : others.getLast().displayOrder + 1;
            return write(row, mapper.createObjectNode(), body)
                    .chain(() -> items.persistAndFlush(row))
                    .call(() -> restaurants.raiseVersion(restaurantId))
                    .map(stored -> MenuResource.ItemView.of(stored, json));
        });
    }

    private void write(MenuCategoryEntity row, JsonNode change) {
        ObjectNode stored = mapper.createObjectNode().put("active", row.active).put("displayOrder", row.displayOrder);
        if (row.name != null) {
            stored.put("name", row.name);
        }
        ObjectNode merged = checked(categorySchema, stored, change, MenuThing.CATEGORY);
        row.name = merged.path("name").asText();
        row.active = merged.path("active").asBoolean(true);
        row.displayOrder = merged.path("displayOrder").asInt(row.displayOrder);
    }

    private Uni<Void> write(MenuItemEntity row, Object stored, JsonNode change) {
        ObjectNode merged = checked(itemSchema, mapper.valueToTree(stored), change, MenuThing.ITEM);
        row.name = merged.path("name").asText();
        row.description = merged.has("description") ? merged.get("description").asText() : null;
        row.price = merged.path("price").decimalValue().setScale(2, RoundingMode.HALF_UP);
        row.options = json.write(merged.has("options") ? merged.get("options") : mapper.createArrayNode());
        row.allergens = json.write(merged.has("allergens") ? merged.get("allergens") : mapper.createArrayNode());
        row.available = merged.path("available").asBoolean(true);
        row.displayOrder = merged.path("displayOrder").asInt(row.displayOrder);
        row.categoryId = merged.has("categoryId")
                ? UUID.fromString(merged.get("categoryId").asText())
                : null;
        return checkReferences(row, merged.path("options"));
    }

    private static ObjectNode checked(
            RestaurantSchema.Part schema, ObjectNode stored, JsonNode change, MenuThing thing) {
        stored.properties().removeIf(field -> field.getValue().isNull());
        stored.remove("id");
        ObjectNode merged = schema.merged(stored, change);
        schema.check().firstMisfit(merged).ifPresent(misfit -> {
            throw ApiException.badRequest(thing.wireName() + ": " + misfit);
        });
        return merged;
    }

    /** An item stands in a category of its restaurant; its options choose among categories and items of it. */
    private Uni<Void> checkReferences(MenuItemEntity row, JsonNode options) {
        Set<String> missing = new HashSet<>();
        if (row.categoryId != null) {
            missing.add(row.categoryId.toString());
        }
        for (JsonNode group : options) {
            if (group.hasNonNull("categoryId")) {
                missing.add(group.get("categoryId").asText().toLowerCase(Locale.ROOT));
            }
            group.path("itemIds").forEach(id -> missing.add(id.asText().toLowerCase(Locale.ROOT)));
        }
        if (missing.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return categories
                .of(row.restaurantId)
                .invoke(known -> known.forEach(category -> missing.remove(category.id.toString())))
                .chain(() -> items.of(row.restaurantId))
                .invoke(known -> known.forEach(item -> missing.remove(item.id.toString())))
                .invoke(() -> {
                    if (!missing.isEmpty()) {
                        throw ApiException.badRequest(
                                "item: it names a category or an item that is none of this restaurant");
                    }
                })
                .replaceWithVoid();
    }
}
