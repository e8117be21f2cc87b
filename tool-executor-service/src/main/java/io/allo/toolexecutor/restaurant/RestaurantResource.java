// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.restaurant;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.allo.contracts.session.SessionFacts;
import io.allo.toolexecutor.door.Caller;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/restaurants}: one by {@code id}, or all of the account. */
@Path("/api/restaurants")
class RestaurantResource {
    private final Restaurants restaurants;
    private final Caller caller;

    RestaurantResource(Restaurants restaurants, Caller caller) {
        this.restaurants = restaurants;
        this.caller = caller;
    }

    /** The settings, with what only the business side needs. */
    @RegisterForReflection
    record View(
            @JsonUnwrapped SessionFacts.Restaurant facts,
            long version,
            @Nullable Double latitude,
            @Nullable Double longitude,
            @JsonRawValue @Nullable String planningConfig,
            boolean checkOpeningHours,
            boolean availabilityUsesPlanning) {
        static View of(Restaurant restaurant) {
            Coordinates at = restaurant.coordinates();
            return new View(
                    restaurant.facts(),
                    restaurant.version(),
                    at == null ? null : at.latitude(),
                    at == null ? null : at.longitude(),
                    restaurant.kitchen().planningConfig(),
                    restaurant.kitchen().checkOpeningHours(),
                    restaurant.kitchen().availabilityUsesPlanning());
        }
    }

    @GET
    public Uni<Object> get(@RestQuery @Nullable String id) {
        if (id == null) {
            return restaurants
                    .list(caller.accountId())
                    .map(all -> all.stream().map(View::of).toList());
        }
        return restaurants.require(id, caller.accountId()).map(View::of);
    }
}
