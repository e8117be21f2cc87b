// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.door;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The public keys by which session-config-service's tokens are checked. */
@RegisterRestClient(configKey = "session-config")
@Path("/.well-known/jwks.json")
interface KeySetApi {
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    Uni<String> keys();
}
