// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LeasesTest {
    private static final OptionalLong IDE = OptionalLong.empty();
    private static final OptionalLong MAVEN = OptionalLong.of(42);

    private final Set<Long> processes = new HashSet<>(Set.of(42L));
    private final ManualClock clock = new ManualClock();
    private final Leases leases = new Leases(clock, Duration.ofMinutes(5), 2, processes::contains);

    @Test
    void endsAfterTheLastLeaseWhenMavenIsGone() {
        // Given
        int index = leases.grant(MAVEN).orElseThrow();
        processes.clear();

        // Then
        assertThat(leases.endIfUnused()).isFalse();
        leases.release(index);
        assertThat(leases.endIfUnused()).isTrue();
    }

    @Test
    void staysBetweenTheModulesOfABuild() {
        leases.release(leases.grant(MAVEN).orElseThrow());

        assertThat(leases.endIfUnused()).isFalse();
    }

    @Test
    void withoutMavenEndsAfterTheIdleTime() {
        // Given
        leases.release(leases.grant(IDE).orElseThrow());
        clock.now = clock.now.plus(Duration.ofMinutes(4));
        assertThat(leases.endIfUnused()).isFalse();

        // When
        clock.now = clock.now.plus(Duration.ofMinutes(2));

        // Then
        assertThat(leases.endIfUnused()).isTrue();
    }

    @Test
    void grantsNothingOnceItDecidedToEnd() {
        clock.now = clock.now.plus(Duration.ofMinutes(6));
        assertThat(leases.endIfUnused()).isTrue();

        assertThat(leases.grant(MAVEN)).isEmpty();
    }

    @Test
    void indexIsFreeAgainAfterItsRelease() {
        // Given both are taken
        leases.grant(MAVEN);
        OptionalInt second = leases.grant(IDE);
        assertThat(leases.grant(IDE)).isEmpty();

        // When
        leases.release(second.orElseThrow());

        // Then
        assertThat(leases.grant(IDE)).isEqualTo(second);
    }

    private static final class ManualClock extends Clock {
        private Instant now = Instant.parse("2026-11-21T03:00:00Z");

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
}
