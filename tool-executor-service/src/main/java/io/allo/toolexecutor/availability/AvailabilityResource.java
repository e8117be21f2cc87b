// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.availability;

import io.allo.toolexecutor.door.ApiException;
import io.allo.toolexecutor.door.Caller;
import io.allo.toolexecutor.restaurant.RequestedTime;
import io.allo.toolexecutor.restaurant.Restaurant;
import io.allo.toolexecutor.restaurant.Restaurants;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/availability/check}: 200 for accepted and refused; 400 without a restaurant or with a bad mode. */
@Path("/api/availability/check")
class AvailabilityResource {
    private final Restaurants restaurants;
    private final AvailabilityCheck check;
    private final TableAvailability tables;
    private final Caller caller;

    AvailabilityResource(Restaurants restaurants, AvailabilityCheck check, TableAvailability tables, Caller caller) {
        this.restaurants = restaurants;
        this.check = check;
        this.tables = tables;
        this.caller = caller;
    }

    @POST
    public Uni<Response> check(@Nullable AvailabilityRequest body) {
        AvailabilityRequest request = checked(body);
        Optional<AvailabilityMode> mode = AvailabilityMode.of(request.mode());
        if (mode.isEmpty()) {
            return Uni.createFrom().item(unknownMode());
        }
        LocalTime requested = mode.get() == AvailabilityMode.RESERVATION ? null : requestedTime(request);
        return restaurants
                .find(request.restaurantId(), caller.accountId())
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom()
                                .item(AvailabilityAnswer.refused(mode.get().wireName(), "restaurant_not_found"))
                        : decide(found.get(), mode.get(), request, requested))
                .map(answer -> Response.ok(answer).build());
    }

    private Uni<AvailabilityAnswer> decide(
            Restaurant restaurant, AvailabilityMode mode, AvailabilityRequest request, @Nullable LocalTime requested) {
        return switch (mode) {
            case PICKUP -> check.pickup(restaurant, request, requested);
            case DELIVERY -> check.delivery(restaurant, request, requested);
            case RESERVATION -> tables.check(restaurant, request);
        };
    }

    private static AvailabilityRequest checked(@Nullable AvailabilityRequest body) {
        if (body == null) {
            throw ApiException.badRequest("a JSON body is required");
        }
        if (body.restaurantId() == null || body.restaurantId().isBlank()) {
            throw ApiException.badRequest("restaurantId is required");
        }
        body.destination().checked();
        return body;
    }

    private static @Nullable LocalTime requestedTime(AvailabilityRequest request) {
        if (request.requestedTime() == null || request.requestedTime().isBlank()) {
            return null;
        }
        return RequestedTime.parse(request.requestedTime())
                .orElseThrow(() -> ApiException.badRequest("requestedTime has another form (expected: HH:MM, 24 h)"));
    }

    private static Response unknownMode() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("available", false);
        body.put("reason", "unknown_mode");
        body.put("error", "unknown mode (expected: pickup, delivery or reservation)");
        return Response.status(400).entity(body).build();
    }
}
