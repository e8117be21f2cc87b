// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.user;

import io.allo.sessionconfig.door.Actor;
import io.allo.sessionconfig.user.LoginForms.NewPassword;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Whoever is logged in. */
@Path("/api/me")
public class MeResource {
    private final Users users;

    MeResource(Users users) {
        this.users = users;
    }

    @GET
    public Uni<User> me(@Context ContainerRequestContext request) {
        return users.self(Actor.known(request));
    }

    /** Ends every login of the person. */
    @PUT
    @Path("/password")
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(204)
    @Cancellable(false)
    public Uni<Void> password(@NotNull @Valid NewPassword form, @Context ContainerRequestContext request) {
        return users.changeOwnPassword(Actor.known(request), form);
    }
}
