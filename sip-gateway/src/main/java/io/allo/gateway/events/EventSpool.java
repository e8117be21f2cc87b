// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.events;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A queue of events in files, for the time when the broker is away: append at the end, send and remove from the front.
 * Bounded: when full, the oldest events go first, a whole segment at a time, and are counted. It survives a restart of the
 * process; an event that was cut short by a crash is forgotten, and an event may come twice after one, so readers must be
 * idempotent. Data is not forced to the disk: a crash of the machine may cost the last seconds.
 *
 * <p>Folder: segments {@code <number>.spool}, oldest first, and {@code front}, which says how far they were removed.
 *
 * <p>Thread-safe. Methods write and read files: not for an event loop.
 */
public final class EventSpool implements AutoCloseable {
    public static final long DEFAULT_MAX_BYTES = 64L * 1024 * 1024;

    private static final int SEGMENTS = 8;
    private static final String SUFFIX = ".spool";

    private final Path folder;
    private final long segmentBytes;
    private final Deque<SpoolSegment> segments = new ArrayDeque<>();
    private long dropped;

    private EventSpool(Path folder, long maxBytes) {
        this.folder = folder;
        this.segmentBytes = Math.max(1, maxBytes / SEGMENTS);
    }

    /** Opens or makes the spool in this folder, which no one else uses. */
    public static EventSpool open(Path folder, long maxBytes) {
        EventSpool spool = new EventSpool(folder, maxBytes);
        try {
            Files.createDirectories(folder);
            spool.openSegments();
        } catch (IOException e) {
            throw new UncheckedIOException("event spool " + folder + " cannot be opened", e);
        }
        return spool;
    }

    /** @throws UncheckedIOException when the file system refuses */
    public synchronized void append(SpooledEvent event) {
        ByteBuffer frame = SpoolSegment.frame(event);
        try {
            SpoolSegment last = segments.peekLast();
            if (last == null || (last.bytes() > 0 && last.bytes() + frame.remaining() > segmentBytes)) {
                last = addSegment(last == null ? 1 : last.number() + 1);
            }
            last.append(frame);
        } catch (IOException e) {
            throw new UncheckedIOException("event not spooled in " + folder, e);
        }
    }

    /** The oldest event; stays in the queue. */
    public synchronized Optional<SpooledEvent> peek() {
        try {
            dropEmptyFront();
            SpoolSegment first = segments.peekFirst();
            return first == null || first.waiting() == 0 ? Optional.empty() : Optional.of(first.peek());
        } catch (IOException e) {
            throw new UncheckedIOException("event spool " + folder + " cannot be read", e);
        }
    }

    /** Removes what {@link #peek} returned; nothing when the queue is empty. */
    public synchronized void remove() {
        try {
            dropEmptyFront();
            SpoolSegment first = segments.peekFirst();
            if (first != null && first.waiting() > 0) {
                first.remove();
                saveFront(first);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("event spool " + folder + " cannot be written", e);
        }
    }

    /** Events that wait. */
    public synchronized long size() {
        return segments.stream().mapToLong(SpoolSegment::waiting).sum();
    }

    /** Events given up since the start because the spool was full or a file was damaged. */
    public synchronized long dropped() {
        return dropped;
    }

    @Override
    public synchronized void close() {
        for (SpoolSegment segment : segments) {
            segment.close();
        }
        segments.clear();
    }

    private SpoolSegment addSegment(long number) throws IOException {
        while (segments.size() >= SEGMENTS) {
            SpoolSegment oldest = segments.removeFirst();
            dropped += oldest.waiting();
            oldest.delete();
        }
        SpoolSegment segment = SpoolSegment.open(folder.resolve("%012d%s".formatted(number, SUFFIX)), number, 0);
        segments.addLast(segment);
        return segment;
    }

    /** A segment whose events are all gone is deleted, but the one that is written to. */
    private void dropEmptyFront() throws IOException {
        while (segments.size() > 1 && segments.getFirst().waiting() == 0) {
            segments.removeFirst().delete();
        }
    }

    private void openSegments() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.getFileName().toString().matches("\\d{12}\\" + SUFFIX))
                    .sorted()
                    .toList();
        }
        long[] front = loadFront();
        for (Path file : files) {
            long number = Long.parseLong(file.getFileName().toString().substring(0, 12));
            if (number < front[0]) {
                Files.delete(file);
                continue;
            }
            SpoolSegment segment = SpoolSegment.open(file, number, number == front[0] ? front[1] : 0);
            dropped += segment.damaged();
            segments.addLast(segment);
        }
    }

    private void saveFront(SpoolSegment first) throws IOException {
        Path file = folder.resolve("front.tmp");
        Files.writeString(file, first.number() + " " + first.position());
        Files.move(file, folder.resolve("front"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Segment number and position of the oldest event; zeros when unknown: then everything is sent again. */
    private long[] loadFront() throws IOException {
        Path file = folder.resolve("front");
        if (!Files.exists(file)) {
            return new long[] {0, 0};
        }
        String text = Files.readString(file);
        if (!text.matches("\\d{1,18} \\d{1,18}")) {
            return new long[] {0, 0};
        }
        int space = text.indexOf(' ');
        return new long[] {Long.parseLong(text.substring(0, space)), Long.parseLong(text.substring(space + 1))};
    }
}
