// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

/**
 * How one leg's audio travelled.
 *
 * @param received RTP packets of the peer
 * @param lost packets of the peer that never came, or too late to be heard
 * @param jitterMs interarrival jitter of what we received (RFC 3550 section 6.4.1)
 * @param sent RTP packets that we sent
 * @param peerLost packets of ours that the peer missed, by its last report; 0 when it never reported
 * @param peerJitterMs jitter of what the peer received, by its last report
 * @param roundTripMs by RTCP, negative when unknown
 * @param mos estimated mean opinion score of what we heard, 1 (bad) to 4.4; 0 when nothing was heard
 * @param turns how long the peer waited for our answers
 */
public record CallQuality(
        long received,
        long lost,
        double jitterMs,
        long sent,
        long peerLost,
        double peerJitterMs,
        double roundTripMs,
        double mos,
        TurnLatency turns) {
    /** Before the first packet. */
    public static final CallQuality NONE = new CallQuality(0, 0, 0, 0, 0, 0, -1, 0, TurnLatency.NONE);

    /** Share of the peer's packets that was lost, 0 to 1. */
    public double lossRate() {
        long expected = received + lost;
        return expected == 0 ? 0 : (double) lost / expected;
    }
}
