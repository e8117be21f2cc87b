// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.events;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One file of an {@link EventSpool}: frames one behind the other.
 *
 * <pre>
 * +-------------+-----------+----------------------------------------------+
 * | length (32) | CRC (32)  | topic, key, headers, value (length bytes)    |
 * +-------------+-----------+----------------------------------------------+
 * </pre>
 */
final class SpoolSegment {
    private static final Logger LOG = Logger.getLogger(SpoolSegment.class);
    private static final int HEAD_BYTES = 8;
    private static final int MAX_EVENT_BYTES = 1024 * 1024;

    private final Path file;
    private final long number;
    private final FileChannel channel;
    private long end;
    private long position;
    private long waiting;
    private int damaged;

    private SpoolSegment(Path file, long number, FileChannel channel) {
        this.file = file;
        this.number = number;
        this.channel = channel;
    }

    /** @param position of the oldest event still wanted */
    static SpoolSegment open(Path file, long number, long position) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        SpoolSegment segment = new SpoolSegment(file, number, channel);
        segment.recover(position);
        return segment;
    }

    static ByteBuffer frame(SpooledEvent event) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(event.topic());
            out.writeUTF(event.key());
            out.writeShort(event.headers().size());
            for (Map.Entry<String, String> header : event.headers().entrySet()) {
                out.writeUTF(header.getKey());
                out.writeUTF(header.getValue());
            }
            out.write(event.value());
        } catch (IOException e) {
            throw new UncheckedIOException("event with a text of more than 64 KiB", e);
        }
        if (bytes.size() > MAX_EVENT_BYTES) {
            throw new IllegalArgumentException(
                    "event of " + bytes.size() + " bytes, expected at most " + MAX_EVENT_BYTES);
        }
        byte[] body = bytes.toByteArray();
        return ByteBuffer.allocate(HEAD_BYTES + body.length)
                .putInt(body.length)
                .putInt(checksum(body))
                .put(body)
                .flip();
    }

    void append(ByteBuffer frame) throws IOException {
        long at = end;
        while (frame.hasRemaining()) {
            at += channel.write(frame, at);
        }
        end = at; // only now: a half-written frame is overwritten by the next
        waiting++;
    }

    SpooledEvent peek() throws IOException {
        byte[] body = read(position);
        if (body == null) {
            throw new IOException("event at " + position + " of " + file + " was there and is not");
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(body))) {
            String topic = in.readUTF();
            String key = in.readUTF();
            Map<String, String> headers = new LinkedHashMap<>();
            for (int i = in.readUnsignedShort(); i > 0; i--) {
                headers.put(in.readUTF(), in.readUTF());
            }
            return new SpooledEvent(topic, key, headers, in.readAllBytes());
        }
    }

    void remove() throws IOException {
        byte[] body = read(position);
        position = body == null ? end : position + HEAD_BYTES + body.length;
        waiting = body == null ? 0 : waiting - 1;
    }

    void delete() throws IOException {
        close();
        Files.deleteIfExists(file);
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debugf(e, "closing %s", file);
        }
    }

    long number() {
        return number;
    }

    /** Of the oldest event. */
    long position() {
        return position;
    }

    long bytes() {
        return end;
    }

    long waiting() {
        return waiting;
    }

    /** 1 when the file held more than could be read. */
    int damaged() {
        return damaged;
    }

    /** Counts the events and cuts off what is no whole event. */
    private void recover(long wanted) throws IOException {
        while (true) {
            byte[] body = read(end);
            if (body == null) {
                break;
            }
            if (end >= wanted) {
                waiting++;
            }
            end += HEAD_BYTES + body.length;
        }
        position = Math.min(wanted, end);
        if (channel.size() > end) {
            LOG.warnf("%s: %d bytes at its end are no whole event", file.getFileName(), channel.size() - end);
            damaged = 1;
            channel.truncate(end);
        }
    }

    /** The event at this place, or null when there is no whole one. */
    private byte @Nullable [] read(long at) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
        if (!readFully(head, at)) {
            return null;
        }
        int length = head.getInt();
        int checksum = head.getInt();
        if (length < 0 || length > MAX_EVENT_BYTES) {
            return null;
        }
        ByteBuffer body = ByteBuffer.allocate(length);
        return readFully(body, at + HEAD_BYTES) && checksum(body.array()) == checksum ? body.array() : null;
    }

    private boolean readFully(ByteBuffer buffer, long at) throws IOException {
        while (buffer.hasRemaining()) {
            int count = channel.read(buffer, at + buffer.position());
            if (count < 0) {
                return false;
            }
        }
        buffer.flip();
        return true;
    }

    private static int checksum(byte[] body) {
        CRC32 crc = new CRC32();
        crc.update(body);
        return (int) crc.getValue();
    }
}
