// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.dining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.allo.toolexecutor.config.Json;
import io.allo.toolexecutor.door.ApiException;
import io.allo.toolexecutor.menu.Menus;
import io.allo.toolexecutor.restaurant.RestaurantSchema;
import io.allo.toolexecutor.restaurant.Restaurants;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rooms, tables, services and offers: checked against the schema, changed one by one or by an import. */
@ApplicationScoped
public class Dining {
    private final DiningRepository repository;
    private final Menus menus;
    private final Restaurants restaurants;
    private final Json json;
    private final ObjectMapper mapper;
    private final Map<DiningKind, RestaurantSchema.Part> schemas = new EnumMap<>(DiningKind.class);

    Dining(
            DiningRepository repository,
            Menus menus,
            Restaurants restaurants,
            RestaurantSchema schema,
            Json json,
            ObjectMapper mapper) {
        this.repository = repository;
        this.menus = menus;
        this.restaurants = restaurants;
        this.json = json;
        this.mapper = mapper;
        Arrays.stream(DiningKind.values()).forEach(kind -> schemas.put(kind, schema.part(kind.wireName())));
    }

    @WithSession
    public Uni<DiningPlan> plan(UUID restaurantId) {
        return repository
                .of(restaurantId)
                .map(rows -> new DiningPlan(
                        read(rows, DiningKind.TABLE, DiningTable.class),
                        read(rows, DiningKind.SERVICE, DiningService.class),
                        read(rows, DiningKind.OFFER, Offer.class)));
    }

    @WithSession
    Uni<List<ObjectNode>> list(UUID restaurantId, DiningKind kind) {
        return repository
                .of(restaurantId, kind)
                .map(rows -> rows.stream().map(this::view).toList());
    }

    /** The lists of a restaurant's document, as an import takes them. */
    @WithSession
    public Uni<Map<String, List<ObjectNode>>> document(UUID restaurantId) {
        return repository.of(restaurantId).map(rows -> {
            Map<String, List<ObjectNode>> lists = new LinkedHashMap<>();
            for (DiningKind kind : DiningKind.values()) {
                lists.put(kind.documentKey(), documents(rows, kind));
            }
            return lists;
        });
    }

    /** The restaurant of a thing, to check the account before changing it. */
    @WithSession
    Uni<Optional<UUID>> restaurantOf(UUID id) {
        return repository.findById(id).map(row -> Optional.ofNullable(row).map(found -> found.restaurantId));
    }

    /** Adds a thing in the current transaction. */
    Uni<ObjectNode> create(UUID restaurantId, DiningKind kind, JsonNode body) {
        DiningEntity row = new DiningEntity();
        row.id = UUID.randomUUID();
        row.restaurantId = restaurantId;
        row.kind = kind.wireName();
        return write(row, kind, mapper.createObjectNode(), body)
                .chain(() -> repository.persistAndFlush(row))
                .call(() -> restaurants.raiseVersion(restaurantId))
                .map(this::view);
    }

    /** Changes the fields that the body names, in the current transaction. */
    Uni<ObjectNode> change(UUID id, DiningKind kind, JsonNode body) {
        return repository
                .locked(id, kind)
                .onItem()
                .ifNull()
                .failWith(() -> unknown(kind))
                .call(row -> write(row, kind, json.read(row.document, ObjectNode.class), body))
                .call(repository::flush)
                .call(row -> restaurants.raiseVersion(row.restaurantId))
                .map(this::view);
    }

    /** Deletes in the current transaction. */
    Uni<Void> delete(UUID id, DiningKind kind) {
        return repository
                .locked(id, kind)
                .onItem()
                .ifNull()
                .failWith(() -> unknown(kind))
                .call(repository::delete)
                .call(row -> kind == DiningKind.ROOM
                        ? repository.forgetRoom(row.restaurantId, id)
                        : Uni.createFrom().voidItem())
                .call(row -> restaurants.raiseVersion(row.restaurantId))
                .replaceWithVoid();
    }

    static ApiException unknown(DiningKind kind) {
        return ApiException.notFound("unknown " + kind.wireName());
    }

