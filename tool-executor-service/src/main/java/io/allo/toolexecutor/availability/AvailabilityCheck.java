// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.availability;

import io.allo.toolexecutor.restaurant.Coordinates;
import io.allo.toolexecutor.restaurant.RequestedTime;
import io.allo.toolexecutor.restaurant.Restaurant;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Can it be done, and when? A request that is too early is raised to the earliest possible time, never refused.
 */
@ApplicationScoped
class AvailabilityCheck {
    private static final BigDecimal DEFAULT_RADIUS_KM = BigDecimal.valueOf(5);

    private final Geocoder geocoder;
    private final Clock clock;

    AvailabilityCheck(Geocoder geocoder, Clock clock) {
        this.geocoder = geocoder;
        this.clock = clock;
    }

    Uni<AvailabilityAnswer> pickup(Restaurant restaurant, @Nullable LocalTime requested) {
        Duration preparation = Duration.ofMinutes(restaurant.facts().avgPrepTimeMin());
        Instant ready = ready(restaurant, requested, preparation);
        return Uni.createFrom()
                .item(AvailabilityAnswer.at(AvailabilityMode.PICKUP.wireName(), ready, restaurant.zone()));
    }

    Uni<AvailabilityAnswer> delivery(
            Restaurant restaurant, AvailabilityRequest request, @Nullable LocalTime requested) {
        Coordinates from = restaurant.coordinates();
        if (!restaurant.facts().deliveryEnabled()) {
            return refused("delivery_not_enabled", 0);
        }
        if (!request.hasAddress()) {
            return refused("customer_address_required", 0);
        }
        if (from == null) {
            return refused("restaurant_coordinates_missing", 0);
        }
        return locate(restaurant, request).chain(found -> {
            Optional<Geocoder.Place> place = found.place();
            return place.isEmpty()
                    ? refused("address_not_found", found.paidCalls())
                    : Uni.createFrom()
                            .item(measured(restaurant, from, place.get(), requested)
                                    .withGeocodingCalls(found.paidCalls()));
        });
    }

    private AvailabilityAnswer measured(
            Restaurant restaurant, Coordinates from, Geocoder.Place to, @Nullable LocalTime requested) {
        String mode = AvailabilityMode.DELIVERY.wireName();
        DeliveryDistance distance = DeliveryDistance.between(from, to.coordinates());
        BigDecimal radius = restaurant.facts().deliveryRadiusKm() == null
                ? DEFAULT_RADIUS_KM
                : restaurant.facts().deliveryRadiusKm();
        if (!distance.within(radius)) {
            String reason = "distance_" + distance.roadKm().toPlainString() + "km_max_"
                    + radius.stripTrailingZeros().toPlainString() + "km";
            return AvailabilityAnswer.refused(mode, reason)
                    .with(AvailabilityAnswer.Delivery.tooFar(distance, to.formattedAddress()));
        }
        Duration takes = Duration.ofMinutes(restaurant.facts().avgPrepTimeMin() + distance.minutes());
        return AvailabilityAnswer.at(mode, ready(restaurant, requested, takes), restaurant.zone())
                .with(AvailabilityAnswer.Delivery.accepted(
                        distance, restaurant.facts().deliveryFee(), to.formattedAddress(), to.coordinates()));
    }

    private Uni<Geocoder.Result> locate(Restaurant restaurant, AvailabilityRequest request) {
        Optional<Coordinates> known = request.coordinates();
        if (known.isPresent()) {
            Geocoder.Place place = new Geocoder.Place(known.get(), request.joinedAddress());
            return Uni.createFrom().item(new Geocoder.Result(Optional.of(place), 0));
        }
        return geocoder.find(new Geocoder.Address(
                request.customerAddress() == null ? "" : request.customerAddress(),
                request.customerPostalCode(),
                request.customerCity(),
                restaurant.facts().country()));
    }

    private Instant ready(Restaurant restaurant, @Nullable LocalTime requested, Duration takes) {
        Instant now = clock.instant();
        Instant earliest = now.plus(takes);
        if (requested == null) {
            return earliest;
        }
        Instant wished = RequestedTime.next(requested, now, restaurant.zone());
        return wished.isAfter(earliest) ? wished : earliest;
    }

    private static Uni<AvailabilityAnswer> refused(String reason, int paidCalls) {
        return Uni.createFrom()
                .item(AvailabilityAnswer.refused(AvailabilityMode.DELIVERY.wireName(), reason)
                        .withGeocodingCalls(paidCalls));
    }
}
