// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.rtp;

/**
 * Counts the packets of one SSRC as RFC 3550 A.1, A.3 and A.8 say, for receiver reports. The clock is 8 kHz. One thread.
 */
public final class RtpReception {
    private static final int SAMPLES_PER_SECOND = 8000;

    private final int ssrc;
    private final int baseSequence;
    private long highestSequence;
    private long received;
    private long expectedAtReport;
    private long receivedAtReport;
    private long lastTransit;
    private double jitter;

    /** @param first the packet that the source was seen by; also to be given to {@link #received} */
    public RtpReception(RtpPacket first) {
        this.ssrc = first.ssrc();
        this.baseSequence = first.sequence();
        this.highestSequence = first.sequence();
    }

    /** @param audio false for telephone events: their timestamp stands still, so they say nothing of jitter */
    public void received(RtpPacket packet, boolean audio, long nowNanos) {
        int ahead = (short) (packet.sequence() - (int) highestSequence);
        if (ahead > 0) {
            highestSequence += ahead;
        }
        received++;
        if (!audio) {
            return;
        }
        long transit = nowNanos / (1_000_000_000 / SAMPLES_PER_SECOND) - Integer.toUnsignedLong(packet.timestamp());
        if (received > 1) {
            // As 32 bit: both clocks wrap, and a restart of the timestamps must not count for hours.
            double difference = Math.min(Math.abs((int) (transit - lastTransit)), SAMPLES_PER_SECOND);
            jitter += (difference - jitter) / 16;
        }
        lastTransit = transit;
    }

    public int ssrc() {
        return ssrc;
    }

    public long received() {
        return received;
    }

    /** Cumulative number of packets lost; negative when duplicates came. */
    public long lost() {
        return expected() - received;
    }

    /** Interarrival jitter in timestamp units. */
    public double jitter() {
        return jitter;
    }

    public double jitterMs() {
        return jitter * 1000 / SAMPLES_PER_SECOND;
    }

    /** Makes the report block and starts the next interval of its loss fraction. */
    public RtcpPacket.ReportBlock report(int lastSenderReport, int delaySinceLastSenderReport) {
        long expectedInterval = expected() - expectedAtReport;
        long lostInterval = expectedInterval - (received - receivedAtReport);
        expectedAtReport = expected();
        receivedAtReport = received;
        int fraction = expectedInterval <= 0 || lostInterval <= 0 ? 0 : (int) (lostInterval * 256 / expectedInterval);
        return new RtcpPacket.ReportBlock(
                ssrc,
                Math.min(fraction, 255),
                (int) Math.clamp(lost(), -0x800000, 0x7FFFFF),
                (int) highestSequence,
                (int) jitter,
                lastSenderReport,
                delaySinceLastSenderReport);
    }

    private long expected() {
        return received == 0 ? 0 : highestSequence - baseSequence + 1;
    }
}
