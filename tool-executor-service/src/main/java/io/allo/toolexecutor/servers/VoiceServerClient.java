// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.servers;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.contracts.ServiceKeys;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** The voice server's lists. */
@RegisterRestClient(configKey = "voice-server")
@Path("/api")
interface VoiceServerClient {
    @GET
    @Path("/workers")
    Uni<JsonNode> workers(
            @HeaderParam(ServiceKeys.API_KEY_HEADER) @Nullable String key,
            @HeaderParam(ServiceKeys.ACCOUNT_HEADER) @Nullable String account);

    @GET
    @Path("/agents")
    Uni<JsonNode> agents(
            @HeaderParam(ServiceKeys.API_KEY_HEADER) @Nullable String key,
            @HeaderParam(ServiceKeys.ACCOUNT_HEADER) @Nullable String account);
}
