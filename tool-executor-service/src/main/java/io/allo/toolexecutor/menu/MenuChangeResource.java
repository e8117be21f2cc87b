// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.menu;

import com.fasterxml.jackson.databind.JsonNode;
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
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** {@code POST}, {@code PATCH} and {@code DELETE /api/menu}: one category or item, as {@code type} says. */
@Path("/api/menu")
class MenuChangeResource {
    private final Restaurants restaurants;
    private final MenuChanges changes;
    private final Idempotency idempotency;
    private final Caller caller;

    MenuChangeResource(Restaurants restaurants, MenuChanges changes, Idempotency idempotency, Caller caller) {
        this.restaurants = restaurants;
        this.changes = changes;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    @POST
    @Cancellable(false)
    public Uni<Response> create(@Nullable JsonNode body) {
        JsonBody given = JsonBody.of(body);
        MenuThing thing = MenuThing.of(given.text("type"));
        ActionKey key = ActionKey.of(caller, "menu");
        return restaurants
                .require(given.text("restaurantId"), caller.accountId())
                .chain(restaurant -> idempotency.once(
                        key,
                        () -> changes.create(restaurant.id(), thing, given.node())
                                .map(Outcome::created)))
                .map(Answer::toResponse);
    }

    @PATCH
    @Cancellable(false)
    public Uni<Response> change(@Nullable JsonNode body) {
        JsonBody given = JsonBody.of(body);
        UUID id = given.id();
        MenuThing thing = MenuThing.of(given.text("type"));
        ActionKey key = ActionKey.of(caller, "menu-change");
        return owned(id, thing)
                .chain(restaurant -> idempotency.once(
                        key, () -> changes.change(id, thing, given.node()).map(Outcome::ok)))
                .map(Answer::toResponse);
    }

    @DELETE
    @Cancellable(false)
    public Uni<Response> delete(@RestQuery @Nullable UUID id, @RestQuery @Nullable String type) {
        if (id == null) {
            throw ApiException.badRequest("id is required");
        }
        MenuThing thing = MenuThing.of(type);
        ActionKey key = ActionKey.of(caller, "menu-delete");
        return owned(id, thing)
                .chain(restaurant -> idempotency.once(
                        key,
                        () -> changes.delete(id, restaurant.id(), thing)
                                .replaceWith(Outcome.ok(Map.of("success", true)))))
                .map(Answer::toResponse);
    }

    /** The restaurant of the thing if it is the account's; otherwise the thing does not exist. */
    private Uni<Restaurant> owned(UUID id, MenuThing thing) {
        String account = caller.accountId();
        return changes.restaurantOf(id, thing)
                .map(found -> found.orElseThrow(thing::unknown))
                .chain(restaurantId -> restaurants.require(restaurantId.toString(), account))
                .onFailure(ApiException.class)
                .transform(e -> thing.unknown());
    }
}
