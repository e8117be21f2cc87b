// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RtpPortAllocatorTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void pairsStartEvenAndStayWithinTheRange() {
        // Given
        RtpPortAllocator ports = new RtpPortAllocator(20_001, 20_006, Duration.ofSeconds(10));

        // When / Then: 20002-20003 and 20004-20005; 20006 has no partner
        assertThat(ports.pairs()).isEqualTo(2);
        assertThat(ports.take(0)).hasValue(20_002);
        assertThat(ports.take(0)).hasValue(20_004);
        assertThat(ports.take(0)).isEqualTo(OptionalInt.empty());
        assertThat(ports.inUse()).isEqualTo(2);
    }

    @Test
    void aReleasedPairRests() {
        // Given
        RtpPortAllocator ports = new RtpPortAllocator(20_000, 20_001, Duration.ofSeconds(10));
        ports.take(0);

        // When
        ports.release(20_000, SECOND);

        // Then
        assertThat(ports.inUse()).isZero();
        assertThat(ports.take(10 * SECOND)).isEmpty();
        assertThat(ports.take(11 * SECOND)).hasValue(20_000);
    }

    @Test
    void anImpossibleRangeIsRefused() {
        assertThatThrownBy(() -> new RtpPortAllocator(80, 90, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("80-90");
    }
}
