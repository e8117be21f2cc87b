// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.lifecycle;

import io.allo.gateway.call.CallController;
import io.allo.gateway.config.CallConfig;
import io.allo.gateway.config.WorkerConfig;
import io.allo.gateway.events.CallEventPublisher;
import io.allo.gateway.mediastream.MediaSocketClient;
import io.allo.gateway.mediastream.RedisWorkerDirectory;
import io.allo.gateway.signaling.SipEndpoint;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/** From start to stop: ports, warm-up, open; on SIGTERM drain. */
@ApplicationScoped
class GatewayLifecycle {
    private static final Logger LOG = Logger.getLogger(GatewayLifecycle.class);
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final CallController calls;
    private final SipEndpoint sip;
    private final RedisWorkerDirectory workers;
    private final MediaSocketClient sockets;
    private final CallEventPublisher events;
    private final WarmUp warmUp;
    private final TrunkOperation trunks;
    private final Duration drain;
    private final Duration refresh;

    GatewayLifecycle(
            CallController calls,
            SipEndpoint sip,
            RedisWorkerDirectory workers,
            MediaSocketClient sockets,
            CallEventPublisher events,
            WarmUp warmUp,
            TrunkOperation trunks,
            CallConfig callConfig,
            WorkerConfig workerConfig) {
        this.calls = calls;
        this.sip = sip;
        this.workers = workers;
        this.sockets = sockets;
        this.events = events;
        this.warmUp = warmUp;
        this.trunks = trunks;
        this.drain = callConfig.drain();
        this.refresh = workerConfig.refresh();
    }

    void start(@Observes StartupEvent event, MeterRegistry registry) {
        gauges(registry);
        sip.start(calls);
        workers.start(refresh);
        warmUp.run(sip.port());
        calls.open();
        trunks.start(sip, calls, workers);
        LOG.info("gateway is open for calls");
    }

    private void gauges(MeterRegistry registry) {
        Gauge.builder("allo.calls.active", calls, CallController::active)
                .description("Calls that live")
                .register(registry);
        Gauge.builder("allo.workers.known", workers, RedisWorkerDirectory::size)
                .description("Workers with a fresh heartbeat")
                .register(registry);
        Gauge.builder("allo.call.events.spooled", events, CallEventPublisher::spooled)
                .description("Events that wait for the broker")
                .register(registry);
        FunctionCounter.builder("allo.call.events.lost", events, CallEventPublisher::lost)
                .description("Events given up")
                .register(registry);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        trunks.stop(); // before new calls are refused: whoever takes over registers first
        LOG.infof("draining: %d calls live", calls.active());
        int ended = calls.drain(drain, FAREWELL);
        if (ended > 0) {
            LOG.warnf("%d calls were ended by the deadline of %s", ended, drain);
        }
        sip.stop();
        sockets.close();
        workers.stop();
    }
}
