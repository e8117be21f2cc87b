// SPDX-License-Identifier: Apache-2.0
package io.allo.router.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;

/** The secret that the four services share. Without it the router does not start. */
@Startup
@ApplicationScoped
public class ServiceKey {
    private static final int SHORTEST = 16;

    private final String value;

    ServiceKey(ServiceConfig config) {
        value = config.serviceKey().orElse("");
        if (value.length() < SHORTEST) {
            throw new IllegalStateException(
                    "ALLO_SERVICE_KEY has " + value.length() + " characters (expected: >= " + SHORTEST
                            + "). Set the same secret for all four services, for example: export ALLO_SERVICE_KEY=$(openssl rand -hex 24)");
        }
    }

    public String value() {
        return value;
    }

    /** Constant-time comparison. */
    public boolean matches(String candidate) {
        return MessageDigest.isEqual(value.getBytes(UTF_8), candidate.getBytes(UTF_8));
    }
}
