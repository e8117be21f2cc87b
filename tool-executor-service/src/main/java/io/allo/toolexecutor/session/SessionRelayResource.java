// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.session;

import io.allo.contracts.ServiceKeys;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/ai} on this service's port: existing voice servers expect it on the business application, so it is relayed
 * unchanged to session-config-service, which also checks the credentials.
 */
@Path("/api/ai")
class SessionRelayResource {
    private static final Logger LOG = Logger.getLogger(SessionRelayResource.class);

    /** Below the 10 s that callers wait, so that they get an answer and not a broken connection. */
    private static final Duration LIMIT = Duration.ofSeconds(8);

    private final SessionConfigClient client;

    SessionRelayResource(@RestClient SessionConfigClient client) {
        this.client = client;
    }

    @GET
    public Uni<Response> relay(
            @RestHeader(ServiceKeys.API_KEY_HEADER) @Nullable String apiKey,
            @RestHeader(ServiceKeys.ACCOUNT_HEADER) @Nullable String account,
            @RestQuery @Nullable String key,
            @RestQuery @Nullable String restaurantId,
            @RestQuery @Nullable String callerPhone,
            @RestQuery @Nullable String mode) {
        return client.session(apiKey, account, key, restaurantId, callerPhone, mode)
                .onFailure(WebApplicationException.class)
                .recoverWithItem(e -> ((WebApplicationException) e).getResponse())
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .map(SessionRelayResource::copy)
                .onFailure()
                .recoverWithItem(SessionRelayResource::away);
    }

    private static Response copy(Response answer) {
        return Response.status(answer.getStatus())
                .entity(answer.readEntity(String.class))
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    private static Response away(Throwable failure) {
        LOG.warnf("session-config-service did not answer cause=%s", failure.toString());
        return Response.status(Response.Status.BAD_GATEWAY)
                .entity(Map.of("error", "the session cannot be composed now, try again"))
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build();
    }
}
