// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.peer;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.events.CallEvent;
import io.allo.gateway.call.AccountLoad;
import io.allo.gateway.call.CallController;
import io.allo.gateway.call.CallId;
import io.allo.gateway.call.CallLimits;
import io.allo.gateway.call.CallPorts;
import io.allo.gateway.call.CallRequest;
import io.allo.gateway.call.Congestion;
import io.allo.gateway.call.Dialer;
import io.allo.gateway.call.GatewayIdentity;
import io.allo.gateway.call.MediaLegFactory;
import io.allo.gateway.call.ReferPolicy;
import io.allo.gateway.call.RingPolicy;
import io.allo.gateway.call.SystemTimers;
import io.allo.gateway.call.TransferOrder;
import io.allo.gateway.call.Worker;
import io.allo.gateway.call.WorkerDirectory;
import io.allo.gateway.config.SipConfig;
import io.allo.gateway.ladder.LadderTelemetry;
import io.allo.gateway.ladder.Ladders;
import io.allo.gateway.mediastream.MediaSocketClient;
import io.allo.gateway.mediastream.MediaSocketSettings;
import io.allo.gateway.mediastream.SocketCounters;
import io.allo.gateway.mediastream.StreamJson;
import io.allo.gateway.signaling.SipEndpoint;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The gateway's parts on a free port, without Quarkus, Redis and Kafka: real SIP, real media sockets, fake media by default. */
public final class GatewayUnderTest implements AutoCloseable {
    public static final String SERVICE_KEY = "test-service-key-0123456789";

    private final Vertx vertx = Vertx.vertx();
    private final SystemTimers timers = new SystemTimers();
    private final List<CallEvent> events = new CopyOnWriteArrayList<>();
    private final FixedDirectory directory = new FixedDirectory();
    private final RecordedTelemetry telemetry = new RecordedTelemetry();
    private final Ladders ladders = new Ladders(Clock.systemUTC(), 100, Duration.ofHours(1));
    private final FakeMedia media = new FakeMedia();
    private final FakeDialer dialer = new FakeDialer();
    private volatile boolean acceptsRefer;
    private volatile Dialer dials = dialer;
    private volatile ReferPolicy.Verdict verdict = new ReferPolicy.Verdict.Refer("0123456789");
    private final TestAccounts accounts = new TestAccounts();
    private final AccountLoad accountLoad = new AccountLoad(timers);
    private final CallController calls;
    private final SipEndpoint sip;

    public GatewayUnderTest(InMemoryWorker... workers) {
        this(Map.of(), workers);
    }

    /** @param overrides keys below {@code allo.sip} */
    public GatewayUnderTest(Map<String, String> overrides, InMemoryWorker... workers) {
        this(overrides, null, workers);
    }

    public GatewayUnderTest(
            Map<String, String> overrides, @Nullable MediaLegFactory realMedia, InMemoryWorker... workers) {
        this(Duration.ofSeconds(30), overrides, realMedia, workers);
    }

    /** @param ringCap longest ring time whatever a worker asks for */
    public GatewayUnderTest(
            Duration ringCap,
            Map<String, String> overrides,
            @Nullable MediaLegFactory realMedia,
            InMemoryWorker... workers) {
        for (InMemoryWorker worker : workers) {
            directory.workers.add(new Worker("worker-" + directory.workers.size(), worker.mediaUrl()));
        }
        SipConfig config = config(overrides);
        MediaSocketClient streams = new MediaSocketClient(
                vertx,
                new StreamJson(new ObjectMapper()),
                new MediaSocketSettings(
                        SERVICE_KEY,
                        Duration.ofSeconds(3),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(30)),
                SocketCounters.NONE,
                Clock.systemUTC());
        CallLimits limits = new CallLimits(
                new RingPolicy(Duration.ofSeconds(2), ringCap, Duration.ofSeconds(1)),
                Duration.ofSeconds(2),
                Duration.ofMinutes(5),
                3,
                config.retryAfter());
        calls = new CallController(
                new CallPorts(
                        new GatewayIdentity("gateway-test", SERVICE_KEY),
                        realMedia == null ? media : realMedia,
                        directory,
                        streams,
                        (event, traceparent) -> events.add(event),
                        new LadderTelemetry(ladders, telemetry),
                        new FakeSounds(),
                        timers,
                        limits,
                        (request, mailbox, heard) -> dials.dial(request, mailbox, heard),
                        new Refers()),
                config.maxCalls(),
                config.maxNewCallsPerSecond(),
                // a test says so when it is about that: the machine may be busy
                new Congestion(timers, overrides.containsKey("max-queueing") ? config.maxQueueing() : Duration.ZERO));
        sip = new SipEndpoint(config, Optional.empty(), timers, accounts, accountLoad);
        sip.start(calls);
        calls.open();
    }

