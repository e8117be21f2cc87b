// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.availability;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.session.SessionFacts;
import io.allo.toolexecutor.restaurant.Coordinates;
import io.allo.toolexecutor.restaurant.KitchenRules;
import io.allo.toolexecutor.restaurant.Restaurant;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AvailabilityCheckTest {
    private static final Clock NOON_UTC = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);
    private static final Coordinates HERE = new Coordinates(48.8566, 2.3522);

    private final List<Geocoder.Address> searches = new ArrayList<>();
    private Geocoder.Result found = new Geocoder.Result(
            Optional.of(new Geocoder.Place(new Coordinates(48.8700, 2.3300), "1 rue Trouvée, 75009 Paris")), 1);
    private final AvailabilityCheck check = new AvailabilityCheck(
            address -> {
                searches.add(address);
                return Uni.createFrom().item(found);
            },
            NOON_UTC);

    @Test
    @DisplayName("A56: pickup is ready after the preparation, in the restaurant's zone")
    void pickupTakesThePreparation() {
        // When
        AvailabilityAnswer answer =
                check.pickup(restaurant(true, HERE), null).await().indefinitely();

        // Then
        assertThat(answer.estimatedTimeISO()).isEqualTo("2026-11-21T12:25:00Z");
        assertThat(answer.estimatedTime()).isEqualTo("13:25");
        assertThat(answer.available()).isTrue();
    }

    @Test
    @DisplayName("A56: a later wish is kept, a too early one is raised")
    void requestedTimeIsRaisedToTheEarliest() {
        // When
        AvailabilityAnswer later = check.pickup(restaurant(true, HERE), LocalTime.of(20, 0))
                .await()
                .indefinitely();
        AvailabilityAnswer early = check.pickup(restaurant(true, HERE), LocalTime.of(13, 10))
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
    void theStreetTableFindsStreetsHoweverTheyAreSaid() {
        // Given
        StreetTable streets = new StreetTable();

        // Then
        assertThat(place(streets, "10 RUE DE RIVOLI", null, null)).isPresent();
        assertThat(place(streets, "25 bis, avenue des Champs Elysees", "75008", "Paris"))
                .isPresent();
        assertThat(place(streets, "10 rue de Rivoli", "69001", "Lyon")).isEmpty();
        assertThat(place(streets, "10 rue de Rivolino", null, null)).isEmpty();
        assertThat(place(streets, "", null, null)).isEmpty();
    }

    private static Optional<Geocoder.Place> place(
            StreetTable streets, String street, @Nullable String code, @Nullable String city) {
        return streets.find(new Geocoder.Address(street, code, city, "FR"))
                .await()
                .indefinitely()
                .place();
    }

    private AvailabilityAnswer deliver(
            Restaurant restaurant, String address, @Nullable Double lat, @Nullable Double lng) {
        var request = new AvailabilityRequest(
                restaurant.id().toString(), "delivery", null, address, "Paris", "75009", lat, lng, null, null);
        return check.delivery(restaurant, request, null).await().indefinitely();
    }

    private static Restaurant restaurant(boolean delivers, @Nullable Coordinates at) {
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
                Map.of(),
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
        return new Restaurant(id, 1, facts, at, KitchenRules.NONE);
    }
}
