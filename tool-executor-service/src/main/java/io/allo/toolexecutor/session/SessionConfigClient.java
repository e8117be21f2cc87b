// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.session;

import io.allo.contracts.ServiceKeys;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** session-config-service's {@code GET /api/ai}, with the credentials of the one who asks. */
@RegisterRestClient(configKey = "session-config")
@Path("/api/ai")
interface SessionConfigClient {
    @GET
    Uni<Response> session(
            @HeaderParam(ServiceKeys.API_KEY_HEADER) @Nullable String apiKey,
            @HeaderParam(ServiceKeys.ACCOUNT_HEADER) @Nullable String account,
            @RestQuery @Nullable String key,
            @RestQuery @Nullable String restaurantId,
            @RestQuery @Nullable String callerPhone,
            @RestQuery @Nullable String mode);
}
