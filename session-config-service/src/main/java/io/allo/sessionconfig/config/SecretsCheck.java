// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.config;

import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/** Refuses a start without the secrets that everything rests on, in words that say how to make them. */
@Startup(1)
@Singleton
public class SecretsCheck {
    private static final Pattern HEX_64 = Pattern.compile("[0-9a-fA-F]{64}");
    private static final int SHORTEST_SERVICE_KEY = 16;

    private final ServiceConfig config;

    SecretsCheck(ServiceConfig config) {
        this.config = config;
    }

    @PostConstruct
    void check() {
        validate(config.encryptionKey().orElse(""), config.serviceKey().orElse(""));
    }

    static void validate(String encryptionKey, String serviceKey) {
        if (!HEX_64.matcher(encryptionKey).matches()) {
            throw new IllegalStateException("ENCRYPTION_KEY is " + (encryptionKey.isEmpty() ? "missing" : "malformed")
                    + ": expected 64 hex characters (32 bytes); make one with: openssl rand -hex 32");
        }
        if (serviceKey.length() < SHORTEST_SERVICE_KEY) {
            throw new IllegalStateException("ALLO_SERVICE_KEY is " + (serviceKey.isEmpty() ? "missing" : "too short")
                    + ": expected at least 16 characters; make one with: openssl rand -hex 24");
        }
    }
}
