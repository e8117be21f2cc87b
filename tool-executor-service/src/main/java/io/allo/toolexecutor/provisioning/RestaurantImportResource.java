// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.toolexecutor.door.ApiException;
import io.allo.toolexecutor.door.Caller;
import io.allo.toolexecutor.restaurant.Restaurants;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/**
 * {@code PUT /internal/restaurants/{id}}: makes the restaurant equal to the document; the same document again changes
 * nothing. {@code GET} gives the document back.
 */
@Path("/internal/restaurants/{id}")
class RestaurantImportResource {
    private final RestaurantImport restaurantImport;
    private final RestaurantExport export;
    private final Restaurants restaurants;
    private final Caller caller;

    RestaurantImportResource(
            RestaurantImport restaurantImport, RestaurantExport export, Restaurants restaurants, Caller caller) {
        this.restaurantImport = restaurantImport;
        this.export = export;
        this.restaurants = restaurants;
        this.caller = caller;
    }

    @GET
    public Uni<JsonNode> get(@RestPath String id) {
        return Restaurants.idOf(id)
                .map(restaurants::findAny)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .map(found -> found.orElseThrow(() -> ApiException.notFound("unknown restaurant")))
                .chain(export::of);
    }

    @PUT
    @Cancellable(false)
    public Uni<Map<String, Object>> put(@RestPath String id, @Nullable JsonNode document) {
        var restaurantId = Restaurants.idOf(id)
                .orElseThrow(() -> ApiException.badRequest("the restaurant id in the path is no UUID"));
        if (document == null) {
            throw ApiException.badRequest("a JSON document is required");
        }
        return restaurantImport
                .run(restaurantId, document, caller.actor())
                .map(version -> Map.of("id", restaurantId.toString(), "version", version));
    }
}
