// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.peer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.allo.gateway.call.AccountLoad;
import io.allo.gateway.call.CallController;
import io.allo.gateway.call.CallLimits;
import io.allo.gateway.call.CallPorts;
import io.allo.gateway.call.GatewayIdentity;
import io.allo.gateway.call.MediaLegFactory;
import io.allo.gateway.call.ReferPolicy;
import io.allo.gateway.call.RingPolicy;
import io.allo.gateway.call.SystemTimers;
import io.allo.gateway.call.TrunkDirectory;
import io.allo.gateway.call.WorkerDirectory;
import io.allo.gateway.call.WorkerStreams;
import io.allo.gateway.compatible.AllowedHosts;
import io.allo.gateway.compatible.BookedEvents;
import io.allo.gateway.compatible.BookedTelemetry;
import io.allo.gateway.compatible.CallBook;
import io.allo.gateway.compatible.Callbacks;
import io.allo.gateway.compatible.CompatibleWorkers;
import io.allo.gateway.config.CallConfig;
import io.allo.gateway.config.CompatibleConfig;
import io.allo.gateway.config.SipConfig;
import io.allo.gateway.signaling.SipEndpoint;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** The gateway in compatible mode on a free port, without Quarkus: real SIP, real media socket, real callbacks, fake media. */
public final class BridgeUnderTest implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final SystemTimers timers = new SystemTimers();
    private final FakeMedia media = new FakeMedia();
    private final FakeDialer dialer = new FakeDialer();
    private final CallBook book;
    private final CallController calls;
    private final SipEndpoint sip;

    /** @param settings keys below {@code allo.} */
    public BridgeUnderTest(Map<String, String> settings) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(CompatibleConfig.class)
                .withMapping(CallConfig.class)
                .withDefaultValue("allo.call.ring-cap", "2s");
        settings.forEach((key, value) -> builder.withDefaultValue("allo." + key, value));
        CompatibleConfig config = builder.build().getConfigMapping(CompatibleConfig.class);
        CallConfig callConfig = builder.build().getConfigMapping(CallConfig.class);
        ObjectMapper json = new ObjectMapper().registerModule(new JavaTimeModule());
        List<URI> configured = Stream.of(config.wsTarget(), config.incomingCallbackUrl(), config.statusCallbackUrl())
                .flatMap(Optional::stream)
                .toList();
        AllowedHosts hosts = new AllowedHosts(vertx, config.allowedHosts().orElse(Set.of()), configured);
        Callbacks callbacks = new Callbacks(vertx, json, hosts, config, Clock.systemUTC());
        book = new CallBook(Clock.systemUTC(), callbacks);
        CompatibleWorkers server =
                new CompatibleWorkers(vertx, json, config, callConfig, hosts, callbacks, book, Clock.systemUTC());
        calls = controller(settings, server, server);
        sip = opened(settings);
    }

    /** With workers that take calls from a queue. */
    public <W extends WorkerDirectory & WorkerStreams> BridgeUnderTest(BiFunction<Vertx, CallBook, W> queue) {
        book = new CallBook(Clock.systemUTC(), (call, event, url) -> {});
        W workers = queue.apply(vertx, book);
        calls = controller(Map.of(), workers, workers);
        sip = opened(Map.of());
    }

    private static SipConfig sipConfig(Map<String, String> settings) {
        return GatewayUnderTest.config(
                settings.containsKey("sip.max-calls") ? Map.of("max-calls", settings.get("sip.max-calls")) : Map.of());
    }

    private CallController controller(Map<String, String> settings, WorkerDirectory directory, WorkerStreams streams) {
        SipConfig config = sipConfig(settings);
        CallController controller =
                new CallController(ports(media, directory, streams), config.maxCalls(), config.maxNewCallsPerSecond());
        controller.refuseOverloadWith(486);
        return controller;
    }

    private SipEndpoint opened(Map<String, String> settings) {
        SipEndpoint endpoint = new SipEndpoint(
                sipConfig(settings), Optional.empty(), timers, TrunkDirectory.NONE, new AccountLoad(timers));
        endpoint.start(calls);
        calls.open();
        return endpoint;
    }

    private CallPorts ports(MediaLegFactory legs, WorkerDirectory directory, WorkerStreams streams) {
        return new CallPorts(
                new GatewayIdentity("bridge-test", GatewayUnderTest.SERVICE_KEY),
                legs,
                directory,
                streams,
                new BookedEvents(book, (event, traceparent) -> {}),
                new BookedTelemetry(book, new RecordedTelemetry()),
                new FakeSounds(),
                timers,
                new CallLimits(
                        new RingPolicy(Duration.ofSeconds(1), Duration.ofSeconds(20), Duration.ofSeconds(1)),
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(5),
                        3,
                        Duration.ofSeconds(2)),
                dialer,
                ReferPolicy.NONE);
    }

    public int port() {
        return sip.port();
    }

    public CallBook book() {
        return book;
    }

    public FakeDialer dialer() {
        return dialer;
    }

    public CallController calls() {
        return calls;
    }

    public FakeMedia media() {
        return media;
    }

    @Override
    public void close() {
        sip.stop();
        vertx.close();
        timers.close();
    }
}
