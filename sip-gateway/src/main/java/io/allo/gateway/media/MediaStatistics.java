// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import io.allo.gateway.rtp.RtcpSession;
import io.allo.gateway.rtp.RtpReception;

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
        long skippedPackets) {

    static MediaStatistics of(StreamCounters counters, UplinkPipeline uplink, RtcpSession rtcp) {
        RtpReception reception = uplink.reception();
        return new MediaStatistics(
                counters.receivedBefore + (reception == null ? 0 : reception.received()),
                counters.lostBefore + (reception == null ? 0 : Math.max(0, reception.lost())),
                uplink.late(),
                reception == null ? 0 : reception.jitterMs(),
                rtcp.packetsSent(),
                rtcp.roundTripMs().orElse(-1),
                counters.concealedFrames,
                counters.excessFrames,
                counters.malformed,
                counters.foreign,
                counters.unknownType,
                counters.sendFailures,
                counters.playoutOverflow,
                counters.skippedPackets);
    }
}
