// SPDX-License-Identifier: Apache-2.0
package io.allo.router.sessionconfig;

import io.allo.router.config.ServiceKey;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

/** Tells the audit log what somebody changed here. What the log refuses would be refused again, so it is dropped. */
@ApplicationScoped
public class AuditLogClient {
    private static final Logger LOG = Logger.getLogger(AuditLogClient.class);
    private static final int BAD_REQUEST = 400;

    private final AuditLogApi api;
    private final ServiceKey serviceKey;

    AuditLogClient(@RestClient AuditLogApi api, ServiceKey serviceKey) {
        this.api = api;
        this.serviceKey = serviceKey;
    }

    /** A change, in the words of {@code POST /internal/audit}. */
    public record Told(
            OffsetDateTime at, String accountId, String actor, String action, String object, List<String> fields) {}

    /** Completes when the change is kept there, or was refused for good. */
    public Uni<Void> tell(Told change) {
        return api.add(serviceKey.value(), change)
                .replaceWithVoid()
                .onFailure(AuditLogClient::isRefusal)
                .recoverWithItem(refusal -> {
                    LOG.errorf("the audit log refused a line action=%s object=%s", change.action(), change.object());
                    return null;
                });
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof WebApplicationException refused
                && refused.getResponse().getStatus() == BAD_REQUEST;
    }
}
