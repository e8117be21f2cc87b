// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RtcpTest {
    private static final Instant NOW = Instant.parse("2026-11-21T03:00:00.5Z");
    private static final long SECOND = 1_000_000_000;

    @Test
    void aSenderReportHoldsWhatWasSentAndHeard() {
        // Given
        RtcpSession session = new RtcpSession(0xA1);
        session.sent(160);
        session.sent(160);
        RtpReception reception = reception(1, 2, 4); // one lost

        // When
        List<RtcpPacket> packets = RtcpPacket.parse(session.report(reception, 9000, NOW, SECOND));

        // Then
        assertThat(packets).hasSize(2);
        assertThat(packets.getFirst()).isInstanceOfSatisfying(RtcpPacket.SenderReport.class, report -> {
            assertThat(report.ssrc()).isEqualTo(0xA1);
            assertThat(report.packets()).isEqualTo(2);
            assertThat(report.octets()).isEqualTo(320);
            assertThat(report.rtpTimestamp()).isEqualTo(9000);
            assertThat(report.ntp() >>> 32).isEqualTo(NOW.getEpochSecond() + 2_208_988_800L);
            assertThat((int) report.ntp()).isEqualTo(0x80000000);
            assertThat(report.blocks()).singleElement().satisfies(block -> {
                assertThat(block.ssrc()).isEqualTo(0xB2);
                assertThat(block.cumulativeLost()).isEqualTo(1);
                assertThat(block.fractionLost()).isEqualTo(64); // 1 of 4, in 1/256
                assertThat(block.highestSequence()).isEqualTo(4);
            });
        });
        assertThat(packets.get(1)).isEqualTo(new RtcpPacket.SourceDescription(0xA1, "a1"));
    }

    @Test
    void whoSendsNothingMakesAReceiverReport() {
        // Given
        RtcpSession session = new RtcpSession(0xA1);

        // When
        List<RtcpPacket> packets = RtcpPacket.parse(session.goodbye(null, 0, NOW, SECOND));

        // Then
        assertThat(packets)
                .containsExactly(
                        new RtcpPacket.ReceiverReport(0xA1, List.of()),
                        new RtcpPacket.SourceDescription(0xA1, "a1"),
                        new RtcpPacket.Goodbye(List.of(0xA1)));
    }

    @Test
    void theRoundTripIsMeasured() {
        // Given: the peer got our report and waited half a second
        RtcpSession session = new RtcpSession(0xA1);
        RtcpPacket.SenderReport ours = (RtcpPacket.SenderReport) sentReport(session);
        var block = new RtcpPacket.ReportBlock(0xA1, 0, 0, 1, 0, (int) (ours.ntp() >>> 16), 65536 / 2);
        ByteBuffer out = ByteBuffer.allocate(200);
        new RtcpPacket.ReceiverReport(0xB2, List.of(block)).write(out);

        // When
        boolean taken = session.receive(out.flip(), NOW.plusMillis(580), SECOND);

        // Then
        assertThat(taken).isTrue();
        assertThat(session.roundTripMs().orElseThrow()).isCloseTo(80, within(1.0));
    }

    @Test
    void negativeLossSurvivesTheTwentyFourBits() {
        // Given
        ByteBuffer out = ByteBuffer.allocate(100);
        var block = new RtcpPacket.ReportBlock(1, 255, -3, 70_000, 12, 5, 6);

        // When
        new RtcpPacket.ReceiverReport(2, List.of(block)).write(out);

        // Then
        assertThat(RtcpPacket.parse(out.flip())).containsExactly(new RtcpPacket.ReceiverReport(2, List.of(block)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "80C8", "80C8FFFF00000000", "40C9000100000001", "80C9000100000001 80"})
    void whatIsNoCompoundIsRefused(String hex) {
        ByteBuffer datagram = ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
        assertThat(new RtcpSession(1).receive(datagram, NOW, SECOND)).isFalse();
    }

    @Test
    void jitterFollowsTheRfcsFormula() {
        // Given: arrival alternately 10 ms late
        RtpReception reception = new RtpReception(packet(0, 0));
        for (int i = 0; i < 200; i++) {
            reception.received(packet(i, i * 160), 8000, (i * 20L + i % 2 * 10L) * 1_000_000);
        }

        // Then: |D| is 10 ms each time, so J goes to 10 ms
        assertThat(reception.jitterMs()).isCloseTo(10, within(0.2));
        assertThat(reception.lost()).isZero();
    }

    private static RtcpPacket sentReport(RtcpSession session) {
        session.sent(160);
        return RtcpPacket.parse(session.report(null, 0, NOW, SECOND)).getFirst();
    }

    private static RtpReception reception(int... sequences) {
        RtpReception reception = new RtpReception(packet(sequences[0], 0));
        for (int sequence : sequences) {
            reception.received(packet(sequence, sequence * 160), 8000, (long) sequence * 20_000_000);
        }
        return reception;
    }

    private static RtpPacket packet(int sequence, int timestamp) {
        return new RtpPacket(false, 0, sequence, timestamp, 0xB2, new byte[160]);
    }
}
