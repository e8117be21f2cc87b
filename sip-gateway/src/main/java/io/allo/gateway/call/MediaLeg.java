// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import io.allo.contracts.media.AudioFrame;

/**
 * The audio side of one call. Implemented in {@code media}. Every method may be called from any thread, returns at once and
 * takes effect on the media loop, in the order of the calls; what happens there comes back by {@link MediaLegListener}.
 */
public interface MediaLeg {

    /** Local UDP port of RTP; RTCP is the next one. Bound before this object exists. */
    int localPort();

    /**
     * Fixes the law of the frames given to {@link #play} and to {@link MediaLegListener#audio}: the one that the worker was
     * told at its {@code start}. Call it before {@link #startSending()}; without it, it is the {@code law()} of the agreement's
     * codec at that moment. An agreement on another codec, then or later, is transcoded.
     */
    void streamCodec(NegotiatedAudio.Codec codec);

    /** Takes a (new) agreement. Before {@link #startSending()} packets are received and discarded except for latching. */
    void negotiated(NegotiatedAudio audio);

    /** From now on a packet leaves every ptime while the direction allows: queued audio, else silence. Idempotent. */
    void startSending();

    /** Queues one frame behind those before it. Its payload is in the law of {@link #streamCodec}. */
    void play(AudioFrame frame);

    /** Reported by {@link MediaLegListener#markPlayed} when all audio queued before it was sent. */
    void mark(String name);

    /** Drops the queue at once; answered by {@link MediaLegListener#cleared}, then each pending mark. */
    void clear();

    /** Stops playing and keeps the queue; silence goes out. */
    void pause();

    void resume();

    /** Sends RFC 4733 events, 100 ms each, behind nothing: audio is replaced while a key sounds. */
    void sendDigits(String digits);

    /**
     * Joins the two legs: each one's caller hears the other, through a playout buffer of about 60 ms, transcoded when their
     * codecs differ, and a key pressed on one side is sent anew on the other. No worker has a part in it: while bridged, a
     * leg's {@link MediaLegListener} hears neither audio nor keys. What is {@link #play}ed sounds instead of the other side
     * and does not go across. A side that is on hold or silent is silence to the other. Legs bridged elsewhere leave there first.
     *
     * @param other a leg of the same factory
     */
    void bridge(MediaLeg other);

    /** Ends the bridge for both sides. Closing a leg does the same. Idempotent. */
    void unbridge();

    /**
     * A key came by SIP INFO. It is reported by {@link MediaLegListener#digit} like every key, unless the peer's keys come as
     * telephone events, or this one was heard as a tone already: of a call one source is listened to.
     */
    void infoDigit(char digit);

    /** How the audio was until now, at most a quarter of a second old. */
    CallQuality quality();

    /** Closes the sockets; the ports rest before they are used again. Idempotent. */
    void close();
}
