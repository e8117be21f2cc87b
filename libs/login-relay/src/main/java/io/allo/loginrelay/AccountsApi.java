// SPDX-License-Identifier: Apache-2.0
package io.allo.loginrelay;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** session-config-service's accounts, as the person himself sees them. */
@RegisterRestClient(configKey = "session-config")
@Path("/api/accounts")
@Produces(MediaType.APPLICATION_JSON)
interface AccountsApi {
    /** JSON of the accounts that this token may see. */
    @GET
    Uni<String> all(@HeaderParam(HttpHeaders.AUTHORIZATION) String bearer);
}
