// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.rtp;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Our side of one stream's RTCP: what goes into our reports, and what the peer's reports tell. SR while we send, RR else; the
 * CNAME is the SSRC, not a user or host name, which would tell the peer about us. One thread.
 */
public final class RtcpSession {
    private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;
    private static final int MAX_DATAGRAM = 256;

    private final int ssrc;
    private int packetsSent;
    private int octetsSent;
    private int packetsAtReport;
    private int peerReportNtp;
    private long peerReportNanos;
    private double roundTripMs = -1;
    private RtcpPacket.@Nullable ReportBlock peerReport;

    public RtcpSession(int ssrc) {
        this.ssrc = ssrc;
    }

    public void sent(int payloadBytes) {
        packetsSent++;
        octetsSent += payloadBytes;
    }

    public int packetsSent() {
        return packetsSent;
    }

    /** Takes a datagram of the peer. @return false when it is malformed */
    public boolean receive(ByteBuffer datagram, Instant now, long nowNanos) {
        List<RtcpPacket> packets = RtcpPacket.parse(datagram);
        if (packets == null || packets.isEmpty()) {
            return false;
        }
        for (RtcpPacket packet : packets) {
            switch (packet) {
                case RtcpPacket.SenderReport report -> {
                    peerReportNtp = middle(report.ntp());
                    peerReportNanos = nowNanos;
                    report.blocks().forEach(block -> measure(block, now));
                }
                case RtcpPacket.ReceiverReport report -> report.blocks().forEach(block -> measure(block, now));
                case RtcpPacket.SourceDescription _, RtcpPacket.Goodbye _ -> {
                    // A BYE without SIP's is no end of the call: the peer may change its source.
                }
            }
        }
        return true;
    }

    /** Time to the network and back, once both sides have reported. */
    public OptionalDouble roundTripMs() {
        return roundTripMs < 0 ? OptionalDouble.empty() : OptionalDouble.of(roundTripMs);
    }

    /** What the peer last said of the packets that we send. */
    public Optional<RtcpPacket.ReportBlock> peerReport() {
        return Optional.ofNullable(peerReport);
    }

    /** A compound report, ready to send. */
    public ByteBuffer report(@Nullable RtpReception reception, int rtpTimestamp, Instant now, long nowNanos) {
        return datagram(reception, rtpTimestamp, now, nowNanos, false);
    }

    /** The last report, with BYE. */
    public ByteBuffer goodbye(@Nullable RtpReception reception, int rtpTimestamp, Instant now, long nowNanos) {
        return datagram(reception, rtpTimestamp, now, nowNanos, true);
    }

    private ByteBuffer datagram(
            @Nullable RtpReception reception, int rtpTimestamp, Instant now, long nowNanos, boolean goodbye) {
        int delay = peerReportNtp == 0 ? 0 : (int) ((nowNanos - peerReportNanos) / 1000 * 65536 / 1_000_000);
        List<RtcpPacket.ReportBlock> blocks =
                reception == null ? List.of() : List.of(reception.report(peerReportNtp, delay));
        boolean sentSince = packetsSent != packetsAtReport;
        packetsAtReport = packetsSent;
        ByteBuffer out = ByteBuffer.allocate(MAX_DATAGRAM);
        RtcpPacket report = sentSince
                ? new RtcpPacket.SenderReport(ssrc, ntp(now), rtpTimestamp, packetsSent, octetsSent, blocks)
                : new RtcpPacket.ReceiverReport(ssrc, blocks);
        report.write(out);
        new RtcpPacket.SourceDescription(ssrc, Integer.toHexString(ssrc)).write(out);
        if (goodbye) {
            new RtcpPacket.Goodbye(List.of(ssrc)).write(out);
        }
        return out.flip();
    }

    /** RFC 3550 section 6.4.1: now - LSR - DLSR, all in 1/65536 s. */
    private void measure(RtcpPacket.ReportBlock block, Instant now) {
        if (block.ssrc() != ssrc) {
            return;
        }
        peerReport = block;
        if (block.lastSenderReport() != 0) {
            int units = middle(ntp(now)) - block.lastSenderReport() - block.delaySinceLastSenderReport();
            if (units >= 0) {
                roundTripMs = units * 1000.0 / 65536;
            }
        }
    }

    private static long ntp(Instant instant) {
        long seconds = instant.getEpochSecond() + SECONDS_1900_TO_1970;
        return seconds << 32 | (((long) instant.getNano() << 32) / 1_000_000_000);
    }

    private static int middle(long ntp) {
        return (int) (ntp >>> 16);
    }
}
