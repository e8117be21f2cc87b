// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.delivery;

import io.allo.toolexecutor.door.ApiException;
import io.allo.toolexecutor.door.Caller;
import io.allo.toolexecutor.idempotency.ActionKey;
import io.allo.toolexecutor.idempotency.Answer;
import io.allo.toolexecutor.idempotency.Idempotency;
import io.allo.toolexecutor.idempotency.Outcome;
import io.allo.toolexecutor.restaurant.Restaurant;
import io.allo.toolexecutor.restaurant.Restaurants;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** {@code /api/delivery-trips}: planned, started, delivered stop by stop, completed or cancelled. */
@Path("/api/delivery-trips")
class TripResource {
    private final Restaurants restaurants;
    private final Trips trips;
    private final Idempotency idempotency;
    private final Caller caller;

    TripResource(Restaurants restaurants, Trips trips, Idempotency idempotency, Caller caller) {
        this.restaurants = restaurants;
        this.trips = trips;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    @GET
    public Uni<List<Trip>> list(@RestQuery @Nullable String restaurantId, @RestQuery @Nullable String status) {
        List<String> statuses = statuses(status);
        return restaurants
                .require(restaurantId, caller.accountId())
                .chain(restaurant -> trips.newest(restaurant.id(), statuses));
    }

    @GET
    @Path("/{id}")
    public Uni<Trip> one(@RestPath UUID id) {
        return owned(id).chain(restaurant -> trips.one(restaurant.id(), id));
    }

    @POST
    @Cancellable(false)
    public Uni<Response> plan(@Nullable TripChange body) {
        if (body == null) {
            throw ApiException.badRequest("a JSON body is required");
        }
        TripChange change = body.checked();
        ActionKey key = ActionKey.of(caller, "delivery-trips");
        return restaurants
                .require(change.restaurantId(), caller.accountId())
                .chain(restaurant -> idempotency.once(
                        key, () -> trips.plan(restaurant.id(), change).map(Outcome::created)))
                .map(Answer::toResponse);
    }

    @PATCH
    @Path("/{id}")
    @Cancellable(false)
    public Uni<Response> change(@RestPath UUID id, @Nullable TripChange body) {
        if (body == null || body.changesNothing()) {
            throw ApiException.badRequest(
                    "nothing to update (expected: action, or some of orderIds, driverName, notes)");
        }
        TripChange change = body.checked();
        ActionKey key = ActionKey.of(caller, "delivery-trips-change");
        return owned(id)
                .chain(restaurant -> idempotency.once(
                        key, () -> trips.change(restaurant.id(), id, change).map(Outcome::ok)))
                .map(Answer::toResponse);
    }

    /** The restaurant of the trip if it is the account's; otherwise the trip does not exist. */
    private Uni<Restaurant> owned(UUID id) {
        String account = caller.accountId();
        return trips.restaurantOf(id)
                .map(found -> found.orElseThrow(() -> ApiException.notFound("unknown delivery trip")))
                .chain(restaurantId -> restaurants.require(restaurantId.toString(), account))
                .onFailure(ApiException.class)
                .transform(e -> ApiException.notFound("unknown delivery trip"));
    }

    /** A comma list; nothing given means all. */
    private static List<String> statuses(@Nullable String status) {
        List<String> known = TripStatus.wireNames();
        if (status == null || status.isBlank()) {
            return known;
        }
        List<String> wanted =
                Arrays.stream(status.split(",", -1)).map(String::strip).toList();
        if (!known.containsAll(wanted)) {
            throw ApiException.badRequest("unknown status (expected: some of " + String.join(", ", known) + ")");
        }
        return wanted;
    }
}
