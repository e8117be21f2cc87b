// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.user;

import io.allo.sessionconfig.user.LoginForms.FirstPerson;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.server.Cancellable;

/** The first administrator of an installation that has nobody yet. Open to everybody, guarded by the setup code, and counted. */
@Path("/api/setup")
public class SetupResource {
    private final FirstAdministrator first;

    SetupResource(FirstAdministrator first) {
        this.first = first;
    }

    /** {@code {"needed": true}} as long as there is nobody. */
    @GET
    public Uni<Map<String, Boolean>> state() {
        return first.isNeeded().map(needed -> Map.of("needed", needed));
    }

    /** 403 for a wrong code, 409 once there is somebody, 429 after ten wrong ones. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    @Cancellable(false)
    public Uni<User> make(
            @NotNull @Valid FirstPerson form, RoutingContext http, @Context ContainerRequestContext request) {
        return first.make(form, Source.of(http, request));
    }
}
