// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.gateway.call.CallTimers;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bans: hard to get, short, bounded, and never for whom we need. The clock is turned by hand. */
class SourceShieldTest {
    private static final InetAddress STRANGER = InetAddress.ofLiteral("203.0.113.9");

    private final Set<InetAddress> needed = new HashSet<>();
    private final Hands hands = new Hands();
    private final SourceShield shield = new SourceShield(hands, 10, Duration.ofHours(5), needed::contains);

    private static final class Hands implements CallTimers {
        private Instant now = Instant.parse("2026-11-21T00:00:00Z");

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public Pending after(Duration delay, Runnable task) {
            throw new UnsupportedOperationException("a shield sets no timers");
        }
    }

    private void strike(InetAddress source, int times) {
        for (int i = 0; i < times; i++) {
            shield.strike(source);
        }
    }

    @Test
    void onePacketBansNobodyAndManyDoForTenMinutesAtMost() {
        strike(STRANGER, 9);
        assertThat(shield.isBanned(STRANGER)).isFalse();
        strike(STRANGER, 1);
        assertThat(shield.isBanned(STRANGER)).isTrue();
        hands.now = hands.now.plus(Duration.ofMinutes(10));
        assertThat(shield.isBanned(STRANGER)).isFalse();
    }

    @Test
    void refusalsFarApartDoNotAddUp() {
        for (int i = 0; i < 50; i++) {
            strike(STRANGER, 5);
            hands.now = hands.now.plus(Duration.ofSeconds(61));
        }
        assertThat(shield.isBanned(STRANGER)).isFalse();
    }

    @Test
    void whoIsNeededIsNotBannedNotEvenWhenHeWasBefore() {
        strike(STRANGER, 10);
        needed.add(STRANGER);
        assertThat(shield.isBanned(STRANGER)).isFalse();
    }

    @Test
    void tableIsBounded() {
        for (int i = 0; i < 30_000; i++) {
            InetAddress source = InetAddress.ofLiteral("198." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255));
            strike(source, 10);
        }
        assertThat(shield.banned()).isLessThanOrEqualTo(10_000);
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.0/24, 203.0.113.255, true",
        "203.0.113.0/24, 203.0.114.0, false",
        "203.0.113.7, 203.0.113.7, true",
        "203.0.112.0/23, 203.0.113.7, true",
        "203.0.112.0/23, 203.0.114.1, false",
        "2001:db8::/32, 2001:db8:1::1, true",
        "2001:db8::/32, 203.0.113.7, false",
        "0.0.0.0/0, 203.0.113.7, true"
    })
    void rangesOfSources(String range, String address, boolean inside) {
        assertThat(AddressRange.parse(range).orElseThrow().contains(InetAddress.ofLiteral(address)))
                .isEqualTo(inside);
    }

    @ParameterizedTest
    @CsvSource({"trunk.example", "203.0.113.0/33", "203.0.113.0/x", "''"})
    void noRange(String text) {
        assertThat(AddressRange.parse(text)).isEmpty();
    }
}
