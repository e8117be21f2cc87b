// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventSpoolTest {
    private static final long ROOMY = 1024 * 1024;

    @TempDir
    Path folder;

    @Test
    void eventsComeOutInOrderWithKeyHeadersAndBytes() {
        try (EventSpool spool = EventSpool.open(folder, ROOMY)) {
            // Given
            spool.append(event("first"));
            spool.append(event("second"));

            // When
            SpooledEvent peeked = spool.peek().orElseThrow();

            // Then
            assertThat(peeked.topic()).isEqualTo("call-events");
            assertThat(peeked.key()).isEqualTo("call-1");
            assertThat(peeked.headers()).isEqualTo(Map.of("ce_id", "first", "ce_source", "/sip-gateway"));
            assertThat(peeked.value()).isEqualTo("first".getBytes(StandardCharsets.UTF_8));
            assertThat(spool.size()).isEqualTo(2);
            assertThat(drain(spool)).containsExactly("first", "second");
            assertThat(spool.peek()).isEmpty();
        }
    }

    @Test
    void whatWasNotRemovedIsThereAfterARestart() {
        // Given
        try (EventSpool spool = EventSpool.open(folder, ROOMY)) {
            spool.append(event("sent"));
            spool.append(event("waiting"));
            spool.remove();
        }

        // When
        try (EventSpool reopened = EventSpool.open(folder, ROOMY)) {
            reopened.append(event("new"));

            // Then
            assertThat(drain(reopened)).containsExactly("waiting", "new");
            assertThat(reopened.dropped()).isZero();
        }
    }

    @Test
    void anEventCutShortByACrashIsForgottenAndTheRestGoesOn() throws IOException {
        // Given
        try (EventSpool spool = EventSpool.open(folder, ROOMY)) {
            spool.append(event("whole"));
            spool.append(event("cut"));
        }
        Path segment = onlySegment();
        try (FileChannel file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
            file.truncate(Files.size(segment) - 3);
        }

        // When
        try (EventSpool reopened = EventSpool.open(folder, ROOMY)) {
            reopened.append(event("new"));

            // Then
            assertThat(drain(reopened)).containsExactly("whole", "new");
            assertThat(reopened.dropped()).isEqualTo(1);
        }
    }

    @Test
    void aDamagedEventDoesNotComeOut() throws IOException {
        // Given
        try (EventSpool spool = EventSpool.open(folder, ROOMY)) {
            spool.append(event("whole"));
            spool.append(event("damaged"));
        }
        Path segment = onlySegment();
        try (FileChannel file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[] {'X'}), Files.size(segment) - 1);
        }

        // When
        try (EventSpool reopened = EventSpool.open(folder, ROOMY)) {
            // Then
            assertThat(drain(reopened)).containsExactly("whole");
        }
    }

    @Test
    void beyondTheBoundTheOldestGoAndAreCounted() throws IOException {
        // Given
        long bound = 8 * 1024;
        int events = 1000;
        try (EventSpool spool = EventSpool.open(folder, bound)) {
            // When
            for (int i = 0; i < events; i++) {
                spool.append(event("event-" + i));
            }

            // Then
            List<String> left = drain(spool);
            assertThat(left).isNotEmpty().last().isEqualTo("event-" + (events - 1));
            assertThat(left).first().isEqualTo("event-" + (events - left.size()));
            assertThat(spool.dropped()).isEqualTo(events - left.size());
            assertThat(folderBytes()).isLessThanOrEqualTo(bound);
        }
    }

    @Test
    void removedSegmentsLeaveTheDisk() throws IOException {
        // Given
        try (EventSpool spool = EventSpool.open(folder, 8 * 1024)) {
            for (int i = 0; i < 40; i++) {
                spool.append(event("event-" + i));
            }

            // When
            drain(spool);

            // Then
            assertThat(onlySegment()).exists();
            spool.append(event("later"));
            assertThat(drain(spool)).containsExactly("later");
        }
    }

    private static List<String> drain(EventSpool spool) {
        List<String> values = new ArrayList<>();
        for (var next = spool.peek(); next.isPresent(); next = spool.peek()) {
            values.add(new String(next.get().value(), StandardCharsets.UTF_8));
            spool.remove();
        }
        return values;
    }

    private static SpooledEvent event(String id) {
        return new SpooledEvent(
                "call-events",
                "call-1",
                Map.of("ce_id", id, "ce_source", "/sip-gateway"),
                id.getBytes(StandardCharsets.UTF_8));
    }

    private Path onlySegment() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> segments =
                    files.filter(file -> file.toString().endsWith(".spool")).toList();
            assertThat(segments).hasSize(1);
            return segments.getFirst();
        }
    }

    private long folderBytes() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".spool"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
