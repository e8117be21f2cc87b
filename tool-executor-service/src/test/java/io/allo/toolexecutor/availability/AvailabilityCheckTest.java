// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.availability;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.session.SessionFacts;
import io.allo.toolexecutor.geocoding.Geocoder;
import io.allo.toolexecutor.kitchen.Disturbance;
import io.allo.toolexecutor.kitchen.KitchenPlan;
import io.allo.toolexecutor.kitchen.PlanningConfig;
import io.allo.toolexecutor.kitchen.Station;
import io.allo.toolexecutor.restaurant.Coordinates;
import io.allo.toolexecutor.restaurant.KitchenRules;
import io.allo.toolexecutor.restaurant.Restaurant;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AvailabilityCheckTest {
    private static final Clock NOON_UTC = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);
    private static final Coordinates HERE = new Coordinates(48.8566, 2.3522);

    private static final AvailabilityRequest PICKUP =
            new AvailabilityRequest("r", "pickup", null, null, null, null, null, null, null, null, null);

    private final List<Geocoder.Address> searches = new ArrayList<>();
    private Geocoder.Result found = new Geocoder.Result(
            Optional.of(new Geocoder.Place(new Coordinates(48.8700, 2.3300), "1 rue Trouvée, 75009 Paris")), 1);
    private @Nullable KitchenPlan plan = plan(List.of());
    private KitchenRules rules = KitchenRules.NONE;
    private Map<String, List<Map<String, String>>> hours = Map.of();
    private final AvailabilityCheck check = new AvailabilityCheck(
            new DeliverySearch(address -> {
                searches.add(address);
                return Uni.createFrom().item(found);
            }),
            new ReadyTimes(restaurant -> Uni.createFrom().item(() -> Objects.requireNonNull(plan))),
            NOON_UTC);

    @Test
    @DisplayName("A56: pickup is ready after the preparation, in the restaurant's zone")
    void pickupTakesThePreparation() {
        // When
        AvailabilityAnswer answer =
                check.pickup(restaurant(true, HERE), PICKUP, null).await().indefinitely();

        // Then
        assertThat(answer.estimatedTimeISO()).isEqualTo("2026-11-21T12:25:00Z");
        assertThat(answer.estimatedTime()).isEqualTo("13:25");
        assertThat(answer.available()).isTrue();
    }

    @Test
    @DisplayName("A56: a later wish is kept, a too early one is raised")
    void requestedTimeIsRaisedToTheEarliest() {
        // When
        AvailabilityAnswer later = check.pickup(restaurant(true, HERE), PICKUP, LocalTime.of(20, 0))
                .await()
                .indefinitely();
        AvailabilityAnswer early = check.pickup(restaurant(true, HERE), PICKUP, LocalTime.of(13, 10))
                .await()
                .indefinitely();

        // Then
        assertThat(later.estimatedTime()).isEqualTo("20:00");
        assertThat(early.estimatedTime()).isEqualTo("13:25");
    }

    @Test
    @DisplayName("A60, A61: given coordinates skip geocoding")
    void coordinatesSkipGeocoding() {
        // When
        AvailabilityAnswer answer = deliver(restaurant(true, HERE), "10 rue X", 48.8700, 2.3300);

        // Then
        assertThat(searches).isEmpty();
        assertThat(answer.available()).isTrue();
        assertThat(answer.googleApiCalls()).isZero();
        assertThat(answer.estimatedTimeISO()).isEqualTo("2026-11-21T12:35:00Z");
        assertThat(answer.delivery()).isNotNull();
        assertThat(answer.delivery().deliveryDistanceKm()).isEqualByComparingTo("3.1");
        assertThat(answer.delivery().deliveryDurationMin()).isEqualTo(10);
        assertThat(answer.delivery().deliveryFee()).isEqualByComparingTo("3.50");
        assertThat(answer.delivery().customerAddressFormatted()).isEqualTo("10 rue X, 75009, Paris");
    }

    @Test
    @DisplayName("A61: an address without coordinates costs one counted search")
    void searchesAreCounted() {
        // When
        AvailabilityAnswer answer = deliver(restaurant(true, HERE), "10 rue X", null, null);

        // Then
        assertThat(searches).hasSize(1);
        assertThat(answer.googleApiCalls()).isEqualTo(1);
        assertThat(answer.delivery()).isNotNull();
        assertThat(answer.delivery().customerAddressFormatted()).isEqualTo("1 rue Trouvée, 75009 Paris");
    }

    @Test
    @DisplayName("A59, A60: each refusal of a delivery has its code")
    void refusalsCarryTheirCodes() {
        assertThat(deliver(restaurant(false, HERE), "10 rue X", null, null).reason())
                .isEqualTo("delivery_not_enabled");
        assertThat(deliver(restaurant(true, HERE), " ", null, null).reason()).isEqualTo("customer_address_required");
        assertThat(deliver(restaurant(true, null), "10 rue X", null, null).reason())
                .isEqualTo("restaurant_coordinates_missing");
        AvailabilityAnswer tooFar = deliver(restaurant(true, HERE), "10 rue X", 48.9000, 2.4000);
        assertThat(tooFar.reason()).isEqualTo("distance_8.3km_max_5km");
        assertThat(tooFar.delivery()).isNotNull();
        assertThat(tooFar.delivery().deliveryDistanceKm()).isEqualByComparingTo("8.3");
        found = new Geocoder.Result(Optional.empty(), 1);
        AvailabilityAnswer unknown = deliver(restaurant(true, HERE), "10 rue X", null, null);
        assertThat(unknown.reason()).isEqualTo("address_not_found");
        assertThat(unknown.estimatedTime()).isEmpty();
    }

    @Test
    @DisplayName("A.6: the kitchen's plan is asked only when the restaurant says so; it moves the time or has no room")
    void theKitchensPlan() {
        // Given: the kitchen is full for 50 minutes
        Instant now = NOON_UTC.instant();
        plan = plan(List.of(new Disturbance(Set.of(Station.KITCHEN), 10, now, now.plusSeconds(49 * 60))));

        // Then
        assertThat(pickup(null).estimatedTime()).isEqualTo("13:25");
        rules = new KitchenRules(null, false, true);
        assertThat(pickup(null).estimatedTime()).isEqualTo("14:15");
        assertThat(pickup(LocalTime.of(20, 0)).estimatedTime()).isEqualTo("20:00");
        assertThat(deliver(restaurant(true, HERE), "10 rue X", 48.8700, 2.3300).estimatedTime())
                .isEqualTo("14:20");
        plan = plan(List.of(new Disturbance(Set.of(Station.KITCHEN), 10, now, now.plusSeconds(86_400))));
        assertThat(pickup(null).reason()).isEqualTo("kitchen_full");
        assertThat(pickup(null).estimatedTimeISO()).isEmpty();
        assertThat(pickup(LocalTime.of(20, 0)).estimatedTime()).isEqualTo("20:00");
    }

    @Test
    @DisplayName("A.6: a plan that cannot be made changes nothing")
    void noPlan() {
        rules = new KitchenRules(null, false, true);
        plan = null;
        assertThat(pickup(null).estimatedTime()).isEqualTo("13:25");
    }

    @Test
    @DisplayName("A.6: opening hours count only when the restaurant says so; a closed one names its next opening")
    void openingHours() {
        // Given: 2026-11-21 is a Saturday, the time is 13:00
        hours = Map.of(
                "6", List.of(Map.of("open", "11:00", "close", "13:20"), Map.of("open", "18:30", "close", "23:00")));

        // Then
        assertThat(pickup(null).available()).isTrue();
        rules = new KitchenRules(null, true, false);
        AvailabilityAnswer closed = pickup(null);
        assertThat(closed.available()).isFalse();
        assertThat(closed.reason()).isEqualTo("restaurant_closed");
        assertThat(closed.opening().opensAt()).isEqualTo("18:30");
        assertThat(closed.opening().opensAtISO()).isEqualTo("2026-11-21T17:30:00Z");
        assertThat(pickup(LocalTime.of(19, 0)).available()).isTrue();
        assertThat(pickup(LocalTime.of(23, 0)).reason()).isEqualTo("restaurant_closed");
        // The food leaves at 22:55 and arrives after closing.
        var request =
                new AvailabilityRequest("r", "delivery", null, "10 rue X", null, null, 48.87, 2.33, null, null, null);
        assertThat(check.delivery(restaurant(true, HERE), request, LocalTime.of(23, 5))
                        .await()
                        .indefinitely()
                        .available())
                .isTrue();
    }

    private AvailabilityAnswer pickup(@Nullable LocalTime requested) {
        return check.pickup(restaurant(true, HERE), PICKUP, requested).await().indefinitely();
    }

    private static KitchenPlan plan(List<Disturbance> disturbances) {
        return KitchenPlan.of(
                PlanningConfig.DEFAULTS, ZoneId.of("Europe/Paris"), NOON_UTC.instant(), List.of(), disturbances);
    }

    private AvailabilityAnswer deliver(
            Restaurant restaurant, String address, @Nullable Double lat, @Nullable Double lng) {
        var request = new AvailabilityRequest(
                restaurant.id().toString(), "delivery", null, address, "Paris", "75009", lat, lng, null, null, null);
        return check.delivery(restaurant, request, null).await().indefinitely();
    }

    private Restaurant restaurant(boolean delivers, @Nullable Coordinates at) {
        UUID id = UUID.randomUUID();
        var facts = new SessionFacts.Restaurant(
                id.toString(),
                "account",
                "R",
                null,
                null,
                "Paris",
                null,
                "FR",
                null,
                "Europe/Paris",
                "EUR",
                "sage",
                null,
                Map.of(),
                hours,
                25,
                delivers,
                new BigDecimal("5.00"),
                new BigDecimal("3.50"),
                null,
                null,
                false,
                0,
                90,
                60,
                30,
                true,
                false,
                null,
                false,
                null);
        return new Restaurant(id, 1, facts, at, rules);
    }
}
