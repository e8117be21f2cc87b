// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.rtp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The packets of RTCP (RFC 3550 section 6) that we read and write. They travel stacked in one datagram ("compound"), each
 * behind this head:
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|  count  |       PT      |   length in 32 bit words - 1  |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public sealed interface RtcpPacket {
    int SENDER_REPORT = 200;
    int RECEIVER_REPORT = 201;
    int SOURCE_DESCRIPTION = 202;
    int GOODBYE = 203;

    /**
     * SR: from one who sends.
     *
     * @param ntp 64 bit NTP time of the report
     * @param rtpTimestamp the same moment on the stream's clock
     */
    record SenderReport(int ssrc, long ntp, int rtpTimestamp, int packets, int octets, List<ReportBlock> blocks)
            implements RtcpPacket {
        public SenderReport {
            blocks = List.copyOf(blocks);
        }
    }

    /** RR: from one who sends nothing. */
    record ReceiverReport(int ssrc, List<ReportBlock> blocks) implements RtcpPacket {
        public ReceiverReport {
            blocks = List.copyOf(blocks);
        }
    }

    /** SDES with the one item that must be there. */
    record SourceDescription(int ssrc, String cname) implements RtcpPacket {}

    /** BYE: the sources have left. */
    record Goodbye(List<Integer> ssrcs) implements RtcpPacket {
        public Goodbye {
            ssrcs = List.copyOf(ssrcs);
        }
    }

    /**
     * How one source is received, 24 bytes on the wire.
     *
     * @param fractionLost of the last interval, in 1/256
     * @param cumulativeLost signed 24 bit
     * @param highestSequence extended by the count of wraps
     * @param jitter in timestamp units
     * @param lastSenderReport middle 32 bits of its NTP time, 0 for none
     * @param delaySinceLastSenderReport in 1/65536 s
     */
    record ReportBlock(
            int ssrc,
            int fractionLost,
            int cumulativeLost,
            int highestSequence,
            int jitter,
            int lastSenderReport,
            int delaySinceLastSenderReport) {}

    /** Reads a compound datagram. Null when it is malformed; unknown packet types are read over. */
    static @Nullable List<RtcpPacket> parse(ByteBuffer datagram) {
        ByteBuffer in = datagram.slice();
        List<RtcpPacket> packets = new ArrayList<>();
        while (in.hasRemaining()) {
            if (in.remaining() < 4 || (in.get(in.position()) & 0xC0) != 0x80) {
                return null;
            }
            int bytes = 4 * (Short.toUnsignedInt(in.getShort(in.position() + 2)) + 1);
            if (bytes > in.remaining()) {
                return null;
            }
            int count = in.get(in.position()) & 0x1F;
            int type = in.get(in.position() + 1) & 0xFF;
            ByteBuffer body = in.slice(in.position() + 4, bytes - 4);
            in.position(in.position() + bytes);
            RtcpPacket packet = parseOne(type, count, body);
            if (packet != null) {
                packets.add(packet);
            }
        }
        return packets;
    }

    private static @Nullable RtcpPacket parseOne(int type, int count, ByteBuffer body) {
        return switch (type) {
            case SENDER_REPORT ->
                body.remaining() < 24
                        ? null
                        : new SenderReport(
                                body.getInt(),
                                body.getLong(),
                                body.getInt(),
                                body.getInt(),
                                body.getInt(),
                                blocks(body, count));
            case RECEIVER_REPORT ->
                body.remaining() < 4 ? null : new ReceiverReport(body.getInt(), blocks(body, count));
            case GOODBYE -> {
                List<Integer> ssrcs = new ArrayList<>();
                for (int i = 0; i < count && body.remaining() >= 4; i++) {
                    ssrcs.add(body.getInt());
                }
                yield new Goodbye(ssrcs);
            }
            case SOURCE_DESCRIPTION -> sourceDescription(body);
            default -> null;
        };
    }

    private static @Nullable RtcpPacket sourceDescription(ByteBuffer body) {
        if (body.remaining() < 6) {
            return null;
        }
        int ssrc = body.getInt();
        boolean cname = body.get() == 1;
        int length = Byte.toUnsignedInt(body.get());
        if (!cname || length > body.remaining()) {
            return null;
        }
        byte[] text = new byte[length];
        body.get(text);
        return new SourceDescription(ssrc, new String(text, StandardCharsets.UTF_8));
    }

    private static List<ReportBlock> blocks(ByteBuffer in, int count) {
        List<ReportBlock> blocks = new ArrayList<>(count);
        for (int i = 0; i < count && in.remaining() >= 24; i++) {
            int ssrc = in.getInt();
            int loss = in.getInt();
            blocks.add(new ReportBlock(
                    ssrc, loss >>> 24, loss << 8 >> 8, in.getInt(), in.getInt(), in.getInt(), in.getInt()));
        }
        return blocks;
    }

    /** Appends this packet to the datagram at the buffer's position. */
    default void write(ByteBuffer out) {
        int start = out.position();
        out.position(start + 4);
        switch (this) {
            case SenderReport report -> {
                out.putInt(report.ssrc()).putLong(report.ntp()).putInt(report.rtpTimestamp());
                out.putInt(report.packets()).putInt(report.octets());
                report.blocks().forEach(block -> writeBlock(out, block));
                writeHead(out, start, SENDER_REPORT, report.blocks().size());
            }
            case ReceiverReport report -> {
                out.putInt(report.ssrc());
                report.blocks().forEach(block -> writeBlock(out, block));
                writeHead(out, start, RECEIVER_REPORT, report.blocks().size());
            }
            case SourceDescription description -> {
                byte[] text = description.cname().getBytes(StandardCharsets.UTF_8);
                out.putInt(description.ssrc())
                        .put((byte) 1)
                        .put((byte) text.length)
                        .put(text);
                // The list of items ends with a zero byte, then zeros up to the next 32 bit word.
                do {
                    out.put((byte) 0);
                } while ((out.position() - start) % 4 != 0);
                writeHead(out, start, SOURCE_DESCRIPTION, 1);
            }
            case Goodbye goodbye -> {
                goodbye.ssrcs().forEach(out::putInt);
                writeHead(out, start, GOODBYE, goodbye.ssrcs().size());
            }
        }
    }

    private static void writeHead(ByteBuffer out, int start, int type, int count) {
        out.put(start, (byte) (0x80 | count)).put(start + 1, (byte) type);
        out.putShort(start + 2, (short) ((out.position() - start) / 4 - 1));
    }

    private static void writeBlock(ByteBuffer out, ReportBlock block) {
        out.putInt(block.ssrc()).putInt(block.fractionLost() << 24 | (block.cumulativeLost() & 0xFFFFFF));
        out.putInt(block.highestSequence()).putInt(block.jitter());
        out.putInt(block.lastSenderReport()).putInt(block.delaySinceLastSenderReport());
    }
}
