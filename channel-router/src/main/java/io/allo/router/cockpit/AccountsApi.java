// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cockpit;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** session-config-service's accounts, as the person who asks may see them. */
@RegisterRestClient(configKey = "session-config")
@Path("/api/accounts")
interface AccountsApi {
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    Uni<String> all(@HeaderParam(HttpHeaders.AUTHORIZATION) String bearer);
}
