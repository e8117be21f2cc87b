// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cockpit;

import io.allo.contracts.ServiceKeys;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** What the telephone gateway knows, for one account. */
@RegisterRestClient(configKey = "sip-gateway")
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
interface GatewayApi {
    @GET
    @Path("/trunks")
    Uni<String> trunks(
            @HeaderParam(ServiceKeys.API_KEY_HEADER) String key,
            @HeaderParam(ServiceKeys.ACCOUNT_HEADER) String account);

    @GET
    @Path("/calls/{id}/ladder")
    Uni<String> ladder(
            @HeaderParam(ServiceKeys.API_KEY_HEADER) String key,
            @HeaderParam(ServiceKeys.ACCOUNT_HEADER) String account,
            @PathParam("id") String id);
}
