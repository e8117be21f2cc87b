// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;

/**
 * What offer and answer agreed on for the audio stream (RFC 3264).
 *
 * @param remote where to send RTP: an IP literal, or an unspecified address while on old-style hold
 * @param codec the codec of both directions
 * @param payloadType RTP payload type that the peer listed for the codec, 0-127
 * @param telephoneEventType payload type of RFC 4733 events, -1 when the peer has none
 * @param ptimeMs milliseconds of audio per packet that we send: 10, 20, 30, 40, 50 or 60
 * @param direction seen from us: what we may do
 */
public record NegotiatedAudio(
        InetSocketAddress remote,
        Codec codec,
        int payloadType,
        int telephoneEventType,
        int ptimeMs,
        Direction direction) {

    /** G.711 at 8 kHz, RFC 3551. */
    public enum Codec {
        PCMU(0, "audio/x-mulaw"),
        PCMA(8, "audio/x-alaw");

        public final int staticPayloadType;
        /** Name in the media socket's {@code start.mediaFormat.encoding}. */
        public final String encoding;

        Codec(int staticPayloadType, String encoding) {
            this.staticPayloadType = staticPayloadType;
            this.encoding = encoding;
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

    public NegotiatedAudio {
        requireNonNull(remote, "remote");
        requireNonNull(codec, "codec");
        requireNonNull(direction, "direction");
    }
}
