// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.session;

import io.allo.toolexecutor.config.ServiceKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A page calls only its own service: its logins are passed on to session-config-service. Nothing of them is kept or logged. */
@Path("/api")
@Consumes(MediaType.APPLICATION_JSON)
class LoginRelayResource {
    private static final Logger LOG = Logger.getLogger(LoginRelayResource.class);
    private static final Duration LIMIT = Duration.ofSeconds(8);

    private final LoginClient client;
    private final ServiceKey serviceKey;

    LoginRelayResource(@RestClient LoginClient client, ServiceKey serviceKey) {
        this.client = client;
        this.serviceKey = serviceKey;
    }

    @POST
    @Path("/login")
    public Uni<Response> login(@Nullable String body, RoutingContext http) {
        SocketAddress address = http.request().remoteAddress();
        String source = address == null ? "unknown" : String.valueOf(address.hostAddress());
        return passedOn(client.login(serviceKey.value(), source, text(body)));
    }

    @POST
    @Path("/login/refresh")
    public Uni<Response> refresh(@Nullable String body) {
        return passedOn(client.refresh(serviceKey.value(), text(body)));
    }

    @POST
    @Path("/logout")
    public Uni<Response> logout(@Nullable String body) {
        return passedOn(client.logout(serviceKey.value(), text(body)));
    }

    private static String text(@Nullable String body) {
        return Objects.requireNonNullElse(body, "");
    }

    private static Uni<Response> passedOn(Uni<Response> asked) {
        return asked.onFailure(WebApplicationException.class)
                .recoverWithItem(e -> ((WebApplicationException) e).getResponse())
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .map(LoginRelayResource::copy)
                .onFailure()
                .recoverWithItem(LoginRelayResource::away);
    }

    private static Response copy(Response answer) {
        Response.ResponseBuilder copy = Response.status(answer.getStatus())
                .entity(answer.hasEntity() ? answer.readEntity(String.class) : null)
                .type(MediaType.APPLICATION_JSON_TYPE);
        String wait = answer.getHeaderString(HttpHeaders.RETRY_AFTER);
        return (wait == null ? copy : copy.header(HttpHeaders.RETRY_AFTER, wait)).build();
    }

    private static Response away(Throwable failure) {
        LOG.warnf("session-config-service did not answer cause=%s", failure.toString());
        return Response.status(Response.Status.SERVICE_UNAVAILABLE)
                .entity(Map.of("error", "nobody can log in now, try again"))
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build();
    }
}
