// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.allo.contracts.session.CalendarFacts;
import io.allo.toolexecutor.door.ApiException;
import io.allo.toolexecutor.door.JsonBody;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/**
 * {@code PUT /internal/calendars/{id}}: makes the calendar equal to the document; the same document again changes nothing.
 * {@code GET …/session-facts}: what a session is composed of.
 */
@Path("/internal/calendars/{id}")
@RegisterForReflection(targets = CalendarFacts.class)
class CalendarImportResource {
    private final Calendars calendars;

    CalendarImportResource(Calendars calendars) {
        this.calendars = calendars;
    }

    @PUT
    @Cancellable(false)
    public Uni<ObjectNode> put(@RestPath String id, @Nullable JsonNode document) {
        JsonBody body = JsonBody.of(document);
        String account = body.text("accountId");
        if (account == null || account.isBlank()) {
            throw ApiException.badRequest("accountId is required");
        }
        UUID calendar = Calendars.uuid(id);
        return Panache.withTransaction(() -> calendars.put(calendar, account, body.node()));
    }

    @GET
    @Path("/session-facts")
    public Uni<CalendarFacts> facts(@RestPath String id) {
        return calendars.any(Calendars.uuid(id)).map(BusinessFacts::facts);
    }
}
