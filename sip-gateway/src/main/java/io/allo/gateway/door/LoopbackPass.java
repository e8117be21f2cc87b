// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.door;

import io.allo.gateway.config.CompatibleConfig;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;

/**
 * Existing clients of the bridge contract have no key and run beside the bridge: in that mode its calls are open to this machine.
 * What a proxy on this machine passes on comes from somewhere else.
 */
@ApplicationScoped
class LoopbackPass {
    private static final String CALLS = "/api/calls";

    private final CompatibleConfig config;

    LoopbackPass(CompatibleConfig config) {
        this.config = config;
    }

    boolean opens(String path, RoutingContext http) {
        boolean calls = path.equals(CALLS) || path.startsWith(CALLS + "/");
        return config.enabled() && calls && isOfThisMachine(http);
    }

    private static boolean isOfThisMachine(RoutingContext http) {
        SocketAddress peer = http.request().connection().remoteAddress(true);
        boolean relayed = http.request().headers().contains("Forwarded")
                || http.request().headers().contains("X-Forwarded-For");
        // a page in a browser of this machine is somewhere else too
        boolean fromPage = http.request().headers().contains("Origin");
        return !relayed
                && !fromPage
                && peer != null
                && peer.hostAddress() != null
                && InetAddress.ofLiteral(peer.hostAddress()).isLoopbackAddress();
    }
}
