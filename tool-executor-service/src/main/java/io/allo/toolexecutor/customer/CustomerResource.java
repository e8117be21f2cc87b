// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.customer;

import io.allo.toolexecutor.door.ApiException;
import io.allo.toolexecutor.door.Caller;
import io.allo.toolexecutor.idempotency.ActionKey;
import io.allo.toolexecutor.idempotency.Idempotency;
import io.allo.toolexecutor.idempotency.Outcome;
import io.allo.toolexecutor.phone.PhoneNumbers;
import io.allo.toolexecutor.restaurant.Restaurants;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** {@code /api/customers}: one by phone (or {@code null}), the list, and the upsert by restaurant and phone. */
@Path("/api/customers")
class CustomerResource {
    private final Restaurants restaurants;
    private final Customers customers;
    private final Idempotency idempotency;
    private final Caller caller;

    CustomerResource(Restaurants restaurants, Customers customers, Idempotency idempotency, Caller caller) {
        this.restaurants = restaurants;
        this.customers = customers;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    @GET
    public Uni<Response> get(@RestQuery @Nullable String restaurantId, @RestQuery @Nullable String phone) {
        return restaurants
                .require(restaurantId, caller.accountId())
                .chain(restaurant -> phone == null
                        ? customers
                                .list(restaurant.id())
                                .map(all -> Response.ok(all).build())
                        : customers
                                .findByPhone(restaurant, phone)
                                // A 200 with "null" and not a 204: existing clients parse the body.
                                .map(found -> Response.ok(found.isPresent() ? found.get() : "null")
                                        .type("application/json")
                                        .build()));
    }

    @POST
    @Cancellable(false)
    public Uni<Response> upsert(CustomerChange change) {
        CustomerChange body = require(change);
        String account = caller.accountId();
        ActionKey key = ActionKey.of(caller, "customers");
        return restaurants
                .require(body.restaurantId(), account)
                .chain(restaurant -> {
                    String phone = PhoneNumbers.normalise(body.phone(), restaurant.region())
                            .orElseThrow(() -> ApiException.badRequest(
                                    "phone is required (expected: a phone number such as +33612345678)"));
                    return idempotency.once(
                            key,
                            () -> customers.upsert(restaurant.id(), phone, body).map(Outcome::ok));
                })
                .map(answer -> answer.toResponse());
    }

    private static CustomerChange require(@Nullable CustomerChange body) {
        if (body == null) {
            throw ApiException.badRequest("a JSON body is required");
        }
        return body;
    }
}
