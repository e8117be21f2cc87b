// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.toolexecutor.Demo;
import io.allo.toolexecutor.Statements;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** An order becomes a fact on the real broker. */
@QuarkusTest
class BusinessEventsTest {
    @Inject
    Pool pool;

    @Test
    void anOrderIsPublishedOnceAsACloudEventWithoutPersonalData() {
        // Given
        String restaurant = Demo.imported();

        // When
        String order = Demo.execute(
                        UUID.randomUUID().toString(), "1", "confirm_order", Demo.order(), Demo.context(restaurant))
                .jsonPath()
                .getString("result.order_id");

        // Then
        List<ConsumerRecord<String, String>> events = read(order, 1);
        assertThat(events).hasSize(1);
        ConsumerRecord<String, String> event = events.getFirst();
        assertThat(header(event, "ce_type")).isEqualTo("io.allo.OrderPlaced.v1");
        assertThat(header(event, "ce_id")).startsWith("outbox-");
        assertThat(header(event, "ce_source")).isEqualTo("/allo/tool-executor-service");
        assertThat(event.value())
                .contains("\"name\":\"OrderPlaced\"", order, "\"orderNumber\":1")
                .doesNotContain("33612345678");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(new Statements(pool).one("select count(*) from outbox"))
                        .isZero());
    }

    @Test
    void aTableBookedAndCancelledAreTwoFactsWithoutPersonalData() {
        // Given
        String restaurant = Demo.imported();
        Demo.account()
                .body(Map.of("reservationEnabled", true, "totalSeats", 20))
                .patch("/api/restaurants?id=" + restaurant);

        // When
        String id = Demo.account()
                .body(Map.of(
                        "restaurantId",
                        restaurant,
                        "customerPhone",
                        Demo.CALLER,
                        "customerName",
                        "Zoé",
                        "partySize",
                        2,
                        "reservationTime",
                        LocalDate.now(ZoneOffset.UTC).plusDays(3) + "T12:00",
                        "callId",
                        "call-1"))
                .post("/api/reservations")
                .path("id");
        Demo.account().body(Map.of("id", id, "status", "cancelled")).patch("/api/reservations");

        // Then
        List<ConsumerRecord<String, String>> events = read(id, 2);
        assertThat(events)
                .extracting(event -> header(event, "ce_type"))
                .containsExactly("io.allo.ReservationPlaced.v1", "io.allo.ReservationCancelled.v1");
        assertThat(events)
                .allSatisfy(event ->
                        assertThat(event.value()).contains(id, restaurant).doesNotContain("33612345678", "Zoé"));
        assertThat(events.getFirst().value()).contains("\"conversationId\":\"call-1\"");
    }

    private static List<ConsumerRecord<String, String>> read(String key, int expected) {
        var config = ConfigProvider.getConfig();
        Map<String, Object> properties = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, config.getValue("kafka.bootstrap.servers", String.class),
                ConsumerConfig.GROUP_ID_CONFIG, UUID.randomUUID().toString(),
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        List<ConsumerRecord<String, String>> found = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(
                    config.getOptionalValue("allo.topic-prefix", String.class).orElse("") + "business-events"));
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(event -> {
                    if (key.equals(event.key())) {
                        found.add(event);
                    }
                });
                return found.size() >= expected;
            });
        }
        return found;
    }

    private static String header(ConsumerRecord<String, String> event, String name) {
        return new String(event.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
