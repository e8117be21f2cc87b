// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.allo.router.door.OriginPolicy;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.OpenConnections;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Who may open a socket of the console: our own pages and programs, with a fit session id, while there is room. */
@ApplicationScoped
public class ConsoleUpgradeCheck implements HttpUpgradeCheck {
    private static final Set<String> ENDPOINTS = Set.of(ConsoleEndpoint.ID, CallStatusEndpoint.ID);
    private static final OriginPolicy OWN_PAGES = new OriginPolicy(Set.of());

    private final OpenConnections sockets;
    private final ConsoleConfig config;

    ConsoleUpgradeCheck(OpenConnections sockets, ConsoleConfig config) {
        this.sockets = sockets;
        this.config = config;
    }

    @Override
    public boolean appliesTo(String endpointId) {
        return ENDPOINTS.contains(endpointId);
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        HttpServerRequest request = context.httpRequest();
        if (!OWN_PAGES.allows(request.getHeader("Origin"), request.getHeader("Host"))) {
            return CheckResult.rejectUpgrade(403);
        }
        String session = context.pathParam("session");
        if (session == null || !SessionKey.isId(session)) {
            return CheckResult.rejectUpgrade(400);
        }
        long open = ENDPOINTS.stream()
                .mapToLong(id -> sockets.findByEndpointId(id).size())
                .sum();
        return open >= config.maxSockets() ? CheckResult.rejectUpgrade(503) : CheckResult.permitUpgrade();
    }
}
