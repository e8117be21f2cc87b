// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.sessionconfig.admin.FinalCustomers.FinalCustomer;
import io.allo.sessionconfig.door.Actor;
import io.allo.sessionconfig.door.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The customers of an account. */
@Path("/api/final-customers")
public class FinalCustomerResource {
    private final FinalCustomers customers;

    FinalCustomerResource(FinalCustomers customers) {
        this.customers = customers;
    }

    @GET
    public Uni<List<FinalCustomer>> list(@Context ContainerRequestContext request) {
        return customers.list(Caller.of(request));
    }

    @GET
    @Path("/{id}")
    public Uni<FinalCustomer> get(UUID id, @Context ContainerRequestContext request) {
        return customers.get(Caller.of(request), id);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    @Cancellable(false)
    public Uni<FinalCustomer> create(@Nullable JsonNode body, @Context ContainerRequestContext request) {
        return customers.create(Caller.of(request), Actor.known(request), body);
    }

    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Cancellable(false)
    public Uni<FinalCustomer> change(UUID id, @Nullable JsonNode body, @Context ContainerRequestContext request) {
        return customers.change(Caller.of(request), Actor.known(request), id, body);
    }
}
