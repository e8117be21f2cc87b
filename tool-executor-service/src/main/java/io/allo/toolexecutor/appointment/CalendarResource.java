// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.allo.toolexecutor.door.ApiException;
import io.allo.toolexecutor.door.Caller;
import io.allo.toolexecutor.door.JsonBody;
import io.allo.toolexecutor.idempotency.ActionKey;
import io.allo.toolexecutor.idempotency.Answer;
import io.allo.toolexecutor.idempotency.Idempotency;
import io.allo.toolexecutor.idempotency.Outcome;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** {@code /api/calendars}: service types, hours, closures and questions of a business that gives appointments. */
@Path("/api/calendars")
class CalendarResource {
    private final Calendars calendars;
    private final Idempotency idempotency;
    private final Caller caller;

    CalendarResource(Calendars calendars, Idempotency idempotency, Caller caller) {
        this.calendars = calendars;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    @GET
    public Uni<List<ObjectNode>> list() {
        return calendars.list(caller.accountId());
    }

    @POST
    @Cancellable(false)
    public Uni<Response> create(@Nullable JsonNode body) {
        JsonNode document = JsonBody.of(body).node();
        String account = caller.accountId();
        return idempotency
                .once(
                        ActionKey.of(caller, "calendars"),
                        () -> calendars
                                .create(UUID.randomUUID(), account, document)
                                .map(Outcome::created))
                .map(Answer::toResponse);
    }

    @PATCH
    @Cancellable(false)
    public Uni<Response> change(@Nullable JsonNode body) {
        JsonBody change = JsonBody.of(body);
        String id = change.id().toString();
        String account = caller.accountId();
        return idempotency
                .once(
                        ActionKey.of(caller, "calendars-change"),
                        () -> calendars
                                .change(id, account, (ObjectNode) change.node())
                                .map(Outcome::ok))
                .map(Answer::toResponse);
    }

    /** With its appointments. */
    @DELETE
    @Cancellable(false)
    public Uni<Map<String, Object>> delete(@RestQuery @Nullable String id) {
        if (id == null || id.isBlank()) {
            throw ApiException.badRequest("id is required");
        }
        String account = caller.accountId();
        return Panache.withTransaction(() -> calendars.row(id, account).chain(calendars::delete))
                .replaceWith(Map.of("success", true));
    }
}
