// SPDX-License-Identifier: Apache-2.0
package io.allo.router.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;

/** The secret that the four services share; its length was checked with the configuration. */
@ApplicationScoped
public class ServiceKey {
    private final String value;

    ServiceKey(ServiceConfig config) {
        value = config.serviceKey();
    }

    public String value() {
        return value;
    }

    /** Constant-time comparison. */
    public boolean matches(String candidate) {
        return MessageDigest.isEqual(value.getBytes(UTF_8), candidate.getBytes(UTF_8));
    }
}
