// SPDX-License-Identifier: Apache-2.0
package io.allo.router.lifecycle;

import io.allo.router.conversation.CallerNumber;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready = our own part is up: the ports are open and the schema migrated (the application started), and what is slow the first time
 * was done once. A dependency that is away is told in the detail and does not take the pod out: callers then hear an apology
 * instead of nothing.
 */
@Readiness
@ApplicationScoped
class RouterReadiness implements HealthCheck {
    private static final String ANY_NUMBER = "+33123456789";

    private final DependencyWatch watch;
    private volatile boolean warm;

    RouterReadiness(DependencyWatch watch) {
        this.watch = watch;
    }

    void warmUp(@Observes StartupEvent event) {
        CallerNumber.toE164(ANY_NUMBER, "FR"); // loads the numbering plans
        warm = true;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("channel-router").status(warm);
        watch.answering().forEach((name, answers) -> response.withData(name, answers ? "up" : "down"));
        return response.build();
    }
}
