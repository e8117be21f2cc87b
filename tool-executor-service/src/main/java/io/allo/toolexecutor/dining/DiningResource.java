// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.dining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.allo.toolexecutor.door.ApiException;
import io.allo.toolexecutor.door.Caller;
import io.allo.toolexecutor.door.JsonBody;
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
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** {@code /api/rooms}, {@code /api/tables}, {@code /api/dining-services} and {@code /api/offers}: list, add, change, delete. */
@Path("/api/{things:rooms|tables|dining-services|offers}")
class DiningResource {
    private final Restaurants restaurants;
    private final Dining dining;
    private final Idempotency idempotency;
    private final Caller caller;

    DiningResource(Restaurants restaurants, Dining dining, Idempotency idempotency, Caller caller) {
        this.restaurants = restaurants;
        this.dining = dining;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    @GET
    public Uni<List<ObjectNode>> list(@RestPath String things, @RestQuery @Nullable String restaurantId) {
        DiningKind kind = DiningKind.ofPath(things);
        return restaurants
                .require(restaurantId, caller.accountId())
                .chain(restaurant -> dining.list(restaurant.id(), kind));
    }

    @POST
    @Cancellable(false)
    public Uni<Response> create(@RestPath String things, @Nullable JsonNode body) {
        DiningKind kind = DiningKind.ofPath(things);
        JsonBody given = JsonBody.of(body);
        ActionKey key = ActionKey.of(caller, things);
        return restaurants
                .require(given.text("restaurantId"), caller.accountId())
                .chain(restaurant -> idempotency.once(
                        key,
                        () -> dining.create(restaurant.id(), kind, given.node()).map(Outcome::created)))
                .map(Answer::toResponse);
    }

    @PATCH
    @Cancellable(false)
    public Uni<Response> change(@RestPath String things, @Nullable JsonNode body) {
        DiningKind kind = DiningKind.ofPath(things);
        JsonBody given = JsonBody.of(body);
        UUID id = given.id();
        ActionKey key = ActionKey.of(caller, things + "-change");
        return owned(id, kind)
                .chain(restaurant -> idempotency.once(
                        key, () -> dining.change(id, kind, given.node()).map(Outcome::ok)))
                .map(Answer::toResponse);
    }

    @DELETE
    @Cancellable(false)
    public Uni<Response> delete(@RestPath String things, @RestQuery @Nullable UUID id) {
        DiningKind kind = DiningKind.ofPath(things);
        if (id == null) {
            throw ApiException.badRequest("id is required");
        }
        ActionKey key = ActionKey.of(caller, things + "-delete");
        return owned(id, kind)
                .chain(restaurant -> idempotency.once(
                        key, () -> dining.delete(id, kind).replaceWith(Outcome.ok(Map.of("success", true)))))
                .map(Answer::toResponse);
    }

    /** The restaurant of the thing if it is the account's; otherwise the thing does not exist. */
    private Uni<Restaurant> owned(UUID id, DiningKind kind) {
        String account = caller.accountId();
        return dining.restaurantOf(id)
                .map(found -> found.orElseThrow(() -> Dining.unknown(kind)))
                .chain(restaurantId -> restaurants.require(restaurantId.toString(), account))
                .onFailure(ApiException.class)
                .transform(e -> Dining.unknown(kind));
    }
}
