// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.gateway.trunk.RegistrationLease.Grant;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Redis;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two gateways and one account in a real Redis. */
@QuarkusTest
class RedisRegistrationLeaseTest {
    private static final int ACCOUNT = 7001;

    @Inject
    Redis client;

    @Inject
    RedisDataSource redis;

    private RedisRegistrationLease lease(String gateway) {
        return new RedisRegistrationLease(client, Clock.systemUTC(), gateway);
    }

    private static <T> T told(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    @AfterEach
    void empty() {
        redis.key().del("trunk:{7001}:holder", "trunk:{7001}:contact");
    }

    @Test
    void oneHoldsUntilItGoesAndTheOtherGetsItsContact() throws Exception {
        RedisRegistrationLease one = lease("lease-test-one");
        RedisRegistrationLease other = lease("lease-test-other");

        assertThat(told(one.hold(ACCOUNT))).isEqualTo(new Grant.Held(Optional.empty()));
        assertThat(told(other.hold(ACCOUNT))).isEqualTo(new Grant.Elsewhere());
        one.contact(ACCOUNT, "sip:token@192.0.2.1:5060");
        assertThat(told(one.hold(ACCOUNT))).isEqualTo(new Grant.Held(Optional.of("sip:token@192.0.2.1:5060")));
        assertThat(told(one.othersAlive())).isTrue();
        assertThat(told(one.succeeded(ACCOUNT))).isFalse();

        told(one.release(ACCOUNT));
        assertThat(told(other.hold(ACCOUNT))).isEqualTo(new Grant.Held(Optional.of("sip:token@192.0.2.1:5060")));
        other.contact(ACCOUNT, "sip:token@192.0.2.2:5060");
        assertThat(told(one.succeeded(ACCOUNT))).isTrue();
        assertThat(told(one.hold(ACCOUNT))).isEqualTo(new Grant.Elsewhere());
    }

    @Test
    void aLeaseLapsesBelowTheTimeOfATakeover() throws Exception {
        told(lease("lease-test-one").hold(ACCOUNT));

        Duration left = Duration.ofMillis(redis.key().pttl("trunk:{7001}:holder"));

        assertThat(left).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(20));
    }
}
