// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.user;

import io.allo.contracts.ServiceKeys;
import io.allo.sessionconfig.door.Actor;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;

/** From which address somebody tries to come in. */
final class Source {
    private Source() {}

    /** Our pages log in through their own service, which says for whom. Behind a proxy see {@code quarkus.http.proxy}. */
    static String of(RoutingContext http, ContainerRequestContext request) {
        String client = request.getHeaderString(ServiceKeys.CLIENT_HEADER);
        if (client != null && Actor.of(request) != null) {
            return client;
        }
        SocketAddress address = http.request().remoteAddress();
        return address == null ? "unknown" : String.valueOf(address.hostAddress());
    }
}
