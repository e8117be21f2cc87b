// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.lifecycle;

import io.allo.gateway.call.CallController;
import io.allo.gateway.config.WorkerConfig;
import io.allo.gateway.media.MediaEngine;
import io.allo.gateway.mediastream.MediaSocketClient;
import io.allo.gateway.mediastream.RedisWorkerDirectory;
import io.allo.gateway.signaling.SipEndpoint;
import io.allo.gateway.waiting.WaitingWorkers;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/** From start to stop: ports, warm-up, open; on SIGTERM drain. */
@ApplicationScoped
class GatewayLifecycle {
    private static final Logger LOG = Logger.getLogger(GatewayLifecycle.class);

    private final CallController calls;
    private final SipEndpoint sip;
    private final Vertx vertx;
    private final MediaEngine media;
    private final RedisWorkerDirectory workers;
    private final MediaSocketClient sockets;
    private final WarmUp warmUp;
    private final TrunkOperation trunks;
    private final WaitingWorkers watch;
    private final GatewayDrain drain;
    private final Duration refresh;

    GatewayLifecycle(
            CallController calls,
            SipEndpoint sip,
            Vertx vertx,
            MediaEngine media,
            RedisWorkerDirectory workers,
            MediaSocketClient sockets,
            WarmUp warmUp,
            TrunkOperation trunks,
            WaitingWorkers watch,
            GatewayDrain drain,
            WorkerConfig workerConfig) {
        this.calls = calls;
        this.sip = sip;
        this.vertx = vertx;
        this.media = media;
        this.workers = workers;
        this.sockets = sockets;
        this.warmUp = warmUp;
        this.trunks = trunks;
        this.watch = watch;
        this.drain = drain;
        this.refresh = workerConfig.refresh();
    }

    void start(@Observes StartupEvent event) {
        sip.start(calls);
        vertx.nettyEventLoopGroup().forEach(calls.congestion()::watch);
        calls.congestion().watch(media.queue());
        workers.start(refresh);
        watch.start();
        warmUp.run(sip.port());
        calls.open();
        trunks.start(sip, calls);
        LOG.info("gateway is open for calls");
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        trunks.stop(); // before new calls are refused: whoever takes over registers first
        drain.run();
        sip.stop();
        sockets.close();
        watch.stop();
        workers.stop();
    }
}
