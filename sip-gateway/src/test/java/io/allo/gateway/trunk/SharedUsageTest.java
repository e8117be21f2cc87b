// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.trunk.Trunk;
import io.allo.gateway.call.AccountLoad;
import io.allo.gateway.call.RefusalReason;
import io.allo.gateway.call.VirtualClock;
import io.allo.gateway.peer.TestTrunks;
import io.allo.gateway.trunk.SharedUsage.Use;
import io.allo.gateway.trunk.TrunkUsage.Answer;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Redis;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The limits of an account are those of all gateways together, in a real Redis; without it each holds them for itself. */
@QuarkusTest
class SharedUsageTest {
    private static final int ACCOUNT = 7201;
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    @Inject
    Redis client;

    @Inject
    RedisDataSource redis;

    private final Gateway one = new Gateway("usage-one");
    private final Gateway other = new Gateway("usage-other");
    private boolean away;

    /** At most two calls at a time and five minutes a day. */
    private static Trunk trunk() {
        return TestTrunks.trunk(ACCOUNT, "sip:t@192.0.2.1", TestTrunks.policy(3600, 0, 0, 2, 0, 5));
    }

    private final class Gateway {
        final VirtualClock clock = new VirtualClock();
        final AccountLoad load = new AccountLoad(clock);
        final TrunkUsage usage = new TrunkUsage(load, clock);
        final String name;
        UsageExchange exchange;

        Gateway(String name) {
            this.name = name;
        }

        void start() {
            SipAccounts accounts = new SipAccounts(
                    () -> CompletableFuture.completedFuture(List.of(trunk())), clock, Duration.ofDays(1));
            accounts.start();
            exchange = new UsageExchange(this::exchange, accounts, load, usage, clock);
            exchange.start();
        }

        private CompletionStage<Use> exchange(int id, Use own) {
            if (away) {
                return CompletableFuture.failedFuture(new IllegalStateException("no Redis"));
            }
            try {
                SharedUsage shared = new RedisSharedUsage(client, Clock.fixed(NOON, ZoneOffset.UTC), name);
                return CompletableFuture.completedFuture(
                        shared.exchange(id, own).toCompletableFuture().get(5, TimeUnit.SECONDS));
            } catch (Exception e) {
                return CompletableFuture.failedFuture(e);
            }
        }

        TrunkUsage.Permit dial() {
            return ((Answer.Taken) usage.take(trunk())).permit();
        }

        void second() {
            clock.advance(Duration.ofSeconds(1));
        }
    }

    @AfterEach
    void empty() {
        redis.key().del("trunk:{7201}:calls", "trunk:{7201}:minutes:2026-11-21");
    }

    private void both() {
        one.start();
        other.start();
    }

    @Test
    void callsOfAllGatewaysCountTogether() {
        both();
        TrunkUsage.Permit call = one.dial();
        other.dial();
        one.second();
        other.second();
        one.second();

        assertThat(one.usage.take(trunk())).isEqualTo(new Answer.Full("account-limit"));
        assertThat(other.load.enter(trunk())).contains(RefusalReason.ACCOUNT_LIMIT);
        call.giveBack();
        one.second();
        other.second();
        assertThat(other.load.enter(trunk())).isEmpty();
    }

    @Test
    void minutesOfTheDayCountTogetherAlsoThoseOfAGatewayThatIsGone() {
        both();
        TrunkUsage.Permit call = one.dial();
        call.answered();
        one.clock.advance(Duration.ofSeconds(4 * 60 + 1));
        call.giveBack();
        one.second();
        other.second();

        assertThat(other.usage.take(trunk())).isEqualTo(new Answer.Full("account-minutes"));
        assertThat(other.usage.spent(trunk())).contains("account-minutes");
        Gateway again = new Gateway("usage-one-again");
        again.start();
        assertThat(again.usage.take(trunk())).isEqualTo(new Answer.Full("account-minutes"));
    }

    @Test
    void whileTheStoreIsAwayEachHoldsTheLimitForItself() {
        both();
        other.dial();
        other.dial();
        other.second();
        one.second();
        assertThat(one.usage.take(trunk())).isEqualTo(new Answer.Full("account-limit"));

        away = true;
        one.second();
        assertThat(one.usage.take(trunk())).isEqualTo(new Answer.Full("account-limit"));
        one.clock.advance(Duration.ofSeconds(11));

        one.dial();
        one.dial();
        assertThat(one.usage.take(trunk())).isEqualTo(new Answer.Full("account-limit"));
    }

    @Test
    void aReferIsUse() {
        for (int i = 0; i < 5; i++) {
            assertThat(one.usage.spent(trunk())).isEmpty();
            one.usage.referred(ACCOUNT);
        }

        assertThat(one.usage.spent(trunk())).contains("account-minutes");
        assertThat(one.usage.take(trunk())).isEqualTo(new Answer.Full("account-minutes"));
    }
}
