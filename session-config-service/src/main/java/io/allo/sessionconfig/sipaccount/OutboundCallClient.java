// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.sipaccount;

import io.allo.contracts.ServiceKeys;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** The gateway places calls, and tells what became of them. */
@RegisterRestClient(configKey = "gateway")
@Path("/api/outbound/call")
interface OutboundCallClient {
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    Uni<Response> place(
            @HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey,
            @HeaderParam(ServiceKeys.ACCOUNT_HEADER) @Nullable String account,
            Map<String, Object> wish);

    @GET
    @Path("/{id}")
    Uni<Response> get(
            @HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey,
            @HeaderParam(ServiceKeys.ACCOUNT_HEADER) @Nullable String account,
            @PathParam("id") String id);
}
