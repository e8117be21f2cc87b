// SPDX-License-Identifier: Apache-2.0
package io.allo.router.worker;

import io.allo.router.voice.VoiceWarmUp;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Port open, then warm, then ready, then announced; the other way round at the end. */
@Singleton
@Readiness
class WorkerLifecycle implements HealthCheck {
    private final WorkerConfig config;
    private final WorkerRegistration registration;
    private final VoiceWarmUp warmUp;
    private final HttpServer server;
    private volatile boolean warm;

    WorkerLifecycle(WorkerConfig config, WorkerRegistration registration, VoiceWarmUp warmUp, HttpServer server) {
        this.config = config;
        this.registration = registration;
        this.warmUp = warmUp;
        this.server = server;
    }

    void start(@ObservesAsync HttpServerStart event) {
        if (config.enabled()) {
            warmUp.run(LocalAddress.own(config.boundHost()), server.getPort());
            registration.start();
        }
        warm = true;
    }

    /** Before anything is closed. Blocks until the calls are gone, bounded. */
    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        if (config.enabled()) {
            registration.leave();
        }
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("voice warm").status(warm).build();
    }
}
