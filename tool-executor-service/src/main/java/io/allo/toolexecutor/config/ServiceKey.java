// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.MessageDigest;

/**
 * The secret that the services share. Without it the service does not start: a missing key that is found at the first call is
 * found too late.
 */
@Startup
@ApplicationScoped
public class ServiceKey {
    private static final int SHORTEST = 16;

    private final String value;

    @Inject
    ServiceKey(ServiceConfig config) {
        this(config.serviceKey().orElse(""));
    }

    protected ServiceKey(String value) {
        this.value = checked(value);
    }

    public String value() {
        return value;
    }

    /** Compares in constant time. */
    public boolean matches(String candidate) {
        return MessageDigest.isEqual(value.getBytes(UTF_8), candidate.getBytes(UTF_8));
    }

    static String checked(String key) {
        if (key.length() < SHORTEST) {
            throw new IllegalStateException("ALLO_SERVICE_KEY has " + key.length() + " characters (expected: at least "
                    + SHORTEST + "). Set the same secret for all services, for example:"
                    + " export ALLO_SERVICE_KEY=$(openssl rand -hex 24)");
        }
        return key;
    }
}
