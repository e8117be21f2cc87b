// SPDX-License-Identifier: Apache-2.0
package io.allo.router.tools;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.allo.contracts.ServiceKeys;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** What tool-executor-service tells of a business, on an account's behalf. */
@RegisterRestClient(configKey = "tool-executor")
@Path("/api")
interface BusinessApi {

    /** Answer of the check. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Blocked(boolean blocked) {}

    @GET
    @Path("/blocked-phones/check")
    Uni<Blocked> blocked(
            @HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey,
            @HeaderParam(ServiceKeys.ACCOUNT_HEADER) String account,
            @QueryParam("restaurantId") String restaurantId,
            @QueryParam("phone") String phone);
}
