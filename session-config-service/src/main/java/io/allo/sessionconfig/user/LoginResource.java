// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.user;

import io.allo.contracts.ServiceKeys;
import io.allo.sessionconfig.door.Actor;
import io.allo.sessionconfig.user.LoginForms.Credentials;
import io.allo.sessionconfig.user.LoginForms.Refresh;
import io.allo.sessionconfig.user.Logins.Login;
import io.allo.sessionconfig.user.Logins.TooManyAttemptsException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** In and out. Open to everybody, and therefore counted. */
@Path("/api")
@Consumes(MediaType.APPLICATION_JSON)
public class LoginResource {
    private static final int TOO_MANY = 429;

    private final Logins logins;

    LoginResource(Logins logins) {
        this.logins = logins;
    }

    /** 401 says the same for an unknown address and a wrong password, 429 how long to wait. */
    @POST
    @Path("/login")
    @Cancellable(false)
    public Uni<Login> login(
            @NotNull @Valid Credentials credentials, RoutingContext http, @Context ContainerRequestContext request) {
        return logins.login(credentials, source(http, request));
    }

    /** A new access token, and a new refresh token in the place of this one. */
    @POST
    @Path("/login/refresh")
    @Cancellable(false)
    public Uni<Login> refresh(@NotNull @Valid Refresh refresh) {
        return logins.refresh(refresh.refreshToken());
    }

    @POST
    @Path("/logout")
    @ResponseStatus(204)
    @Cancellable(false)
    public Uni<Void> logout(@NotNull @Valid Refresh refresh) {
        return logins.logout(refresh.refreshToken());
    }

    /** Our pages log in through their own service, which says for whom. Behind a proxy see {@code quarkus.http.proxy}. */
    private static String source(RoutingContext http, ContainerRequestContext request) {
        String client = request.getHeaderString(ServiceKeys.CLIENT_HEADER);
        if (client != null && Actor.of(request) != null) {
            return client;
        }
        SocketAddress address = http.request().remoteAddress();
        return address == null ? "unknown" : String.valueOf(address.hostAddress());
    }

    @ServerExceptionMapper
    Response tooMany(TooManyAttemptsException e) {
        return Response.status(TOO_MANY)
                .header("Retry-After", e.left().toSeconds() + 1)
                .type(MediaType.APPLICATION_JSON)
                .entity(Map.of("error", "too many attempts, try again later"))
                .build();
    }
}
