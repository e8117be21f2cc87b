// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

import io.allo.toolexecutor.door.ApiException;
import io.allo.toolexecutor.door.Caller;
import io.allo.toolexecutor.restaurant.Restaurants;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.Arrays;
import java.util.List;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/orders} for the staff, {@code GET /api/orders/status} for a caller. */
@Path("/api/orders")
class OrderResource {
    private final Restaurants restaurants;
    private final Orders orders;
    private final Caller caller;

    OrderResource(Restaurants restaurants, Orders orders, Caller caller) {
        this.restaurants = restaurants;
        this.orders = orders;
        this.caller = caller;
    }

    @GET
    public Uni<List<OrderView>> list(@RestQuery @Nullable String restaurantId, @RestQuery @Nullable String status) {
        List<String> statuses = statuses(status);
        return restaurants
                .require(restaurantId, caller.accountId())
                .chain(restaurant -> orders.newest(restaurant.id(), statuses));
    }

    @GET
    @Path("/status")
    public Uni<OrderStatusView> status(@RestQuery @Nullable String restaurantId, @RestQuery @Nullable String phone) {
        if (phone == null || phone.isBlank()) {
            throw ApiException.badRequest("phone is required");
        }
        return restaurants
                .require(restaurantId, caller.accountId())
                .chain(restaurant -> orders.statusOf(restaurant, phone));
    }

    /** A comma list; nothing given means all. */
    private static List<String> statuses(@Nullable String status) {
        List<String> known =
                Arrays.stream(OrderStatus.values()).map(OrderStatus::wireName).toList();
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
