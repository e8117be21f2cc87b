// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.notification;

import io.allo.contracts.provider.MetaErrors;
import io.allo.toolexecutor.door.ApiException;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code POST /internal/notifications/reports}: channel-router passes on what providers tell of messages that it did not send. */
@Path("/internal/notifications/reports")
class DeliveryReportResource {
    private static final Set<String> STATES = Set.of("queued", "sent", "failed", "delivered", "read");

    private final NotificationStore store;

    DeliveryReportResource(NotificationStore store) {
        this.store = store;
    }

    @POST
    public Uni<Map<String, Object>> report(@Nullable DeliveryReport report) {
        if (report == null
                || report.provider() == null
                || report.messageId() == null
                || report.status() == null
                || !STATES.contains(report.status())) {
            throw ApiException.badRequest("provider, messageId and status are required");
        }
        int code = report.code() == null ? 0 : report.code();
        String advice = report.provider().equals("meta") ? MetaErrors.advice(code) : TwilioErrors.advice(code, 0);
        return store.reported(report.provider(), report.messageId(), report.status(), code, advice)
                .map(count -> Map.of("known", count > 0));
    }
}