    /**
     * Makes the lists that the document names equal to it, in the current transaction; a list that it does not name stays.
     * Call after the menu: an offer may name one of its items.
     */
    public Uni<Void> replace(UUID restaurantId, JsonNode document) {
        return Multi.createFrom()
                .iterable(Arrays.stream(DiningKind.values())
                        .filter(kind -> document.has(kind.documentKey()))
                        .toList())
                .onItem()
                .transformToUniAndConcatenate(kind -> repository
                        .delete("restaurantId = ?1 and kind = ?2", restaurantId, kind.wireName())
                        .chain(() -> importAll(restaurantId, kind, document.get(kind.documentKey()))))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> importAll(UUID restaurantId, DiningKind kind, JsonNode list) {
        return Multi.createFrom()
                .range(0, list.size())
                .onItem()
                .transformToUniAndConcatenate(i -> {
                    JsonNode thing = list.get(i);
                    DiningEntity row = new DiningEntity();
                    row.id = thing.hasNonNull("id")
                            ? UUID.fromString(thing.get("id").asText())
                            : stableId(
                                    restaurantId,
                                    kind,
                                    i + "/" + thing.path("name").asText());
                    row.restaurantId = restaurantId;
                    row.kind = kind.wireName();
                    return repository
                            .findById(row.id)
                            .invoke(other -> {
                                if (other != null) {
                                    throw ApiException.badRequest("restaurant document: the id " + row.id
                                            + " is another's (expected: none, or one of this restaurant)");
                                }
                            })
                            .chain(() -> write(row, kind, mapper.createObjectNode(), thing))
                            .chain(() -> repository.persistAndFlush(row));
                })
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> write(DiningEntity row, DiningKind kind, ObjectNode stored, JsonNode change) {
        ObjectNode merged = schemas.get(kind).merged(stored, change);
        merged.remove("id");
        schemas.get(kind).check().firstMisfit(merged).ifPresent(misfit -> {
            throw ApiException.badRequest(kind.wireName() + ": " + misfit);
        });
        merged.put("id", row.id.toString());
        typed(kind, merged).ifPresent(misfit -> {
            throw ApiException.badRequest(kind.wireName() + ": " + misfit);
        });
        row.document = json.write(merged);
        return checkReference(row.restaurantId, kind, merged);
    }

    /** What a JSON Schema cannot say. */
    private Optional<String> typed(DiningKind kind, ObjectNode document) {
        try {
            return switch (kind) {
                case ROOM, TABLE -> Optional.empty();
                case SERVICE -> {
                    mapper.treeToValue(document, DiningService.class);
                    yield Optional.empty();
                }
                case OFFER -> mapper.treeToValue(document, Offer.class).misfit();
            };
        } catch (JsonProcessingException e) {
            return Optional.of(e.getOriginalMessage());
        }
    }

    /** A table stands in a room of its restaurant, an offer goes with an item of it. */
    private Uni<Void> checkReference(UUID restaurantId, DiningKind kind, ObjectNode document) {
        UUID room = kind == DiningKind.TABLE ? id(document, "diningRoomId") : null;
        UUID item = kind == DiningKind.OFFER ? id(document, "menuItemId") : null;
        Uni<Boolean> known = Uni.createFrom().item(true);
        if (room != null) {
            known = repository.exists(restaurantId, DiningKind.ROOM, room);
        } else if (item != null) {
            known = menus.known(restaurantId, Set.of(item)).map(found -> !found.isEmpty());
        }
        return known.invoke(found -> {
                    if (!found) {
                        throw ApiException.badRequest(kind.wireName() + ": "
                                + (room != null ? "diningRoomId is no room" : "menuItemId is no item")
                                + " of this restaurant");
                    }
                })
                .replaceWithVoid();
    }

    private static @Nullable UUID id(ObjectNode document, String field) {
        return document.hasNonNull(field) ? UUID.fromString(document.get(field).asText()) : null;
    }

    private <T> List<T> read(List<DiningEntity> rows, DiningKind kind, Class<T> type) {
        return rows.stream()
                .filter(row -> row.kind.equals(kind.wireName()))
                .map(row -> json.read(row.document, type))
                .toList();
    }

    private List<ObjectNode> documents(List<DiningEntity> rows, DiningKind kind) {
        return read(rows, kind, ObjectNode.class);
    }

    private ObjectNode view(DiningEntity row) {
        ObjectNode view = json.read(row.document, ObjectNode.class);
        view.put("restaurantId", row.restaurantId.toString());
        return view;
    }

    private static UUID stableId(UUID restaurantId, DiningKind kind, String name) {
        return UUID.nameUUIDFromBytes(
                (restaurantId + "/" + kind.wireName() + "/" + name).getBytes(StandardCharsets.UTF_8));
    }
}
