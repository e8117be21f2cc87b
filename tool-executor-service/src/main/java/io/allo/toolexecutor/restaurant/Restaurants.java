// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.restaurant;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.allo.contracts.session.SessionFacts;
import io.allo.toolexecutor.config.Json;
import io.allo.toolexecutor.door.ApiException;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds restaurants for the other features, always within an account. */
@ApplicationScoped
public class Restaurants {
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
    private static final TypeReference<Map<String, List<Map<String, String>>>> HOURS = new TypeReference<>() {};

    private final RestaurantRepository repository;
    private final Json json;
    private final Clock clock;

    Restaurants(RestaurantRepository repository, Json json, Clock clock) {
        this.repository = repository;
        this.json = json;
        this.clock = clock;
    }

    /** Reads {@code restaurantId} as sent; 400 when it is missing. Text that is no UUID is an unknown restaurant. */
    public static Optional<UUID> idOf(@Nullable String restaurantId) {
        if (restaurantId == null || restaurantId.isBlank()) {
            throw ApiException.badRequest("restaurantId is required");
        }
        try {
            return Optional.of(UUID.fromString(restaurantId.strip()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The restaurant if it belongs to the account. */
    @WithSession
    public Uni<Optional<Restaurant>> find(@Nullable String restaurantId, String accountId) {
        return idOf(restaurantId)
                .map(id -> repository
                        .findOf(id, accountId)
                        .map(row -> Optional.ofNullable(row).map(this::toRestaurant)))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    /** As {@link #find}, 404 when there is none. */
    @WithSession
    public Uni<Restaurant> require(@Nullable String restaurantId, String accountId) {
        return find(restaurantId, accountId)
                .map(found ->
                        found.orElseThrow(() -> ApiException.notFound("unknown restaurant " + shown(restaurantId))));
    }

    /** The restaurant whatever its account: for {@code /internal/**} only. */
    @WithSession
    public Uni<Optional<Restaurant>> findAny(UUID id) {
        return repository.findById(id).map(row -> Optional.ofNullable(row).map(this::toRestaurant));
    }

    @WithSession
    public Uni<List<Restaurant>> list(String accountId) {
        return repository
                .listOf(accountId)
                .map(rows -> rows.stream().map(this::toRestaurant).toList());
    }

    /** Call in the transaction of any change of the restaurant's facts, so that the next session sees it. */
    public Uni<Long> raiseVersion(UUID id) {
        return repository.raiseVersion(id);
    }

    /** Writes the settings in the current transaction; an existing restaurant keeps its account. */
    public Uni<Long> save(UUID id, RestaurantSettings settings) {
        return repository.findById(id).chain(existing -> {
            if (existing != null && !existing.accountId.equals(settings.accountId())) {
                throw ApiException.badRequest("restaurant " + id + " belongs to another account");
            }
            RestaurantEntity row = existing == null ? new RestaurantEntity() : existing;
            row.id = id;
            settings.copyTo(row, json, clock.instant());
            return repository.persistAndFlush(row).chain(() -> repository.raiseVersion(id));
        });
    }

    /** The row, locked until the transaction ends: two changes of different settings do not undo each other. */
    public Uni<Restaurant> locked(UUID id) {
        return repository.findById(id, LockModeType.PESSIMISTIC_WRITE).map(this::toRestaurant);
    }

    /** The settings as an import document has them: everything that is set, without id and version. */
    public ObjectNode settings(Restaurant restaurant) {
        ObjectNode document = json.read(json.write(RestaurantResource.View.of(restaurant)), ObjectNode.class);
        document.remove(List.of("id", "version"));
        document.properties().removeIf(field -> field.getValue().isNull());
        return document;
    }

    /** What {@code GET /api/restaurants?id=} shows, in the current transaction and with the version just raised. */
    public Uni<Object> view(UUID id, long version) {
        return repository
                .findById(id)
                .map(this::toRestaurant)
                .map(found -> RestaurantResource.View.of(
                        new Restaurant(found.id(), version, found.facts(), found.coordinates(), found.kitchen())));
    }

    private Restaurant toRestaurant(RestaurantEntity row) {
        var facts = new SessionFacts.Restaurant(
                row.id.toString(),
                row.accountId,
                row.name,
                row.cuisineType,
                row.address,
                row.city,
                row.postalCode,
                row.country,
                row.phone,
                row.timezone,
                row.currency,
                row.voice,
                row.instructions,
                json.read(row.openingHoursText, TEXTS),
                json.read(row.openingHours, HOURS),
                row.avgPrepTimeMin,
                row.deliveryEnabled,
                row.deliveryRadiusKm,
                row.deliveryFee,
                row.deliveryFreeAbove,
                row.minOrderAmount,
                row.reservationEnabled,
                row.totalSeats,
                row.avgMealDurationMin,
                row.minReservationAdvanceMin,
                row.maxReservationAdvanceDays,
                row.orderStatusEnabled,
                row.transferEnabled,
                row.transferPhoneNumber,
                row.transferAutomatic,
                row.aiCostMarginPct);
        Coordinates coordinates =
                row.latitude == null || row.longitude == null ? null : new Coordinates(row.latitude, row.longitude);
        var kitchen = new KitchenRules(row.planningConfig, row.checkOpeningHours, row.availabilityUsesPlanning);
        return new Restaurant(row.id, row.version, facts, coordinates, kitchen);
    }

    /** Unknown ids come from outside: quoted, but never at full length. */
    private static String shown(@Nullable String restaurantId) {
        return restaurantId == null ? "" : restaurantId.substring(0, Math.min(restaurantId.length(), 40));
    }
}
