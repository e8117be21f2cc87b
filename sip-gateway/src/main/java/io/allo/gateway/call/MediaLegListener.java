// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import io.allo.contracts.media.AudioFrame;

/** What the media loop reports. Called on that loop: implementations only enqueue and never block or throw. */
public interface MediaLegListener {

    /** One frame from the caller, in order, gaps concealed, silence filled in at real time once the call is answered. */
    void audio(AudioFrame frame);

    /** A key was pressed, reported once at its first packet: {@code 0-9 * # A-D}. */
    void digit(char digit);

    void markPlayed(String name);

    /**
     * The queue was dropped.
     *
     * @param item utterance that was played last, 0 when none since the last clear
     * @param playedMs how much of it left the socket
     */
    void cleared(int item, long playedMs);

    /**
     * The agent's answer is heard.
     *
     * @param item the utterance
     * @param nanos since the caller's last voiced packet
     */
    default void turn(int item, long nanos) {}

    /** No RTP and no RTCP came for the configured time while the direction expected some. */
    void mediaTimeout();
}
