// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.availability;

import io.allo.toolexecutor.kitchen.Job;
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
    private final DeliverySearch search;
    private final ReadyTimes times;
    private final Clock clock;

    AvailabilityCheck(DeliverySearch search, ReadyTimes times, Clock clock) {
        this.search = search;
        this.times = times;
        this.clock = clock;
    }

    Uni<AvailabilityAnswer> pickup(Restaurant restaurant, AvailabilityRequest request, @Nullable LocalTime requested) {
        Instant ready = ready(restaurant, requested, Duration.ZERO);
        Job job = Job.of(request.size(), false, Duration.ZERO);
        return times.settle(restaurant, job, ready, Duration.ZERO)
                .map(settled -> answer(restaurant, AvailabilityMode.PICKUP, settled));
    }

    Uni<AvailabilityAnswer> delivery(
            Restaurant restaurant, AvailabilityRequest request, @Nullable LocalTime requested) {
        Coordinates from = restaurant.coordinates();
        if (!restaurant.facts().deliveryEnabled()) {
            return refused("delivery_not_enabled", 0);
        }
        if (!request.destination().hasStreet()) {
            return refused("customer_address_required", 0);
        }
        if (from == null) {
            return refused("restaurant_coordinates_missing", 0);
        }
        return search.from(from, request.destination(), restaurant.facts().country())
                .chain(found -> found.way()
                        .map(way -> measured(restaurant, request, way, requested)
                                .map(answer -> answer.withGeocodingCalls(found.paidCalls())))
                        .orElseGet(() -> refused("address_not_found", found.paidCalls())));
    }

    private Uni<AvailabilityAnswer> measured(
            Restaurant restaurant, AvailabilityRequest request, DeliverySearch.Way way, @Nullable LocalTime requested) {
        String address = way.to().formattedAddress();
        BigDecimal radius = restaurant.facts().deliveryRadiusKm();
        Optional<String> refusal = way.refusal(radius == null ? DeliverySearch.DEFAULT_RADIUS_KM : radius);
        if (refusal.isPresent()) {
            return Uni.createFrom()
                    .item(AvailabilityAnswer.refused(AvailabilityMode.DELIVERY.wireName(), refusal.get())
                            .with(AvailabilityAnswer.Delivery.notPossible(way.distance(), address)));
        }
        Duration travel = Duration.ofMinutes(way.distance().minutes());
        Instant ready = ready(restaurant, requested, travel);
        // Without travel, as the confirmation will book it.
        Job job = Job.of(request.size(), true, Duration.ZERO);
        return times.settle(restaurant, job, ready, travel)
                .map(settled -> answer(restaurant, AvailabilityMode.DELIVERY, settled))
                .map(answer -> answer.with(
                        answer.available()
                                ? AvailabilityAnswer.Delivery.accepted(
                                        way.distance(),
                                        restaurant.facts().deliveryFee(),
                                        address,
                                        way.to().coordinates())
                                : AvailabilityAnswer.Delivery.notPossible(way.distance(), address)));
    }

    private static AvailabilityAnswer answer(Restaurant restaurant, AvailabilityMode mode, ReadyTimes.Settled settled) {
        return switch (settled) {
            case ReadyTimes.Settled.At(Instant time) -> AvailabilityAnswer.at(mode.wireName(), time, restaurant.zone());
            case ReadyTimes.Settled.KitchenFull() -> AvailabilityAnswer.refused(mode.wireName(), "kitchen_full");
            case ReadyTimes.Settled.Closed(Optional<Instant> opensAt) ->
                AvailabilityAnswer.closed(mode.wireName(), opensAt, restaurant.zone());
        };
    }

    private Instant ready(Restaurant restaurant, @Nullable LocalTime requested, Duration travel) {
        Instant now = clock.instant();
        Instant earliest = now.plus(Duration.ofMinutes(restaurant.facts().avgPrepTimeMin()))
                .plus(travel);
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
