// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What offer and answer agreed on for the audio stream (RFC 3264).
 *
 * @param remote where to send RTP: an IP literal, or an unspecified address while on old-style hold
 * @param codec the codec of both directions
 * @param payloadType RTP payload type that the peer listed for the codec, 0-127
 * @param telephoneEventType payload type of RFC 4733 events, -1 when the peer has none
 * @param ptimeMs milliseconds of audio per packet that we send: 10, 20, 30, 40, 50 or 60
 * @param direction seen from us: what we may do
 * @param transport how packets travel
 */
public record NegotiatedAudio(
        InetSocketAddress remote,
        Codec codec,
        int payloadType,
        int telephoneEventType,
        int ptimeMs,
        Direction direction,
        Transport transport) {

    /** What we can speak. Towards workers every codec becomes a law of G.711: {@link #law()}. */
    public enum Codec {
        PCMU(0, "PCMU/8000", 8000, "audio/x-mulaw"),
        PCMA(8, "PCMA/8000", 8000, "audio/x-alaw"),
        /** 64 kbit/s. Its clock is written 8000 although it samples at 16 kHz (RFC 3551 section 4.5.2). */
        G722(9, "G722/8000", 8000, "audio/x-mulaw"),
        /** RFC 7587. */
        OPUS(107, "opus/48000/2", 48_000, "audio/x-mulaw");

        /** Payload type in our own offers; of all but Opus also the one that RFC 3551 fixes. */
        public final int offeredPayloadType;
        /** Value of {@code a=rtpmap} behind the payload type. */
        public final String rtpmap;
        /** Units of RTP timestamps a second. */
        public final int clockRate;
        /** Name of {@link #law()} in the media socket's {@code start.mediaFormat.encoding}. */
        public final String encoding;

        Codec(int offeredPayloadType, String rtpmap, int clockRate, String encoding) {
            this.offeredPayloadType = offeredPayloadType;
            this.rtpmap = rtpmap;
            this.clockRate = clockRate;
            this.encoding = encoding;
        }

        /** Does RFC 3551 fix the payload type? */
        public boolean isStatic() {
            return this != OPUS;
        }

        /** Is this G.711? */
        public boolean isLaw() {
            return this == PCMU || this == PCMA;
        }

        /** The law that a worker is spoken to in when the caller uses this codec. */
        public Codec law() {
            return this == PCMA ? PCMA : PCMU;
        }
    }

    /** RFC 3264 direction. */
    public enum Direction {
        SENDRECV,
        SENDONLY,
        RECVONLY,
        INACTIVE;

        public boolean sends() {
            return this == SENDRECV || this == SENDONLY;
        }

        public boolean receives() {
            return this == SENDRECV || this == RECVONLY;
        }
    }

    /**
     * How packets travel.
     *
     * @param remoteRtcp where the peer takes RTCP ({@code a=rtcp}, RFC 3605), null for the port above RTP's
     * @param rtcpMux RTCP on RTP's port, both ways (RFC 5761)
     * @param srtp keys, null for plain RTP
     */
    public record Transport(
            @Nullable InetSocketAddress remoteRtcp,
            boolean rtcpMux,
            @Nullable SrtpKeys srtp) {
        public static final Transport PLAIN = new Transport(null, false, null);
    }

    public NegotiatedAudio {
        requireNonNull(remote, "remote");
        requireNonNull(codec, "codec");
        requireNonNull(direction, "direction");
        requireNonNull(transport, "transport");
    }

    /** Over plain RTP, RTCP on the next port. */
    public NegotiatedAudio(
            InetSocketAddress remote,
            Codec codec,
            int payloadType,
            int telephoneEventType,
            int ptimeMs,
            Direction direction) {
        this(remote, codec, payloadType, telephoneEventType, ptimeMs, direction, Transport.PLAIN);
    }

    /** Has the peer put us on hold? Nothing need come from it then, not even RTCP. */
    public boolean onHold() {
        return direction != Direction.SENDRECV || remote.getAddress().isAnyLocalAddress();
    }
}
