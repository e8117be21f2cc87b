// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.lifecycle;

import io.allo.gateway.call.CallController;
import io.allo.gateway.events.CallEventPublisher;
import io.allo.gateway.mediastream.RedisWorkerDirectory;
import io.allo.gateway.waiting.WaitingLine;
import io.allo.gateway.waiting.WaitingWorkers;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** What is measured by looking. */
@ApplicationScoped
class GatewayGauges {

    void start(
            @Observes StartupEvent event,
            MeterRegistry registry,
            CallController calls,
            RedisWorkerDirectory workers,
            WaitingWorkers watch,
            WaitingLine line,
            CallEventPublisher events) {
        Gauge.builder("allo.calls.active", calls, CallController::active)
                .description("Calls that live")
                .register(registry);
        Gauge.builder("allo.calls.waiting", line, WaitingLine::length)
                .description("Calls that wait for a worker")
                .register(registry);
        Gauge.builder("allo.workers.known", workers, RedisWorkerDirectory::size)
                .description("Workers with a fresh heartbeat")
                .register(registry);
        Gauge.builder("allo.workers.deserted", watch, seen -> seen.isDeserted() ? 1 : 0)
                .description("1 = alarm: no worker for so long that callers are turned away")
                .register(registry);
        Gauge.builder("allo.call.events.spooled", events, CallEventPublisher::spooled)
                .description("Events that wait for the broker")
                .register(registry);
        FunctionCounter.builder("allo.call.events.lost", events, CallEventPublisher::lost)
                .description("Events given up")
                .register(registry);
    }
}
