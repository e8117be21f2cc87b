// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.config;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** The one clock, in the microseconds that PostgreSQL keeps: what is answered equals what is read later. Tests replace it. */
@ApplicationScoped
class TimeSource {
    @Produces
    @ApplicationScoped
    @DefaultBean
    Clock clock() {
        return Clock.tick(Clock.systemUTC(), Duration.of(1, ChronoUnit.MICROS));
    }
}
