// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.EndReason;
import io.allo.contracts.events.CallEvent;
import io.allo.contracts.events.ConversationEvent;
import io.allo.contracts.pricing.ConversationCost;
import io.allo.toolexecutor.Demo;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What channel-router and sip-gateway tell on the real broker becomes one record, whatever comes twice or in another order. */
@QuarkusTest
class EventFeedTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");

    @Inject
    ObjectMapper mapper;

    private final String call = UUID.randomUUID().toString();
    private String restaurant;

    @BeforeEach
    void aRestaurant() {
        restaurant = Demo.imported();
    }

    @Test
    @DisplayName(
            "A116, A121: the events of a call, told twice and the last first, are one finished record with its costs")
    void oneRecord() throws Exception {
        for (int i = 0; i < 2; i++) {
            send(
                    "call-events",
                    new CallEvent.CallEnded("e3", START.plusSeconds(150), call, EndReason.CALLER_HANGUP, 140_000));
            send("conversation-events", ended(EndReason.CALLER_HANGUP, 4, Demo.ACCOUNT));
            send("conversation-events", started(Demo.ACCOUNT));
            send("call-events", new CallEvent.CallOffered("e1", START, call, "inbound", null, "gw"));
        }

        await().atMost(LIMIT).untilAsserted(() -> {
            JsonPath calls = calls();
            assertThat(calls.getList("callId")).containsExactly(call);
            assertThat(calls.getString("[0].outcome")).isEqualTo("info_only");
            assertThat(calls.getString("[0].startedAt")).isEqualTo(START.toString());
            assertThat(calls.getInt("[0].durationSec")).isEqualTo(150);
            assertThat(calls.getString("[0].endReason")).isEqualTo("success/caller-hangup");
            assertThat(calls.getString("[0].aiModel")).isEqualTo("gpt-realtime");
            assertThat(calls.getInt("[0].inputAudioTokens")).isEqualTo(9_000);
            assertThat(calls.getFloat("[0].costAi")).isEqualTo(0.554f);
            assertThat(calls.getString("[0].line.direction")).isEqualTo("inbound");
            assertThat(calls.getInt("[0].line.talkSec")).isEqualTo(140);
        });
    }

    @Test
    @DisplayName("A121: transfer before order before reservation before message; who said nothing abandoned the call")
    void outcomes() throws Exception {
        Demo.execute(call, "1", "confirm_order", Demo.order(), Demo.context(restaurant));
        send("conversation-events", ended(EndReason.CALLER_HANGUP, 1, Demo.ACCOUNT));
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(calls().getList("outcome")).containsExactly("order_placed"));

        send("conversation-events", ended(EndReason.TRANSFERRED, 1, Demo.ACCOUNT));
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(calls().getList("outcome")).containsExactly("transferred"));
    }

    @Test
    void anErasedConversationLeavesNoWordsAndNoNumberHere() throws Exception {
        Demo.account()
                .body(Map.of(
                        "restaurantId",
                        restaurant,
                        "callId",
                        call,
                        "callerPhone",
                        "+33612345678",
                        "transcript",
                        "secret words",
                        "durationSec",
                        9))
                .post("/api/calls")
                .then()
                .statusCode(201);
        assertThat(calls().getString("[0].transcript")).isEqualTo("secret words");

        send("conversation-events", erased("another account"));
        send("conversation-events", ended(EndReason.CALLER_HANGUP, 1, Demo.ACCOUNT));
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(calls().getString("[0].endReason")).isNotNull());
        assertThat(calls().getString("[0].transcript")).isEqualTo("secret words");
        send("conversation-events", erased(Demo.ACCOUNT));

        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat(calls().getString("[0].transcript")).isNull();
            assertThat(calls().getString("[0].callerPhone")).isNull();
            assertThat(calls().getInt("[0].durationSec")).isEqualTo(150);
        });
    }

    @Test
    void whatCannotBeReadOrIsForeignDoesNotStopTheReader() throws Exception {
        sendText("conversation-events", "no json");
        sendText("conversation-events", "{\"name\":\"Unheard\"}");
        sendText("call-events", "[]");
        send("conversation-events", ended(EndReason.CALLER_HANGUP, 1, "another account"));
        send(
                "conversation-events",
                new ConversationEvent.ConversationStarted(
                        "x", START, call + "-here", Demo.ACCOUNT, "agent", "voice", restaurant));

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(calls().getList("callId")).containsExactly(call + "-here"));
    }

    private ConversationEvent started(String account) {
        return new ConversationEvent.ConversationStarted(
                call + "/started", START, call, account, "agent", "voice", restaurant);
    }

    private ConversationEvent erased(String account) {
        return new ConversationEvent.ConversationErased(
                call + "/erased", START.plusSeconds(900), call, account, "voice", restaurant);
    }

    private ConversationEvent ended(EndReason reason, int turns, String account) {
        BigDecimal none = BigDecimal.ZERO;
        var cost = new ConversationCost(
                "gpt-realtime",
                12_000,
                3_000,
                9_000,
                2_400,
                new BigDecimal("0.5540"),
                none,
                none,
                none,
                "EUR",
                BigDecimal.valueOf(30),
                new BigDecimal("0.92"),
                List.of(),
                false,
                0,
                List.of());
        return new ConversationEvent.ConversationEnded(
                call + "/ended",
                START.plusSeconds(150),
                call,
                account,
                "agent",
                "voice",
                restaurant,
                reason,
                turns,
                1,
                150_000,
                cost);
    }

    private JsonPath calls() {
        return Demo.account()
                .get("/api/calls?channel=all&restaurantId=" + restaurant)
                .jsonPath();
    }

    private void send(String topic, CallEvent event) throws Exception {
        sendText(topic, mapper.writerFor(CallEvent.class).writeValueAsString(event));
    }

    private void send(String topic, ConversationEvent event) throws Exception {
        sendText(topic, mapper.writerFor(ConversationEvent.class).writeValueAsString(event));
    }

    private void sendText(String topic, String json) throws Exception {
        var config = ConfigProvider.getConfig();
        Map<String, Object> properties =
                Map.of("bootstrap.servers", config.getValue("kafka.bootstrap.servers", String.class));
        String prefix =
                config.getOptionalValue("allo.topic-prefix", String.class).orElse("");
        try (var producer = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(prefix + topic, call, json)).get();
        }
    }
}
