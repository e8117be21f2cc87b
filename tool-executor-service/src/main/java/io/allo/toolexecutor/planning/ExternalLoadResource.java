// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.planning;

import io.allo.toolexecutor.door.ApiException;
import io.allo.toolexecutor.door.Caller;
import io.allo.toolexecutor.idempotency.ActionKey;
import io.allo.toolexecutor.idempotency.Answer;
import io.allo.toolexecutor.idempotency.Idempotency;
import io.allo.toolexecutor.idempotency.Outcome;
import io.allo.toolexecutor.restaurant.Restaurant;
import io.allo.toolexecutor.restaurant.Restaurants;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** {@code /api/planning/external-loads}: what keeps the kitchen busy beside the orders known here. */
@Path("/api/planning/external-loads")
class ExternalLoadResource {
    private final Restaurants restaurants;
    private final ExternalLoads loads;
    private final Idempotency idempotency;
    private final Caller caller;

    ExternalLoadResource(Restaurants restaurants, ExternalLoads loads, Idempotency idempotency, Caller caller) {
        this.restaurants = restaurants;
        this.loads = loads;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    @GET
    public Uni<List<ExternalLoad>> list(@RestQuery @Nullable String restaurantId) {
        return restaurants
                .require(restaurantId, caller.accountId())
                .chain(restaurant -> loads.current(restaurant.id()));
    }

    @POST
    @Cancellable(false)
    public Uni<Response> add(@Nullable ExternalLoadChange body) {
        if (body == null) {
            throw ApiException.badRequest("a JSON body is required");
        }
        ActionKey key = ActionKey.of(caller, "external-loads");
        return restaurants
                .require(body.restaurantId(), caller.accountId())
                .chain(restaurant -> idempotency.once(
                        key, () -> loads.add(restaurant.id(), body).map(Outcome::created)))
                .map(Answer::toResponse);
    }

    @PATCH
    @Cancellable(false)
    public Uni<Response> change(@Nullable ExternalLoadChange body) {
        if (body == null || body.id() == null) {
            throw ApiException.badRequest("id is required");
        }
        UUID id = body.id();
        ActionKey key = ActionKey.of(caller, "external-loads-change");
        return owned(id)
                .chain(restaurant ->
                        idempotency.once(key, () -> loads.change(id, body).map(Outcome::ok)))
                .map(Answer::toResponse);
    }

    @DELETE
    @Cancellable(false)
    public Uni<Response> delete(@RestQuery @Nullable UUID id) {
        if (id == null) {
            throw ApiException.badRequest("id is required");
        }
        ActionKey key = ActionKey.of(caller, "external-loads-delete");
        return owned(id)
                .chain(restaurant ->
                        idempotency.once(key, () -> loads.delete(id).replaceWith(Outcome.ok(Map.of("success", true)))))
                .map(Answer::toResponse);
    }

    /** The restaurant of the load if it is the account's; otherwise the load does not exist. */
    private Uni<Restaurant> owned(UUID id) {
        String account = caller.accountId();
        return loads.restaurantOf(id)
                .map(found -> found.orElseThrow(() -> ApiException.notFound("unknown external load")))
                .chain(restaurantId -> restaurants.require(restaurantId.toString(), account))
                .onFailure(ApiException.class)
                .transform(e -> ApiException.notFound("unknown external load"));
    }
}
