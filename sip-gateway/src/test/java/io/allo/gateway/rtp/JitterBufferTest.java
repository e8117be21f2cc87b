// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JitterBufferTest {
    private static final long MS = 1_000_000;

    private final JitterBuffer buffer = new JitterBuffer(Duration.ofMillis(60));

    @Test
    void packetsInOrderGoThroughAtOnceOverTheWrap() {
        assertThat(offer(65_534, 0)).containsExactly("65534");
        assertThat(offer(65_535, 0)).containsExactly("65535");
        assertThat(offer(0, 0)).containsExactly("0");
        assertThat(offer(1, 0)).containsExactly("1");
    }

    @Test
    void swappedPacketsAreSetRight() {
        assertThat(offer(10, 0)).containsExactly("10");
        assertThat(offer(12, 20)).isEmpty();
        assertThat(offer(11, 30)).containsExactly("11", "12");
        assertThat(buffer.lost()).isZero();
    }

    @Test
    void aMissingPacketIsWaitedForNoLongerThanTheWindow() {
        // Given
        offer(10, 0);
        offer(12, 20);
        offer(13, 40);

        // When / Then
        assertThat(poll(79)).isEmpty();
        assertThat(poll(80)).containsExactly("12 after 1 lost", "13");
        assertThat(buffer.lost()).isEqualTo(1);
    }

    @Test
    void lateAndDoubledPacketsAreDropped() {
        offer(10, 0);
        offer(12, 0);
        poll(60);
        assertThat(offer(11, 70)).isEmpty();
        assertThat(offer(12, 70)).isEmpty();
        assertThat(offer(13, 70)).containsExactly("13");
        assertThat(buffer.late()).isEqualTo(2);
    }

    @Test
    void aDoubledPacketThatWaitsIsHeldOnce() {
        offer(10, 0);
        offer(12, 0);
        offer(12, 0);
        assertThat(offer(11, 1)).containsExactly("11", "12");
    }

    @Test
    void aSenderThatStartsAnewIsBelievedAtItsSecondPacket() {
        offer(10, 0);
        assertThat(offer(40_000, 20)).isEmpty();
        assertThat(offer(40_001, 40)).containsExactly("40001");
        assertThat(offer(11, 60)).as("one stray packet of the old run").isEmpty();
        assertThat(offer(40_002, 60)).containsExactly("40002");
    }

    @Test
    void whatItHoldsIsBounded() {
        offer(10, 0);
        for (int i = 12; i < 12 + 1000; i++) {
            offer(i, 0);
        }
        assertThat(offer(1012, 0)).isEqualTo(List.of("1012"));
        assertThat(buffer.lost()).isEqualTo(1);
    }

    private List<String> offer(int sequence, long nowMs) {
        buffer.offer(new RtpPacket(false, 0, sequence, sequence * 160, 1, new byte[160]), nowMs * MS);
        return poll(nowMs);
    }

    private List<String> poll(long nowMs) {
        List<String> packets = new ArrayList<>();
        for (var next = buffer.poll(nowMs * MS); next != null; next = buffer.poll(nowMs * MS)) {
            String lost = next.lostBefore() == 0 ? "" : " after " + next.lostBefore() + " lost";
            packets.add(next.packet().sequence() + lost);
        }
        return packets;
    }
}
