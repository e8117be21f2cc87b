// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.config;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

/** Refuses to start half-configured: a missing key found at the first call is found too late. */
@ApplicationScoped
class StartCheck {
    static final int MIN_SERVICE_KEY = 16;

    private final ServiceConfig config;

    StartCheck(ServiceConfig config) {
        this.config = config;
    }

    void onStart(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        requireServiceKey(config.serviceKey());
    }

    static void requireServiceKey(String key) {
        if (key.length() < MIN_SERVICE_KEY) {
            throw new IllegalStateException("ALLO_SERVICE_KEY has " + key.length() + " characters (expected: at least "
                    + MIN_SERVICE_KEY + "). Set it to the same value for all services, for example the output of:"
                    + " openssl rand -hex 24");
        }
    }
}