    static SipConfig config(Map<String, String> overrides) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(SipConfig.class)
                .withDefaultValue("allo.sip.bind-address", "127.0.0.1")
                .withDefaultValue("allo.sip.port", "0");
        overrides.forEach((key, value) -> builder.withDefaultValue("allo.sip." + key, value));
        return builder.build().getConfigMapping(SipConfig.class);
    }

    public int port() {
        return sip.port();
    }

    public CallController calls() {
        return calls;
    }

    public SipEndpoint sip() {
        return sip;
    }

    public FakeDialer dialer() {
        return dialer;
    }

    /** The peer's own REFER is followed from now on. */
    public void acceptRefer() {
        acceptsRefer = true;
    }

    private final class Refers implements ReferPolicy {
        @Override
        public Verdict judge(CallRequest call, TransferOrder order) {
            return verdict;
        }

        @Override
        public boolean acceptsRefer(CallRequest call) {
            return acceptsRefer;
        }
    }

    /** In the place of the fake one. */
    public void dialBy(Dialer real) {
        dials = real;
    }

    /** What becomes of a wish to be transferred; by default REFER to 0123456789. */
    public void transfers(ReferPolicy.Verdict next) {
        verdict = next;
    }

    /** SIP accounts; none at first. */
    public TestAccounts accounts() {
        return accounts;
    }

    public AccountLoad accountLoad() {
        return accountLoad;
    }

    public FakeMedia media() {
        return media;
    }

    public FixedDirectory directory() {
        return directory;
    }

    public RecordedTelemetry telemetry() {
        return telemetry;
    }

    public Ladders ladders() {
        return ladders;
    }

    public List<CallEvent> events() {
        return List.copyOf(events);
    }

    public List<String> eventNames() {
        return events.stream().map(event -> event.getClass().getSimpleName()).toList();
    }

    /** A worker more, behind those before. */
    public void add(InMemoryWorker worker) {
        directory.workers.add(new Worker("worker-" + directory.workers.size(), worker.mediaUrl()));
    }

    @Override
    public void close() {
        sip.stop();
        vertx.close();
        timers.close();
    }

    /** Workers in fixed order, counted. */
    public static final class FixedDirectory implements WorkerDirectory {
        private final List<Worker> workers = new CopyOnWriteArrayList<>();
        private final AtomicInteger held = new AtomicInteger();
        private volatile boolean deserted;

        /** There was no worker for long: callers hear that nobody can take them. */
        public void deserted(boolean on) {
            deserted = on;
        }

        @Override
        public boolean isDeserted() {
            return deserted;
        }

        @Override
        public CompletionStage<Optional<Worker>> reserve(CallId call, int epoch, Set<String> excluded) {
            Optional<Worker> found = workers.stream()
                    .filter(worker -> !deserted && !excluded.contains(worker.id()))
                    .findFirst();
            found.ifPresent(worker -> held.incrementAndGet());
            return CompletableFuture.completedFuture(found);
        }

        @Override
        public void release(Worker worker, CallId call) {
            held.decrementAndGet();
        }

        /** Reservations that were not given back. */
        public int held() {
            return held.get();
        }
    }
}
