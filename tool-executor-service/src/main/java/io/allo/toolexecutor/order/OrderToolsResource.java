// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

import io.allo.toolexecutor.door.ApiException;
import io.allo.toolexecutor.door.Caller;
import io.allo.toolexecutor.idempotency.ActionKey;
import io.allo.toolexecutor.idempotency.Answer;
import io.allo.toolexecutor.restaurant.Restaurants;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** {@code /api/ai/tools}: the two order tools. A refusal is a 200 with {@code success:false}. */
@Path("/api/ai/tools")
class OrderToolsResource {
    private final Restaurants restaurants;
    private final OrderConfirmation confirmation;
    private final OrderCancellation cancellation;
    private final Caller caller;

    OrderToolsResource(
            Restaurants restaurants, OrderConfirmation confirmation, OrderCancellation cancellation, Caller caller) {
        this.restaurants = restaurants;
        this.confirmation = confirmation;
        this.cancellation = cancellation;
        this.caller = caller;
    }

    @POST
    @Path("/confirm-order")
    @Cancellable(false)
    public Uni<Response> confirm(@Nullable ConfirmOrderRequest request) {
        if (request == null) {
            throw ApiException.badRequest("a JSON body is required");
        }
        ActionKey key = ActionKey.of(caller, "confirm-order");
        return restaurants
                .require(request.restaurantId(), caller.accountId())
                .chain(restaurant -> confirmation.confirm(restaurant, request, key))
                .map(Answer::toResponse);
    }

    @POST
    @Path("/cancel-order")
    @Cancellable(false)
    public Uni<Response> cancel(@Nullable CancelOrderRequest request) {
        if (request == null || request.orderNumber() == null) {
            throw ApiException.badRequest("order_number is required");
        }
        ActionKey key = ActionKey.of(caller, "cancel-order");
        return restaurants
                .require(request.restaurantId(), caller.accountId())
                .chain(restaurant -> cancellation.cancel(restaurant, request, key))
                .map(Answer::toResponse);
    }
}
