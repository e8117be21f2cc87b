// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.rtp;

/**
 * Counts the packets of one SSRC as RFC 3550 A.1, A.3 and A.8 say, for receiver reports. One thread.
 */
public final class RtpReception {
    private static final long NANOS_PER_MS = 1_000_000;
    private static final int MS_PER_SECOND = 1000;

    private final int ssrc;
    private final int baseSequence;
    private long highestSequence;
    private long received;
    private long expectedAtReport;
    private long receivedAtReport;
    private long lastTransit;
    private double jitter;
    private int clockRate;

    /** @param first the packet that the source was seen by; also to be given to {@link #received} */
    public RtpReception(RtpPacket first) {
        this.ssrc = first.ssrc();
        this.baseSequence = first.sequence();
        this.highestSequence = first.sequence();
    }

    /** @param clock units a second; 0 for telephone events: their timestamp stands still, so they say nothing of jitter */
    public void received(RtpPacket packet, int clock, long nowNanos) {
        int ahead = (short) (packet.sequence() - (int) highestSequence);
        if (ahead > 0) {
            highestSequence += ahead;
        }
        received++;
        if (clock == 0) {
            return;
        }
        long arrival = nowNanos / NANOS_PER_MS * (clock / MS_PER_SECOND)
                + nowNanos % NANOS_PER_MS * (clock / MS_PER_SECOND) / NANOS_PER_MS;
        long transit = arrival - Integer.toUnsignedLong(packet.timestamp());
        if (clock == clockRate) {
            // As 32 bit: both clocks wrap, and a restart of the timestamps must not count for hours.
            double difference = Math.min(Math.abs((int) (transit - lastTransit)), clock);
            jitter += (difference - jitter) / 16;
        }
        clockRate = clock;
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
        return clockRate == 0 ? 0 : jitter * MS_PER_SECOND / clockRate;
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
