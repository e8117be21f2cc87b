// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.allo.contracts.account.AccountIdentity;
import io.allo.toolexecutor.config.ServiceKey;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.WebApplicationException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How long a key is believed. */
class AccountKeysTest {
    private int checks;
    private Uni<AccountIdentity> answer = Uni.createFrom().item(new AccountIdentity("account", "A", "FR"));
    private Instant now = Instant.parse("2026-11-21T12:00:00Z");

    private final AccountKeys keys = new AccountKeys(
            (serviceKey, body) -> {
                checks++;
                return answer;
            },
            new StubServiceKey(),
            new Limits(),
            new MovingClock());

    @Test
    void anAnswerIsBelievedForHalfAMinute() {
        // When
        account();
        now = now.plusSeconds(29);
        account();
        int before = checks;
        now = now.plusSeconds(2);
        account();

        // Then
        assertThat(before).isEqualTo(1);
        assertThat(checks).isEqualTo(2);
    }

    @Test
    void anUnknownKeyIsRememberedToo() {
        // Given
        answer = Uni.createFrom().failure(new WebApplicationException(404));

        // Then
        assertThat(account()).isEmpty();
        assertThat(account()).isEmpty();
        assertThat(checks).isEqualTo(1);
    }

    @Test
    void aKnownKeyStillOpensWhileTheOtherServiceIsAway() {
        // Given
        account();
        answer = Uni.createFrom().failure(new IllegalStateException("connection refused"));

        // Then
        now = now.plusSeconds(60);
        assertThat(account()).contains("account");
        now = now.plus(Duration.ofMinutes(11));
        assertThatThrownBy(this::account)
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.status()).isEqualTo(503));
    }

    private Optional<String> account() {
        return keys.accountOf("key").await().indefinitely();
    }

    private final class MovingClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private static final class StubServiceKey extends ServiceKey {
        StubServiceKey() {
            super("0123456789abcdef");
        }
    }

    private static final class Limits implements DoorConfig {
        @Override
        public Duration keyCache() {
            return Duration.ofSeconds(30);
        }

        @Override
        public Duration keyCacheWhenAway() {
            return Duration.ofMinutes(10);
        }

        @Override
        public Duration checkTimeout() {
            return Duration.ofSeconds(1);
        }
    }
}
