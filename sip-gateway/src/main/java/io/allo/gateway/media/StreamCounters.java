// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

/** What one stream counts. Fields, because only the loop thread writes them and each is one addition in the packet path. */
final class StreamCounters {
    /** Datagrams that are no RTP or RTCP. */
    long malformed;
    /** Packets from a source that is not the caller. */
    long foreign;
    /** Encrypted packets that the peer's key did not make, or that came before. */
    long unauthentic;
    /** Packets of a payload type that was not agreed. */
    long unknownType;
    /** Frames that we invented for the model. */
    long concealedFrames;
    /** Frames from the caller that were dropped to stay at real time. */
    long excessFrames;

    long sendFailures;
    /** Frames beyond the playout limit. */
    long playoutOverflow;
    /** Packets not sent because the loop was late by more than it may catch up. */
    long skippedPackets;
    /** Packets given up by SSRCs that are gone. */
    long lostBefore;

    long receivedBefore;
}
