// SPDX-License-Identifier: Apache-2.0
package io.allo.router.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ContextStore.Lease;
import io.allo.router.conversation.ConversationKey;
import io.allo.router.stubs.Relay;
import io.allo.testkit.infra.Infrastructure;
import io.quarkus.redis.runtime.datasource.ReactiveRedisDataSourceImpl;
import io.vertx.core.Vertx;
import io.vertx.mutiny.redis.client.RedisAPI;
import io.vertx.redis.client.RedisOptions;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The turn lock while the real Redis comes and goes. */
class StoreOutageTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx();
    private final ConversationKey key =
            new ConversationKey("account", Channel.WEB, UUID.randomUUID().toString());
    private Infrastructure infrastructure;
    private Relay relay;
    private RedisTurnLock lock;
    private RedisTurnLock otherReplica;

    @BeforeEach
    void connect() throws Exception {
        infrastructure = Infrastructure.lease("channel-router-outage");
        URI redis = URI.create(infrastructure.redisUrl());
        relay = Relay.to(vertx, redis.getHost(), redis.getPort());
        lock = lock("redis://127.0.0.1:" + relay.port() + redis.getPath());
        otherReplica = lock(infrastructure.redisUrl());
    }

    private RedisTurnLock lock(String url) {
        io.vertx.mutiny.core.Vertx mutiny = new io.vertx.mutiny.core.Vertx(vertx);
        io.vertx.mutiny.redis.client.Redis client =
                io.vertx.mutiny.redis.client.Redis.createClient(mutiny, new RedisOptions().setConnectionString(url));
        StoreConfig config = new ShortTimes();
        Redis redis = new Redis(new ReactiveRedisDataSourceImpl(mutiny, client, RedisAPI.api(client)), config);
        return new RedisTurnLock(redis, vertx, config);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        infrastructure.close();
    }

    @Test
    void withoutRedisATurnFailsSoonAndWithItGoesOn() {
        // Given
        Lease before = lock.acquire(key).await().atMost(LIMIT);
        relay.cut();

        // When
        before.release().await().atMost(LIMIT);
        assertThatThrownBy(() -> lock.acquire(key).await().atMost(LIMIT)).isNotNull();
        relay.restore();
        Lease after = lock.acquire(key).await().atMost(LIMIT);

        // Then
        assertThat(after.fence()).isGreaterThan(before.fence());
        after.release().await().atMost(LIMIT);
    }

    @Test
    void lockOfADeadReplicaLapses() {
        // Given: a replica that is cut off renews no more
        Lease dead = lock.acquire(key).await().atMost(LIMIT);
        relay.cut();

        // When
        Lease successor = otherReplica.acquire(key).await().atMost(LIMIT);

        // Then
        assertThat(successor.fence()).isEqualTo(dead.fence() + 1);
        successor.release().await().atMost(LIMIT);
    }

    @Test
    void lockIsRenewedAsLongAsItsTurnRuns() {
        // Given
        Lease running = lock.acquire(key).await().atMost(LIMIT);
        CompletableFuture<Lease> waiting = otherReplica.acquire(key).subscribeAsCompletionStage();

        // When
        assertThatThrownBy(() -> waiting.get(ShortTimes.LIFE.multipliedBy(3).toMillis(), TimeUnit.MILLISECONDS))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
        running.release().await().atMost(LIMIT);

        // Then
        assertThat(waiting).succeedsWithin(LIMIT);
    }

    /** Seconds, where production takes longer. */
    private record ShortTimes() implements StoreConfig {
        private static final Duration LIFE = Duration.ofMillis(900);

        @Override
        public Duration lockLife() {
            return LIFE;
        }

        @Override
        public Duration maxWait() {
            return Duration.ofSeconds(8);
        }

        @Override
        public Duration timeout() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Duration afterIdle() {
            return Duration.ofMinutes(1);
        }
    }
}
