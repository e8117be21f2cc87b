// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.stats;

import io.allo.toolexecutor.door.Caller;
import io.allo.toolexecutor.restaurant.Restaurants;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/stats?restaurantId=}. */
@Path("/api/stats")
class StatsResource {
    private final Restaurants restaurants;
    private final StatsReader stats;
    private final Caller caller;

    StatsResource(Restaurants restaurants, StatsReader stats, Caller caller) {
        this.restaurants = restaurants;
        this.stats = stats;
        this.caller = caller;
    }

    @GET
    public Uni<Stats> get(@RestQuery @Nullable String restaurantId) {
        return restaurants.require(restaurantId, caller.accountId()).chain(stats::of);
    }
}
