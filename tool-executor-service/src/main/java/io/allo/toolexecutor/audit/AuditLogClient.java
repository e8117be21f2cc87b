// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.audit;

import io.allo.toolexecutor.audit.AuditRepository.Told;
import io.allo.toolexecutor.config.ServiceKey;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

/** {@link AuditSink} over HTTP. What the log refuses would be refused again, so it is dropped. */
@ApplicationScoped
class AuditLogClient implements AuditSink {
    private static final Logger LOG = Logger.getLogger(AuditLogClient.class);
    private static final int BAD_REQUEST = 400;

    private final AuditLogApi api;
    private final ServiceKey serviceKey;

    AuditLogClient(@RestClient AuditLogApi api, ServiceKey serviceKey) {
        this.api = api;
        this.serviceKey = serviceKey;
    }

    @Override
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
