// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

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
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** {@code /api/orders}: list, new order and changes for the staff; {@code GET /api/orders/status} for a caller. */
@Path("/api/orders")
class OrderResource {
    private final Restaurants restaurants;
    private final Orders orders;
    private final OrderDesk desk;
    private final OrderBook book;
    private final Idempotency idempotency;
    private final Caller caller;

    OrderResource(
            Restaurants restaurants,
            Orders orders,
            OrderDesk desk,
            OrderBook book,
            Idempotency idempotency,
            Caller caller) {
        this.restaurants = restaurants;
        this.orders = orders;
        this.desk = desk;
        this.book = book;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    @GET
    public Uni<List<OrderView>> list(@RestQuery @Nullable String restaurantId, @RestQuery @Nullable String status) {
        List<String> statuses = statuses(status);
        return restaurants
                .require(restaurantId, caller.accountId())
                .chain(restaurant -> orders.newest(restaurant.id(), statuses));
    }

    @POST
    @Cancellable(false)
    public Uni<Response> take(@Nullable StaffOrder body) {
        if (body == null) {
            throw ApiException.badRequest("a JSON body is required");
        }
        StaffOrder order = desk.checked(body);
        ActionKey key = ActionKey.of(caller, "orders");
        return restaurants
                .require(order.restaurantId(), caller.accountId())
                .chain(restaurant -> book.planned(scheduling -> idempotency.once(
                        key,
                        () -> desk.take(restaurant, order, scheduling)
                                .chain(orders::view)
                                .map(Outcome::created))))
                .map(Answer::toResponse);
    }

    @PATCH
    @Cancellable(false)
    public Uni<Response> change(@Nullable OrderChange body) {
        if (body == null || body.id() == null) {
            throw ApiException.badRequest("id is required");
        }
        UUID id = body.id();
        OrderChange change = desk.checked(body);
        ActionKey key = ActionKey.of(caller, "orders-change");
        return owned(id)
                .chain(restaurant -> idempotency.once(
                        key,
                        () -> desk.change(restaurant, id, change)
                                .chain(orders::view)
                                .map(Outcome::ok)))
                .map(Answer::toResponse);
    }

    /** The restaurant of the order if it is the account's; otherwise the order does not exist. */
    private Uni<Restaurant> owned(UUID id) {
        String account = caller.accountId();
        return orders.restaurantOf(id)
                .map(found -> found.orElseThrow(() -> ApiException.notFound("unknown order")))
                .chain(restaurantId -> restaurants.require(restaurantId.toString(), account))
                .onFailure(ApiException.class)
                .transform(e -> ApiException.notFound("unknown order"));
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
