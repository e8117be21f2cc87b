// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.user;

import io.allo.sessionconfig.door.Actor;
import io.allo.sessionconfig.door.Caller;
import io.allo.sessionconfig.user.LoginForms.NewUser;
import io.allo.sessionconfig.user.LoginForms.UserChange;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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

/** People of an account, for its owner; all people, for administrators and the service key. */
@Path("/api/users")
@Consumes(MediaType.APPLICATION_JSON)
public class UserResource {
    private final Users users;

    UserResource(Users users) {
        this.users = users;
    }

    @GET
    public Uni<List<User>> list(@Context ContainerRequestContext request) {
        return users.list(Caller.of(request));
    }

    @GET
    @Path("/{id}")
    public Uni<User> get(UUID id, @Context ContainerRequestContext request) {
        return users.get(Caller.of(request), id);
    }

    /** 409 when the address is taken, in whatever account: a person has one login. */
    @POST
    @ResponseStatus(201)
    @Cancellable(false)
    public Uni<User> create(@NotNull @Valid NewUser form, @Context ContainerRequestContext request) {
        return users.create(Caller.of(request), Actor.known(request), form);
    }

    /** A new role, a new password or being switched off ends the person's logins. */
    @PUT
    @Path("/{id}")
    @Cancellable(false)
    public Uni<User> change(UUID id, @NotNull @Valid UserChange form, @Context ContainerRequestContext request) {
        return users.change(Caller.of(request), Actor.known(request), id, form);
    }

    @DELETE
    @Path("/{id}")
    @ResponseStatus(204)
    @Cancellable(false)
    public Uni<Void> delete(UUID id, @Context ContainerRequestContext request) {
        return users.delete(Caller.of(request), Actor.known(request), id);
    }
}
