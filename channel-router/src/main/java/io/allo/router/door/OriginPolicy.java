// SPDX-License-Identifier: Apache-2.0
package io.allo.router.door;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * May a page of this origin open a socket? Browsers always send {@code Origin} with a WebSocket handshake and do not let a page
 * forge it; other clients send none and are let through, since the check protects people, not the service.
 */
public final class OriginPolicy {
    private final Set<String> allowed;

    /** @param allowed origins such as {@code https://www.example.com}, or {@code *}; empty: same host only */
    public OriginPolicy(Set<String> allowed) {
        this.allowed = Set.copyOf(allowed);
    }

    /** @param host the request's {@code Host}, with its port unless that is the default one */
    public boolean allows(@Nullable String origin, @Nullable String host) {
        if (origin == null || allowed.contains("*") || allowed.contains(origin)) {
            return true;
        }
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority != null && authority.equalsIgnoreCase(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
