// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.session;

import io.allo.contracts.ServiceKeys;
import io.allo.contracts.session.SessionFacts;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** Asks tool-executor-service for the business facts of a restaurant. */
@Path("/internal/restaurants")
@RegisterRestClient(configKey = "session-facts")
public interface SessionFactsClient {

    /** Fails with a WebApplicationException of status 404 when the restaurant is unknown. */
    @GET
    @Path("/{id}/session-facts")
    Uni<SessionFacts> facts(
            @HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey,
            @PathParam("id") String restaurantId,
            @QueryParam("callerPhone") String callerPhone);
}
