// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import io.allo.gateway.call.CallQuality;
import io.allo.gateway.call.NegotiatedAudio;
import io.allo.gateway.call.TurnLatency;
import io.allo.gateway.rtp.RtcpPacket;
import io.allo.gateway.rtp.RtcpSession;
import io.allo.gateway.rtp.RtpReception;
import io.allo.gateway.rtp.SpeechQuality;
import org.jspecify.annotations.Nullable;

/**
 * One stream at its end, for log and metrics.
 *
 * @param received RTP packets of the caller
 * @param lost packets of the caller that never came
 * @param late packets that came too late to be used, or twice
 * @param jitterMs interarrival jitter of the last SSRC
 * @param sent RTP packets sent
 * @param roundTripMs by RTCP, -1 when unknown
 * @param concealedFrames frames invented for the model
 * @param excessFrames the caller's frames dropped to stay at real time
 * @param malformed datagrams that are no RTP or RTCP
 * @param foreign packets from somebody else
 * @param unknownType packets of a payload type not agreed
 * @param sendFailures packets that the network did not take
 * @param playoutOverflow frames beyond the playout limit
 * @param skippedPackets packets not sent because the loop was late
 * @param unauthentic encrypted packets that the peer's key did not make
 * @param peerLost packets of ours that the peer missed, by its last report
 * @param peerJitterMs jitter that the peer reported
 * @param mos estimated from loss and delay, 0 when nothing was received
 * @param turns how long the caller waited for answers
 */
record MediaStatistics(
        long received,
        long lost,
        long late,
        double jitterMs,
        long sent,
        double roundTripMs,
        long concealedFrames,
        long excessFrames,
        long malformed,
        long foreign,
        long unknownType,
        long sendFailures,
        long playoutOverflow,
        long skippedPackets,
        long unauthentic,
        long peerLost,
        double peerJitterMs,
        double mos,
        TurnLatency turns) {
    /** Of our own side: the caller's packet, and what his player and ours hold back. */
    private static final double OWN_DELAY_MS = 60;
    /** Half of a usual round trip, where RTCP told none. */
    private static final double UNKNOWN_DELAY_MS = 40;

    private static final int DEFAULT_CLOCK = 8000;

    static MediaStatistics of(
            StreamCounters counters,
            UplinkPipeline uplink,
            RtcpSession rtcp,
            @Nullable NegotiatedAudio agreement,
            TurnLatency turns) {
        RtpReception reception = uplink.reception();
        RtcpPacket.ReportBlock peer = rtcp.peerReport().orElse(null);
        int clock = agreement == null ? DEFAULT_CLOCK : agreement.codec().clockRate;
        long received = counters.receivedBefore + (reception == null ? 0 : reception.received());
        long lost = counters.lostBefore + (reception == null ? 0 : Math.max(0, reception.lost()));
        double roundTripMs = rtcp.roundTripMs().orElse(-1);
        return new MediaStatistics(
                received,
                lost,
                uplink.late(),
                reception == null ? 0 : reception.jitterMs(),
                rtcp.packetsSent(),
                roundTripMs,
                counters.concealedFrames,
                counters.excessFrames,
                counters.malformed,
                counters.foreign,
                counters.unknownType,
                counters.sendFailures,
                counters.playoutOverflow,
                counters.skippedPackets,
                counters.unauthentic,
                peer == null ? 0 : Math.max(0, peer.cumulativeLost()),
                peer == null ? 0 : Integer.toUnsignedLong(peer.jitter()) * 1000.0 / clock,
                mos(received, lost + uplink.late(), roundTripMs),
                turns);
    }

    CallQuality quality() {
        return new CallQuality(received, lost + late, jitterMs, sent, peerLost, peerJitterMs, roundTripMs, mos, turns);
    }

    private static double mos(long received, long unheard, double roundTripMs) {
        if (received == 0) {
            return 0;
        }
        double delayMs = OWN_DELAY_MS + (roundTripMs < 0 ? UNKNOWN_DELAY_MS : roundTripMs / 2);
        return SpeechQuality.mos((double) unheard / (received + unheard), delayMs);
    }
}
