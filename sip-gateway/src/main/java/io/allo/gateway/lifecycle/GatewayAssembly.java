// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.lifecycle;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.gateway.call.AccountLoad;
import io.allo.gateway.call.CallController;
import io.allo.gateway.call.CallLimits;
import io.allo.gateway.call.CallPorts;
import io.allo.gateway.call.Congestion;
import io.allo.gateway.call.GatewayIdentity;
import io.allo.gateway.call.InviteCheck;
import io.allo.gateway.call.MediaLegFactory;
import io.allo.gateway.call.RingPolicy;
import io.allo.gateway.call.SystemTimers;
import io.allo.gateway.call.TransferLimits;
import io.allo.gateway.call.TrunkDirectory;
import io.allo.gateway.compatible.BookedEvents;
import io.allo.gateway.compatible.BookedTelemetry;
import io.allo.gateway.compatible.CallBook;
import io.allo.gateway.config.CallConfig;
import io.allo.gateway.config.CompatibleConfig;
import io.allo.gateway.config.GatewayConfig;
import io.allo.gateway.config.LadderConfig;
import io.allo.gateway.config.SipConfig;
import io.allo.gateway.config.WaitingConfig;
import io.allo.gateway.config.WorkerConfig;
import io.allo.gateway.events.CallEventPublisher;
import io.allo.gateway.events.EventSpool;
import io.allo.gateway.events.KafkaEventBroker;
import io.allo.gateway.ladder.LadderTelemetry;
import io.allo.gateway.ladder.Ladders;
import io.allo.gateway.media.MediaConfig;
import io.allo.gateway.mediastream.MediaSocketClient;
import io.allo.gateway.mediastream.MediaSocketSettings;
import io.allo.gateway.mediastream.RedisWorkerDirectory;
import io.allo.gateway.mediastream.StreamJson;
import io.allo.gateway.signaling.SipEndpoint;
import io.allo.gateway.trunk.OutboundCalls;
import io.allo.gateway.waiting.WaitingLine;
import io.allo.gateway.waiting.WaitingWorkers;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Makes the framework-free parts from configuration and joins them. */
@ApplicationScoped
class GatewayAssembly {
    private static final int SHORTEST_KEY = 16;
    private static final int BUSY_HERE = 486;
    private static final Duration BROKER_RETRY = Duration.ofSeconds(1);

    private final GatewayConfig config;

    GatewayAssembly(GatewayConfig config) {
        this.config = config;
    }

    @Produces
    @Singleton
    GatewayIdentity identity() {
        String key = config.serviceKey().orElse("");
        if (key.length() < SHORTEST_KEY) {
            throw new IllegalStateException("ALLO_SERVICE_KEY is " + (key.isEmpty() ? "not set" : "too short")
                    + ": all four services need the same key of at least " + SHORTEST_KEY + " characters");
        }
        String name = Optional.ofNullable(System.getenv("HOSTNAME")).orElse("sip-gateway");
        return new GatewayIdentity(name, key);
    }

    @Produces
    @Singleton
    SystemTimers timers() {
        return new SystemTimers();
    }

    void stop(@Disposes SystemTimers timers) {
        timers.close();
    }

    @Produces
    @Singleton
    CallEventPublisher events(KafkaEventBroker broker, ObjectMapper json) {
        EventSpool spool =
                EventSpool.open(Path.of(config.dataDir(), "sip-gateway", "events"), EventSpool.DEFAULT_MAX_BYTES);
        return new CallEventPublisher(broker, spool, json, BROKER_RETRY);
    }

    void stop(@Disposes CallEventPublisher events) {
        events.close();
    }

    @Produces
    @Singleton
    RedisWorkerDirectory workers(Vertx vertx, Redis redis, WorkerConfig workers) {
        return new RedisWorkerDirectory(vertx, redis, Clock.systemUTC(), workers.patience());
    }

    @Produces
    @Singleton
    WaitingLine line(SystemTimers timers, WaitingConfig waiting) {
        return new WaitingLine(timers, waiting.seats(), waiting.patience());
    }

    @Produces
    @Singleton
    WaitingWorkers watchedWorkers(
            RedisWorkerDirectory workers, WaitingLine line, SystemTimers timers, WaitingConfig waiting) {
        return new WaitingWorkers(workers, line, timers, waiting.desertedAfter());
    }

    @Produces
    @Singleton
    MediaSocketClient sockets(
            Vertx vertx, ObjectMapper json, WorkerConfig workers, GatewayIdentity identity, SocketMetrics metrics) {
        MediaSocketSettings settings = new MediaSocketSettings(
                identity.serviceKey(),
                workers.patience(),
                workers.heartbeat(),
                workers.deadAfter(),
                workers.tokenLife());
        return new MediaSocketClient(vertx, new StreamJson(json), settings, metrics, Clock.systemUTC());
    }

    @Produces
    @Singleton
    AccountLoad accountLoad(SystemTimers timers) {
        return new AccountLoad(timers);
    }

    @Produces
    @Singleton
    SipEndpoint sip(
            SipConfig sip, MediaConfig media, SystemTimers timers, TrunkDirectory trunks, AccountLoad accountLoad) {
        return new SipEndpoint(sip, media.advertisedAddress(), timers, trunks, accountLoad);
    }

    /** Of the running endpoint: only requests ask for it, and they come after the start. */
    @Produces
    InviteCheck check(SipEndpoint sip) {
        return sip.check();
    }

    @Produces
    @Singleton
    CallLimits limits(CallConfig call, SipConfig sip) {
        return new CallLimits(
                new RingPolicy(call.ringUnknown(), call.ringCap(), call.ringGrace()),
                call.playOut(),
                call.maxDuration(),
                call.workerFailures(),
                sip.retryAfter(),
                new TransferLimits(call.transferRing(), call.transferRefer(), call.transferConsult()));
    }

    @Produces
    @Singleton
    Ladders ladders(LadderConfig ladder) {
        return new Ladders(Clock.systemUTC(), ladder.calls(), ladder.keep());
    }

    @Produces
    @Singleton
    @Typed(LadderTelemetry.class)
    LadderTelemetry observed(Ladders ladders, CallBook book, CallObservation metrics) {
        return new LadderTelemetry(ladders, new BookedTelemetry(book, metrics));
    }

    @Produces
    @Singleton
    @Typed(BookedEvents.class)
    BookedEvents bookedEvents(CallBook book, OutboundCalls placed, CallEventPublisher events) {
        return new BookedEvents(book, (event, traceparent) -> {
            placed.take(event);
            events.publish(event, traceparent);
        });
    }

    @Produces
    @Singleton
    CallPorts ports(
            GatewayIdentity identity,
            MediaLegFactory media,
            WorkerSide workers,
            BookedEvents events,
            LadderTelemetry observed,
            SystemTimers timers,
            CallLimits limits,
            DialSide dialling) {
        return new CallPorts(
                identity,
                media,
                workers.directory(),
                workers.streams(),
                observed.showing(events),
                observed,
                new SoundLibrary(),
                timers,
                limits,
                dialling.dialer(),
                dialling.refers());
    }

    @Produces
    @Singleton
    CallController calls(CallPorts ports, SipConfig sip, CompatibleConfig compatible) {
        Congestion congestion = new Congestion(ports.timers(), sip.maxQueueing());
        CallController calls = new CallController(ports, sip.maxCalls(), sip.maxNewCallsPerSecond(), congestion);
        if (compatible.enabled()) {
            calls.refuseOverloadWith(BUSY_HERE);
        }
        return calls;
    }
}
