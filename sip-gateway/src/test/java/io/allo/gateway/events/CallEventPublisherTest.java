// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.allo.contracts.EndReason;
import io.allo.contracts.events.CallEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallEventPublisherTest {
    @TempDir
    Path folder;

    /** A broker that can be away. */
    private static final class SwitchedBroker implements EventBroker {
        private final List<String> taken = new CopyOnWriteArrayList<>();
        private volatile boolean away;

        @Override
        public void send(SpooledEvent event) throws NotTakenException {
            if (away) {
                throw new NotTakenException("switched off");
            }
            taken.add(event.key());
        }
    }

    private final SwitchedBroker broker = new SwitchedBroker();

    private CallEventPublisher publisher() {
        return new CallEventPublisher(
                broker,
                EventSpool.open(folder, EventSpool.DEFAULT_MAX_BYTES),
                new ObjectMapper().registerModule(new JavaTimeModule()),
                Duration.ofMillis(20));
    }

    private static CallEvent event(int number) {
        return new CallEvent.CallEnded("e" + number, Instant.EPOCH, "call-" + number, EndReason.CALLER_HANGUP, number);
    }

    private static List<String> keys(int from, int to) {
        List<String> keys = new ArrayList<>();
        for (int i = from; i < to; i++) {
            keys.add("call-" + i);
        }
        return keys;
    }

    @Test
    void eventsArriveInOrderWhenTheBrokerComesBack() {
        try (CallEventPublisher publisher = publisher()) {
            // Given
            publisher.publish(event(0), null);
            await().until(() -> broker.taken.size() == 1);
            broker.away = true;
            for (int i = 1; i < 50; i++) {
                publisher.publish(event(i), null);
            }
            await().until(() -> publisher.spooled() == 49);

            // When
            broker.away = false;
            for (int i = 50; i < 100; i++) {
                publisher.publish(event(i), null);
            }

            // Then
            await().untilAsserted(() -> assertThat(broker.taken).isEqualTo(keys(0, 100)));
            assertThat(publisher.spooled()).isZero();
            assertThat(publisher.lost()).isZero();
        }
    }

    @Test
    void eventsOutliveTheProcess() {
        // Given
        broker.away = true;
        try (CallEventPublisher publisher = publisher()) {
            publisher.publish(event(0), "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
            publisher.publish(event(1), null);
        }
        broker.away = false;

        // When
        try (CallEventPublisher next = publisher()) {
            // Then
            await().untilAsserted(() -> assertThat(broker.taken).isEqualTo(keys(0, 2)));
        }
    }

    @Test
    void eventCarriesItsNameAndNoNumber() {
        // Given
        List<SpooledEvent> seen = new CopyOnWriteArrayList<>();
        try (CallEventPublisher publisher = new CallEventPublisher(
                seen::add,
                EventSpool.open(folder, EventSpool.DEFAULT_MAX_BYTES),
                new ObjectMapper().registerModule(new JavaTimeModule()),
                Duration.ofMillis(20))) {
            // When
            publisher.publish(event(3), null);
            await().until(() -> !seen.isEmpty());
        }

        // Then
        String json = new String(seen.getFirst().value(), StandardCharsets.UTF_8);
        assertThat(json).contains("\"name\":\"CallEnded\"", "\"slug\":\"caller-hangup\"", "\"category\":\"success\"");
        assertThat(seen.getFirst().headers())
                .containsEntry("ce_id", "e3")
                .containsEntry("ce_type", "io.allo.CallEnded.v1");
    }
}
