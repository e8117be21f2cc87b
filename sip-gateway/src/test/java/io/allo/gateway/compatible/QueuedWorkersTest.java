// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.compatible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.media.AudioFrame;
import io.allo.contracts.media.StreamMessage;
import io.allo.gateway.call.CallId;
import io.allo.gateway.call.CallRequest;
import io.allo.gateway.call.GatewayIdentity;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.call.TrunkDirectory;
import io.allo.gateway.call.WorkerStreamListener;
import io.allo.gateway.call.WorkerStreams.StreamStart;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.list.KeyValue;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A101, A102, D24, D25: existing workers take calls from a list in a real Redis. */
@QuarkusTest
class QueuedWorkersTest {
    private static final String KEY = "queue:test-incoming";

    @Inject
    Vertx vertx;

    @Inject
    Redis client;

    @Inject
    RedisDataSource redis;

    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, List<String>> told = new ConcurrentHashMap<>();
    private QueuedWorkers workers;

    @BeforeEach
    void start() {
        redis.key().del(KEY);
        workers = new QueuedWorkers(
                vertx,
                client,
                json,
                new QueuedWorkers.Settings(
                        KEY, URI.create("ws://127.0.0.1:8060/media"), Duration.ZERO, Duration.ofSeconds(30)),
                new GatewayIdentity("gateway-7", "test-service-key-0123456789"),
                TrunkDirectory.NONE,
                new CallBook(Clock.systemUTC(), (call, event, url) -> {}),
                Clock.systemUTC());
    }

    @AfterEach
    void empty() {
        redis.key().del(KEY);
    }

    private String offer(int number) {
        CallId id = new CallId("c-queue-" + (1000 + number));
        List<String> words = told.computeIfAbsent(id.value(), _ -> new CopyOnWriteArrayList<>());
        CallRequest request = new CallRequest(id, "+33612345678", "restaurant", Instant.now());
        workers.open(
                workers.reserve(id, 1, java.util.Set.of())
                        .toCompletableFuture()
                        .join()
                        .orElseThrow(),
                new StreamStart(request, 1, Codec.PCMU, false, null),
                new WorkerStreamListener() {
                    @Override
                    public void opened() {
                        words.add("opened");
                    }

                    @Override
                    public void message(StreamMessage message) {
                        words.add(message.getClass().getSimpleName());
                    }

                    @Override
                    public void audio(AudioFrame frame) {
                        words.add("audio");
                    }

                    @Override
                    public void lost(String why) {
                        words.add("lost");
                    }
                });
        return id.value();
    }

    private long queued() {
        return redis.list(String.class).llen(KEY);
    }

    /** What a worker does with a record: opens its media socket. True when the call is his. */
    private boolean claim(String record) throws Exception {
        URI url = URI.create(json.readTree(record).path("audioWsUrl").asText());
        String call = url.getPath().substring(url.getPath().lastIndexOf('/') + 1);
        String token = url.getQuery().substring(url.getQuery().indexOf("token=") + 6);
        return workers.claim(
                call,
                1,
                token,
                () -> Promise.<io.vertx.core.http.ServerWebSocket>promise().future());
    }

    @Test
    void fiftyCallsAreTakenByTwoWorkersEachByExactlyOne() throws Exception {
        for (int call = 0; call < 50; call++) {
            offer(call);
        }
        List<String> taken = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int worker = 0; worker < 2; worker++) {
            threads.add(Thread.startVirtualThread(() -> {
                KeyValue<String, String> next;
                while ((next = redis.list(String.class).blpop(Duration.ofSeconds(1), KEY)) != null) {
                    try {
                        if (claim(next.value)) {
                            taken.add(json.readTree(next.value).path("callId").asText());
                        }
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(taken).hasSize(50).doesNotHaveDuplicates();
    }

    @Test
    void recordsComeInTheOrderOfTheCallsWithBothNamesOfTheMediaUrl() throws Exception {
        List<String> offered = new ArrayList<>();
        for (int call = 0; call < 10; call++) {
            offered.add(offer(call));
        }
        await().until(() -> queued() == 10);

        List<String> records = redis.list(String.class).lrange(KEY, 0, -1);
        List<String> calls = new ArrayList<>();
        for (String record : records) {
            calls.add(json.readTree(record).path("callId").asText());
        }
        assertThat(calls).isEqualTo(offered);
        var first = json.readTree(records.getFirst());
        assertThat(first.path("audioStreamUrl").asText())
                .isEqualTo(first.path("audioWsUrl").asText())
                .startsWith("ws://127.0.0.1:8060/media/c-queue-1000?");
        assertThat(first.path("bridgeNodeId").asText()).isEqualTo("gateway-7");
        assertThat(first.has("restaurantId") && first.has("phoneLineId") && first.has("timestamp"))
                .isTrue();
    }

    @Test
    void callThatWasTakenButNotOpenedGoesBackToTheHead() throws Exception {
        String first = offer(1);
        offer(2);
        await().until(() -> queued() == 2);
        redis.list(String.class).lpop(KEY); // and dies

        await().atMost(Duration.ofSeconds(8)).until(() -> queued() == 2);
        String head = redis.list(String.class).lrange(KEY, 0, 0).getFirst();
        assertThat(json.readTree(head).path("callId").asText()).isEqualTo(first);
        assertThat(claim(head)).isTrue();
        assertThat(claim(head)).isFalse();
        await().until(() -> queued() == 1);
    }

    @Test
    void callThatIsOverLeavesTheList() throws Exception {
        String call = offer(1);
        await().until(() -> queued() == 1);
        String record = redis.list(String.class).lrange(KEY, 0, 0).getFirst();
        CallId id = new CallId(call);
        workers.release(
                workers.reserve(id, 1, java.util.Set.of())
                        .toCompletableFuture()
                        .join()
                        .orElseThrow(),
                id);

        await().until(() -> queued() == 0);
        assertThat(claim(record)).isFalse();
        assertThat(told.get(call)).containsExactly("opened", "Ring");
    }
}
