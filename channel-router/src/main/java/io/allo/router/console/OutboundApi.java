// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.allo.contracts.ServiceKeys;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The gateway places calls, tells what became of them, and ends them: for one account. */
@RegisterRestClient(configKey = "sip-gateway")
@Path("/api/outbound/call")
@Produces(MediaType.APPLICATION_JSON)
interface OutboundApi {
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    Uni<String> place(
            @HeaderParam(ServiceKeys.API_KEY_HEADER) String key,
            @HeaderParam(ServiceKeys.ACCOUNT_HEADER) String account,
            Map<String, Object> wish);

    @GET
    @Path("/{id}")
    Uni<String> look(
            @HeaderParam(ServiceKeys.API_KEY_HEADER) String key,
            @HeaderParam(ServiceKeys.ACCOUNT_HEADER) String account,
            @PathParam("id") String id);

    @POST
    @Path("/{id}/hangup")
    Uni<String> hangUp(
            @HeaderParam(ServiceKeys.API_KEY_HEADER) String key,
            @HeaderParam(ServiceKeys.ACCOUNT_HEADER) String account,
            @PathParam("id") String id);
}
