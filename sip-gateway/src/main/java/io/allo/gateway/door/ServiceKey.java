// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.door;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.allo.gateway.call.GatewayIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;

/** The key of our own services. A bean of its own, because filters are built before the configuration can be read. */
@ApplicationScoped
class ServiceKey {
    private final GatewayIdentity identity;

    ServiceKey(GatewayIdentity identity) {
        this.identity = identity;
    }

    /** In constant time. */
    boolean matches(String key) {
        return MessageDigest.isEqual(identity.serviceKey().getBytes(UTF_8), key.getBytes(UTF_8));
    }
}
