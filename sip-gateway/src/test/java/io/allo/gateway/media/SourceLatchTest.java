// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.gateway.rtp.RtpPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SourceLatchTest {
    private static final InetSocketAddress ANNOUNCED = address("10.0.0.5", 4000);
    private static final InetSocketAddress NAT = address("203.0.113.9", 33_333);
    private static final InetSocketAddress NAT_LATER = address("203.0.113.9", 44_444);
    private static final InetSocketAddress ATTACKER = address("198.51.100.66", 5555);
    private static final int SSRC = 1;

    private final SourceLatch latch = new SourceLatch(Duration.ofSeconds(3), null);

    @BeforeEach
    void agree() {
        latch.announced(ANNOUNCED, 0);
    }

    @Test
    void untilAPacketComesTheAnnouncedAddressIsUsed() {
        assertThat(latch.destination()).isEqualTo(ANNOUNCED);
    }

    @Test
    void aCallerBehindANatIsFollowedFromHisSecondPacket() {
        assertThat(hear(NAT, SSRC, 100, 0)).isFalse();
        assertThat(hear(NAT, SSRC, 101, 20)).isTrue();
        assertThat(latch.destination()).isEqualTo(NAT);
    }

    @Test
    void thePortsLastCallIsNotFollowedHoweverItGoesOn() {
        SourceLatch next = new SourceLatch(Duration.ofSeconds(3), new SourceLatch.Former(NAT, SSRC));
        next.announced(ANNOUNCED, 0);
        for (int i = 0; i < 10; i++) {
            assertThat(next.accepts(NAT, packet(SSRC, 100 + i), i * 20_000_000L))
                    .isFalse();
        }
        assertThat(next.accepts(NAT, packet(SSRC + 1, 1), 0)).isFalse();
        assertThat(next.accepts(NAT, packet(SSRC + 1, 2), 0))
                .as("the same telephone's next call")
                .isTrue();
    }

    @Test
    void onePacketOfAStrangerTurnsNothing() {
        assertThat(hear(ATTACKER, 666, 1, 0)).isFalse();
        assertThat(hear(ANNOUNCED, SSRC, 100, 10)).isTrue();
        assertThat(hear(ATTACKER, 666, 2, 20)).isFalse();
        assertThat(latch.destination()).isEqualTo(ANNOUNCED);
    }

    @Test
    void aStrangerWhoCameFirstLosesToTheAnnouncedAddress() {
        hear(ATTACKER, 666, 1, 0);
        assertThat(hear(ATTACKER, 666, 2, 20)).isTrue();
        assertThat(hear(ANNOUNCED, SSRC, 100, 40)).isTrue();
        assertThat(latch.destination()).isEqualTo(ANNOUNCED);
    }

    @Test
    void duringTheCallAStrangerIsIgnoredHoweverManyPacketsHeSends() {
        latchedAtNat();
        for (int i = 0; i < 100; i++) {
            assertThat(hear(ATTACKER, 666, i, 5000 + i * 20)).isFalse();
        }
        assertThat(latch.destination()).isEqualTo(NAT);
    }

    @Test
    void aStrangerWithTheRightSsrcIsIgnoredWhileTheCallerTalks() {
        latchedAtNat();
        assertThat(hear(NAT, SSRC, 200, 5000)).isTrue();
        assertThat(hear(ATTACKER, SSRC, 201, 5010)).isFalse();
    }

    @Test
    void aNatThatChangedItsMappingIsFollowed() {
        latchedAtNat();
        hear(NAT, SSRC, 200, 5000);
        assertThat(hear(NAT_LATER, SSRC, 206, 5120)).isTrue();
        assertThat(latch.destination()).isEqualTo(NAT_LATER);
    }

    @Test
    void withinTheWindowTheSourceMayMoveWhenTheOldOneIsSilent() {
        latchedAtNat();
        assertThat(hear(NAT_LATER, 2, 1, 60)).isFalse();
        assertThat(hear(NAT_LATER, 2, 2, 80)).isFalse();
        assertThat(hear(NAT_LATER, 2, 3, 200)).isTrue();
    }

    @Test
    void aNewAnnouncedAddressStartsAnew() {
        // Given
        latchedAtNat();
        InetSocketAddress moved = address("192.0.2.77", 6000);

        // When
        latch.announced(moved, 60_000_000_000L);

        // Then
        assertThat(latch.destination()).isEqualTo(moved);
        assertThat(hear(moved, 9, 1, 60_010)).isTrue();
    }

    @Test
    void theSameAnnouncedAddressKeepsTheLatch() {
        latchedAtNat();
        latch.announced(ANNOUNCED, 60_000_000_000L);
        assertThat(latch.destination()).isEqualTo(NAT);
    }

    @Test
    void reportsCountOnlyFromTheHostWeTalkTo() {
        latchedAtNat();
        assertThat(latch.isPeer(address("203.0.113.9", 33_334))).isTrue();
        assertThat(latch.isPeer(ATTACKER)).isFalse();
    }

    private void latchedAtNat() {
        hear(NAT, SSRC, 100, 0);
        assertThat(hear(NAT, SSRC, 101, 20)).isTrue();
    }

    private boolean hear(InetSocketAddress source, int ssrc, int sequence, long nowMs) {
        return latch.accepts(source, packet(ssrc, sequence), nowMs * 1_000_000);
    }

    private static RtpPacket packet(int ssrc, int sequence) {
        return new RtpPacket(false, 0, sequence, 0, ssrc, new byte[160]);
    }

    private static InetSocketAddress address(String literal, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
    }
}
