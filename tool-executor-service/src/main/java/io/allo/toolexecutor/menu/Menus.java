// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.menu;

import io.allo.contracts.session.SessionFacts;
import io.allo.toolexecutor.config.Json;
import io.allo.toolexecutor.door.ApiException;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** The menu of a restaurant: read in numbering order, replaced as a whole by an import. */
@ApplicationScoped
public class Menus {
    private final MenuCategoryRepository categories;
    private final MenuItemRepository items;
    private final Json json;

    Menus(MenuCategoryRepository categories, MenuItemRepository items, Json json) {
        this.categories = categories;
        this.items = items;
        this.json = json;
    }

    /**
     * What is numbered for the caller, in that order: active categories with their available items, then the set menus.
     * Categories without an available item are left out.
     */
    public record Numbered(List<SessionFacts.Category> categories, List<SessionFacts.MenuItem> setMenus) {}

    @WithSession
    public Uni<Numbered> numbered(UUID restaurantId) {
        return categories
                .of(restaurantId)
                .chain(groups -> items.of(restaurantId).map(all -> {
                    List<SessionFacts.Category> offered = groups.stream()
                            .filter(group -> group.active)
                            .map(group -> new SessionFacts.Category(
                                    group.id.toString(), group.name, available(all, group.id)))
                            .filter(group -> !group.items().isEmpty())
                            .toList();
                    return new Numbered(offered, available(all, null));
                }));
    }

    /** The ids among {@code candidates} that are items of this restaurant. */
    @WithSession
    public Uni<Set<UUID>> known(UUID restaurantId, Set<UUID> candidates) {
        if (candidates.isEmpty()) {
            return Uni.createFrom().item(Set.of());
        }
        return items.find("restaurantId = ?1 and id in ?2", restaurantId, candidates)
                .list()
                .map(rows -> rows.stream().map(row -> row.id).collect(Collectors.toSet()));
    }

    @WithSession
    Uni<MenuResource.View> whole(UUID restaurantId) {
        return categories
                .of(restaurantId)
                .chain(groups -> items.of(restaurantId).map(all -> MenuResource.View.of(groups, all, json)));
    }

    /** The whole menu as an import takes it. */
    @WithSession
    public Uni<MenuDocument> document(UUID restaurantId) {
        return categories
                .of(restaurantId)
                .chain(groups -> items.of(restaurantId)
                        .map(all -> new MenuDocument(
                                groups.stream()
                                        .map(group -> new MenuDocument.Category(
                                                group.id, group.name, group.active, documents(all, group.id)))
                                        .toList(),
                                documents(all, null))));
    }

    private List<MenuDocument.Item> documents(List<MenuItemEntity> all, @Nullable UUID categoryId) {
        return all.stream()
                .filter(item -> Objects.equals(item.categoryId, categoryId))
                .map(item -> new MenuDocument.Item(
                        item.id,
                        item.name,
                        item.description,
                        item.price,
                        json.readMaps(item.options),
                        json.readTexts(item.allergens),
                        item.available))
                .toList();
    }

    /** Makes the menu equal to the document, in the current transaction: what the document does not name is deleted. */
    public Uni<Void> replace(UUID restaurantId, MenuDocument document) {
        List<MenuCategoryEntity> groups = new ArrayList<>();
        List<MenuItemEntity> dishes = new ArrayList<>();
        for (MenuDocument.Category category : document.categories()) {
            MenuCategoryEntity group = toRow(restaurantId, category, groups.size());
            groups.add(group);
            category.items().forEach(item -> dishes.add(toRow(restaurantId, group, item, dishes.size())));
        }
        document.setMenus().forEach(item -> dishes.add(toRow(restaurantId, null, item, dishes.size())));
        return refuseForeign(restaurantId, ids(groups, dishes))
                .chain(items::getSession)
                .chain(session -> deleteOthers(restaurantId, ids(groups, dishes))
                        .chain(() -> mergeAll(session, groups))
                        .chain(session::flush)
                        .chain(() -> mergeAll(session, dishes))
                        .chain(session::flush));
    }

    /** A merge by id would take another restaurant's row away from it. */
    private Uni<Void> refuseForeign(UUID restaurantId, Set<UUID> ids) {
        String foreign = "restaurantId <> ?1 and id in ?2";
        return categories
                .count(foreign, restaurantId, ids)
                .chain(groups -> items.count(foreign, restaurantId, ids).map(dishes -> groups + dishes))
                .invoke(found -> {
                    if (found > 0) {
                        throw ApiException.badRequest("restaurant document: an id in the menu is another restaurant's"
                                + " (expected: none, or one of this restaurant)");
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Long> deleteOthers(UUID restaurantId, Set<UUID> kept) {
        return items.delete("restaurantId = ?1 and id not in ?2", restaurantId, kept)
                .chain(() -> categories.delete("restaurantId = ?1 and id not in ?2", restaurantId, kept));
    }

    /** One after the other: a session runs one statement at a time. */
    private static Uni<Void> mergeAll(Mutiny.Session session, List<?> rows) {
        return Multi.createFrom()
                .iterable(rows)
                .onItem()
                .transformToUniAndConcatenate(session::merge)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static Set<UUID> ids(List<MenuCategoryEntity> groups, List<MenuItemEntity> dishes) {
        Set<UUID> ids = new HashSet<>();
        ids.add(new UUID(0, 0)); // "not in ()" is no SQL
        groups.forEach(group -> ids.add(group.id));
        dishes.forEach(dish -> ids.add(dish.id));
        return ids;
    }

    private List<SessionFacts.MenuItem> available(List<MenuItemEntity> all, @Nullable UUID categoryId) {
        return all.stream()
                .filter(item -> item.available && Objects.equals(item.categoryId, categoryId))
                .map(item -> new SessionFacts.MenuItem(
                        item.id.toString(),
                        item.name,
                        item.price,
                        item.description,
                        json.readMaps(item.options),
                        json.readTexts(item.allergens)))
                .toList();
    }

    private static MenuCategoryEntity toRow(UUID restaurantId, MenuDocument.Category category, int order) {
        MenuCategoryEntity row = new MenuCategoryEntity();
        row.id = category.id() == null ? stableId(restaurantId, "category", category.name()) : category.id();
        row.restaurantId = restaurantId;
        row.name = category.name();
        row.displayOrder = order;
        row.active = category.active() == null || category.active();
        return row;
    }

    private MenuItemEntity toRow(
            UUID restaurantId, @Nullable MenuCategoryEntity group, MenuDocument.Item item, int order) {
        MenuItemEntity row = new MenuItemEntity();
        String place = group == null ? "set menu" : "item of " + group.name;
        row.id = item.id() == null ? stableId(restaurantId, place, item.name()) : item.id();
        row.restaurantId = restaurantId;
        row.categoryId = group == null ? null : group.id;
        row.name = item.name();
        row.description = item.description();
        row.price = item.price().setScale(2, RoundingMode.HALF_UP);
        row.options = json.write(item.options() == null ? List.of() : item.options());
        row.allergens = json.write(item.allergens() == null ? List.of() : item.allergens());
        row.available = item.available() == null || item.available();
        row.displayOrder = order;
        return row;
    }

    private static UUID stableId(UUID restaurantId, String kind, String name) {
        return UUID.nameUUIDFromBytes((restaurantId + "/" + kind + "/" + name).getBytes(StandardCharsets.UTF_8));
    }
}
