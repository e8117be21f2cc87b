// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.sessionconfig.admin.AccountStore.Account;
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

/** Accounts: administrators see all and make new ones, everybody else sees his own. */
@Path("/api/accounts")
public class AccountsResource {
    private final AccountStore accounts;

    AccountsResource(AccountStore accounts) {
        this.accounts = accounts;
    }

    @GET
    public Uni<List<Account>> list(@Context ContainerRequestContext request) {
        return accounts.list(Caller.of(request));
    }

    @GET
    @Path("/{id}")
    public Uni<Account> get(UUID id, @Context ContainerRequestContext request) {
        return accounts.get(Caller.of(request), id);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    @Cancellable(false)
    public Uni<Account> create(@Nullable JsonNode body, @Context ContainerRequestContext request) {
        return accounts.create(Caller.of(request), Actor.known(request), body);
    }

    /** Changes what the body names. */
    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Cancellable(false)
    public Uni<Account> change(UUID id, @Nullable JsonNode body, @Context ContainerRequestContext request) {
        return accounts.change(Caller.of(request), Actor.known(request), id, body);
    }
}
