// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.rtp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One RTP packet (RFC 3550 section 5.1). Contributing sources, header extension and padding are read over.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                           timestamp                           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |           synchronization source (SSRC) identifier            |
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * |            contributing source (CSRC) identifiers, 0-15       |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  extension, if X: profile (16)  |  length in 32 bit words (16)| …
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  payload …            | padding, if P, last byte its length   |
 * </pre>
 *
 * @param payloadType 0-127
 * @param sequence 0-65535
 * @param timestamp in units of the codec's clock, wraps
 * @param ssrc random id of the sender's stream
 * @param payload owned by the packet
 */
public record RtpPacket(boolean marker, int payloadType, int sequence, int timestamp, int ssrc, byte[] payload) {
    public static final int HEADER_BYTES = 12;

    private static final int VERSION = 2;
    private static final int PADDING_BIT = 0x20;
    private static final int EXTENSION_BIT = 0x10;
    private static final int MARKER_BIT = 0x80;

    /** Reads the datagram between position and limit. Null when it is no RTP packet. */
    public static @Nullable RtpPacket parse(ByteBuffer datagram) {
        if (datagram.remaining() < HEADER_BYTES) {
            return null;
        }
        int start = datagram.position();
        int first = datagram.get(start) & 0xFF;
        if (first >> 6 != VERSION) {
            return null;
        }
        int payloadAt = payloadOffset(datagram, start, first);
        int end = payloadEnd(datagram, first, payloadAt);
        if (payloadAt < 0 || end < payloadAt) {
            return null;
        }
        int second = datagram.get(start + 1) & 0xFF;
        byte[] payload = new byte[end - payloadAt];
        datagram.get(payloadAt, payload);
        return new RtpPacket(
                (second & MARKER_BIT) != 0,
                second & 0x7F,
                Short.toUnsignedInt(datagram.getShort(start + 2)),
                datagram.getInt(start + 4),
                datagram.getInt(start + 8),
                payload);
    }

    /** Is this a packet of RTCP on the RTP port (RFC 5761 section 4)? */
    public static boolean looksLikeRtcp(ByteBuffer datagram) {
        if (datagram.remaining() < 8) {
            return false;
        }
        int type = datagram.get(datagram.position() + 1) & 0xFF;
        return type >= 192 && type <= 223;
    }

    /** Writes the packet at the buffer's position, without padding, extension or contributing sources. */
    public void write(ByteBuffer out) {
        out.put((byte) (VERSION << 6)).put((byte) ((marker ? MARKER_BIT : 0) | payloadType));
        out.putShort((short) sequence).putInt(timestamp).putInt(ssrc).put(payload);
    }

    private static int payloadOffset(ByteBuffer datagram, int start, int first) {
        int offset = start + HEADER_BYTES + 4 * (first & 0x0F);
        if ((first & EXTENSION_BIT) == 0) {
            return offset;
        }
        if (offset + 4 > datagram.limit()) {
            return -1;
        }
        return offset + 4 + 4 * Short.toUnsignedInt(datagram.getShort(offset + 2));
    }

    private static int payloadEnd(ByteBuffer datagram, int first, int payloadAt) {
        int end = datagram.limit();
        if ((first & PADDING_BIT) == 0 || payloadAt < 0 || payloadAt >= end) {
            return end;
        }
        int padding = datagram.get(end - 1) & 0xFF;
        return padding == 0 ? -1 : end - padding;
    }
}
