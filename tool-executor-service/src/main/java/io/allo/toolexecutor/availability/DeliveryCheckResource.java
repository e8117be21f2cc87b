// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.availability;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.allo.toolexecutor.door.ApiException;
import io.allo.toolexecutor.door.Caller;
import io.allo.toolexecutor.restaurant.Coordinates;
import io.allo.toolexecutor.restaurant.Restaurant;
import io.allo.toolexecutor.restaurant.Restaurants;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/delivery/check}: how far is it, and is it within the zone? For a restaurant by id, or for any place with a
 * radius. Whether the restaurant delivers at all is another question: that of the availability check.
 */
@Path("/api/delivery/check")
class DeliveryCheckResource {
    private static final int DEFAULT_PREPARATION_MIN = 30;
    private static final BigDecimal LARGEST_RADIUS_KM = BigDecimal.valueOf(500);
    private static final int LONGEST_PREPARATION_MIN = 600;

    private final Restaurants restaurants;
    private final DeliverySearch search;
    private final Caller caller;

    DeliveryCheckResource(Restaurants restaurants, DeliverySearch search, Caller caller) {
        this.restaurants = restaurants;
        this.search = search;
        this.caller = caller;
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Request(
            @Nullable String restaurantId,
            @Nullable Double restaurantLat,
            @Nullable Double restaurantLng,
            @Nullable BigDecimal deliveryRadiusKm,
            @Nullable Integer avgPrepTimeMin,
            @Nullable String customerAddress,
            @Nullable String customerCity,
            @Nullable String customerPostalCode,
            @Nullable Double customerLat,
            @Nullable Double customerLng) {
        Destination destination() {
            return new Destination(customerAddress, customerPostalCode, customerCity, customerLat, customerLng)
                    .checked();
        }
    }

    /** Where deliveries start and how far they go. */
    private record Start(
            Coordinates at,
            BigDecimal radiusKm,
            int preparationMin,
            @Nullable String country) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Answer(
            boolean isDeliverable,
            @Nullable Double customerLat,
            @Nullable Double customerLng,
            @Nullable String customerAddressFormatted,
            @Nullable BigDecimal distanceKm,
            @Nullable Long durationMin,
            @Nullable String distanceText,
            @Nullable String durationText,
            @Nullable Long estimatedDeliveryMin,
            @Nullable String reason,
            int googleApiCalls) {
        static Answer unknown(int paidCalls) {
            return new Answer(false, null, null, null, null, null, null, null, null, "address_not_found", paidCalls);
        }
    }

    @POST
    public Uni<Answer> check(@Nullable Request request) {
        if (request == null) {
            throw ApiException.badRequest("a JSON body is required");
        }
        Destination to = request.destination();
        if (!to.hasStreet() && to.coordinates().isEmpty()) {
            throw ApiException.badRequest("customerAddress is required (or customerLat and customerLng)");
        }
        return start(request)
                .chain(start -> search.from(start.at(), to, start.country())
                        .map(found -> found.way()
                                .map(way -> answer(start, way, found.paidCalls()))
                                .orElseGet(() -> Answer.unknown(found.paidCalls()))));
    }

    private Uni<Start> start(Request request) {
        if (request.restaurantId() != null && !request.restaurantId().isBlank()) {
            return restaurants
                    .require(request.restaurantId(), caller.accountId())
                    .map(DeliveryCheckResource::of);
        }
        BigDecimal radius =
                request.deliveryRadiusKm() == null ? DeliverySearch.DEFAULT_RADIUS_KM : request.deliveryRadiusKm();
        int preparation = request.avgPrepTimeMin() == null ? DEFAULT_PREPARATION_MIN : request.avgPrepTimeMin();
        if (radius.signum() <= 0 || radius.compareTo(LARGEST_RADIUS_KM) > 0 || radius.scale() > 10) {
            throw ApiException.badRequest("deliveryRadiusKm is out of range (expected: above 0, at most 500)");
        }
        if (preparation < 0 || preparation > LONGEST_PREPARATION_MIN) {
            throw ApiException.badRequest("avgPrepTimeMin is out of range (expected: from 0 to 600)");
        }
        Coordinates at = Destination.at(request.restaurantLat(), request.restaurantLng())
                .orElseThrow(() -> ApiException.badRequest(
                        "coordinates are missing (expected: restaurantId, or restaurantLat and restaurantLng)"));
        return Uni.createFrom().item(new Start(at, radius, preparation, null));
    }

    private static Start of(Restaurant restaurant) {
        Coordinates at = restaurant.coordinates();
        if (at == null) {
            throw ApiException.badRequest("the restaurant has no coordinates (expected: latitude and longitude)");
        }
        BigDecimal radius = restaurant.facts().deliveryRadiusKm();
        return new Start(
                at,
                radius == null ? DeliverySearch.DEFAULT_RADIUS_KM : radius,
                restaurant.facts().avgPrepTimeMin(),
                restaurant.facts().country());
    }

    private static Answer answer(Start start, DeliverySearch.Way way, int paidCalls) {
        DeliveryDistance distance = way.distance();
        String reason = way.refusal(start.radiusKm()).orElse(null);
        return new Answer(
                reason == null,
                way.to().coordinates().latitude(),
                way.to().coordinates().longitude(),
                way.to().formattedAddress(),
                distance.roadKm(),
                distance.minutes(),
                distance.roadKm().toPlainString() + " km",
                distance.minutes() + " min",
                start.preparationMin() + distance.minutes(),
                reason,
                paidCalls);
    }
}
