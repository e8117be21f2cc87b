// SPDX-License-Identifier: Apache-2.0
package io.allo.router.worker;

import io.allo.router.voice.VoiceWarmUp;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Warm first, then ready, then announced; the other way round at the end. */
@Singleton
@Readiness
class WorkerLifecycle implements HealthCheck {
    private final WorkerConfig config;
    private final WorkerRegistration registration;
    private final VoiceWarmUp warmUp;
    private volatile boolean warm;

    WorkerLifecycle(WorkerConfig config, WorkerRegistration registration, VoiceWarmUp warmUp) {
        this.config = config;
        this.registration = registration;
        this.warmUp = warmUp;
    }

    void start(@Observes StartupEvent event) {
        if (!config.enabled()) {
            warm = true;
            return;
        }
        Thread.ofPlatform().daemon().name("voice-warm-up").start(() -> {
            warmUp.run();
            warm = true;
            registration.start();
        });
    }

    void stop(@Observes ShutdownEvent event) {
        if (config.enabled()) {
            registration.leave();
        }
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("voice warm").status(warm).build();
    }
}
