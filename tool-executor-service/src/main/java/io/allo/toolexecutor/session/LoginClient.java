// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.session;

import io.allo.contracts.ServiceKeys;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** session-config-service's logins, on behalf of the person at {@code client}. */
@RegisterRestClient(configKey = "session-config")
@Path("/api")
@Consumes(MediaType.APPLICATION_JSON)
interface LoginClient {
    @POST
    @Path("/login")
    Uni<Response> login(
            @HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey,
            @HeaderParam(ServiceKeys.CLIENT_HEADER) String client,
            String body);

    @POST
    @Path("/login/refresh")
    Uni<Response> refresh(@HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey, String body);

    @POST
    @Path("/logout")
    Uni<Response> logout(@HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey, String body);
}
