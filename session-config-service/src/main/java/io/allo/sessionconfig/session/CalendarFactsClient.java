// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.session;

import io.allo.contracts.ServiceKeys;
import io.allo.contracts.session.CalendarFacts;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** Asks tool-executor-service for the facts of a calendar. */
@Path("/internal/calendars")
@RegisterRestClient(configKey = "session-facts")
public interface CalendarFactsClient {

    /** Fails with a WebApplicationException of status 404 when the calendar is unknown. */
    @GET
    @Path("/{id}/session-facts")
    Uni<CalendarFacts> facts(
            @HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey, @PathParam("id") String calendarId);
}
