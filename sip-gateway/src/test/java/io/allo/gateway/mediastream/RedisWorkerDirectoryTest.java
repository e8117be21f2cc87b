// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.mediastream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.contracts.worker.WorkerRegistry;
import io.allo.gateway.call.CallId;
import io.allo.gateway.call.Worker;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Choosing and reserving in a real Redis. */
@QuarkusTest
class RedisWorkerDirectoryTest {
    @Inject
    Vertx vertx;

    @Inject
    Redis client;

    @Inject
    RedisDataSource redis;

    private RedisWorkerDirectory directory;

    /** Not started: it reads the registry when it is asked and knows nobody, and is in no race with a reading of its own. */
    @BeforeEach
    void aDirectoryThatKnowsNobodyYet() {
        directory = new RedisWorkerDirectory(vertx, client, Clock.systemUTC(), Duration.ofSeconds(2));
    }

    @AfterEach
    void empty() {
        redis.key().del(WorkerRegistry.WORKERS);
        for (String id : new String[] {"a", "b"}) {
            redis.key().del(WorkerRegistry.workerKey(id), WorkerRegistry.slotsKey(id));
        }
    }

    private void register(String id, int maxCalls, boolean draining, Duration age) {
        redis.hash(String.class)
                .hset(
                        WorkerRegistry.workerKey(id),
                        Map.of(
                                WorkerRegistry.FIELD_WS_URL, "ws://10.0.0.1:8000/media",
                                WorkerRegistry.FIELD_MAX_CALLS, String.valueOf(maxCalls),
                                WorkerRegistry.FIELD_DRAINING, String.valueOf(draining)));
        redis.sortedSet(String.class)
                .zadd(WorkerRegistry.WORKERS, Instant.now().minus(age).toEpochMilli(), id);
    }

    private String reserve(String call, String... excluded) throws Exception {
        Optional<Worker> worker = directory
                .reserve(new CallId(call), 1, Set.of(excluded))
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS);
        return worker.map(Worker::id).orElse("none");
    }

    @Test
    void workerThatCameThisMomentIsFound() throws Exception {
        register("a", 10, false, Duration.ZERO);
        assertThat(reserve("call-0001")).isEqualTo("a");
        assertThat(redis.sortedSet(String.class).zscore(WorkerRegistry.slotsKey("a"), "call-0001"))
                .isPresent();
        assertThat(redis.value(String.class).get(WorkerRegistry.epochKey("call-0001")))
                .isEqualTo("1");
    }

    @Test
    void fullWorkerIsPassedOverAndAGivenBackSlotIsFree() throws Exception {
        // Given
        register("a", 1, false, Duration.ZERO);
        assertThat(reserve("call-0001")).isEqualTo("a");
        assertThat(reserve("call-0002")).isEqualTo("none");

        // When
        directory.release(new Worker("a", URI.create("ws://10.0.0.1:8000/media")), new CallId("call-0001"));

        // Then
        await().untilAsserted(() -> assertThat(reserve("call-0003")).isEqualTo("a"));
    }

    @Test
    void drainingStaleAndExcludedWorkersTakeNoCall() throws Exception {
        register("a", 10, true, Duration.ZERO);
        register("b", 10, false, WorkerRegistry.STALE_AFTER.plusSeconds(5));
        assertThat(reserve("call-0001")).isEqualTo("none");
        register("b", 10, false, Duration.ZERO);
        assertThat(reserve("call-0002", "b")).isEqualTo("none");
        assertThat(reserve("call-0003")).isEqualTo("b");
    }

    @Test
    void oneWithFewerCallsIsAskedFirst() throws Exception {
        register("a", 100, false, Duration.ZERO);
        register("b", 100, false, Duration.ZERO);
        for (int i = 0; i < 40; i++) {
            reserve("call-%04d".formatted(i));
        }
        long a = redis.sortedSet(String.class).zcard(WorkerRegistry.slotsKey("a"));
        long b = redis.sortedSet(String.class).zcard(WorkerRegistry.slotsKey("b"));
        assertThat(a + b).isEqualTo(40);
        assertThat(Math.abs(a - b)).isLessThanOrEqualTo(4);
    }
}
