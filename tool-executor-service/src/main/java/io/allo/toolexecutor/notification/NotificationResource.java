// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.notification;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.toolexecutor.door.ApiException;
import io.allo.toolexecutor.door.Caller;
import io.allo.toolexecutor.door.JsonBody;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code /api/notifications}: what was sent, what waits, and what was given up and why. */
@Path("/api/notifications")
class NotificationResource {
    private static final Set<String> STATES = Set.of("", "waiting", "sent", "dead", "withdrawn");

    private final NotificationStore store;
    private final Caller caller;

    NotificationResource(NotificationStore store, Caller caller) {
        this.store = store;
        this.caller = caller;
    }

    @GET
    public Uni<List<NotificationStore.View>> list(@RestQuery @Nullable String state) {
        String wanted = state == null ? "" : state.strip();
        if (!STATES.contains(wanted)) {
            throw ApiException.badRequest("unknown value of 'state' (expected: one of dead, sent, waiting, withdrawn)");
        }
        return store.list(caller.accountId(), wanted);
    }

    /** {@code {"id": …}}: one that was given up is tried again. */
    @PATCH
    public Uni<Map<String, Object>> again(@Nullable JsonNode body) {
        return store.again(JsonBody.of(body).id(), caller.accountId()).map(found -> {
            if (found == 0) {
                throw ApiException.notFound("unknown notification, or not one that was given up");
            }
            return Map.of("success", true);
        });
    }
}
