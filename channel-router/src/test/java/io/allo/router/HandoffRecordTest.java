// SPDX-License-Identifier: Apache-2.0
package io.allo.router;

import static io.allo.router.conversation.ScriptedModel.call;
import static io.allo.router.conversation.ScriptedModel.say;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.allo.contracts.account.AccountIdentity;
import io.allo.contracts.session.ContactResolution;
import io.allo.contracts.session.HandoffTarget;
import io.allo.contracts.session.HandoffTarget.Shares;
import io.allo.router.conversation.AgentEvent;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ChatModel;
import io.allo.router.conversation.Contact;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.ModelUsage;
import io.allo.router.conversation.Opened;
import io.allo.router.conversation.ScriptedModel;
import io.allo.router.conversation.UserTurn;
import io.allo.router.stubs.StubSessionConfig;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A conversation that two agents have one after the other, on each channel: in the real store and in the record. */
@QuarkusTest
class HandoffRecordTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String CALLED = "+33939240811";
    private static final String KEY = "account-key-of-handoffs";

    @Inject
    ConversationEngine engine;

    @Inject
    StubSessionConfig sessions;

    @Inject
    ScriptedModel model;

    private ContactResolution reception;
    private ContactResolution booking;

    @BeforeEach
    void twoAgents() {
        sessions.reset();
        model.reset();
        sessions.account(KEY, new AccountIdentity(StubSessionConfig.ACCOUNT, "Demo", "FR"));
        booking = sessions.agent("booking", sessions.demoAgent(UUID.randomUUID().toString(), ScriptedModel.NAME));
        HandoffTarget rule = new HandoffTarget(booking.agentId(), "booking", "he wants a table", Shares.DEFAULT);
        reception = sessions.agent(
                CALLED,
                sessions.demoAgent(UUID.randomUUID().toString(), ScriptedModel.NAME)
                        .handingTo(List.of(rule)));
    }

    private void handsOver() {
        model.then(
                        used(100),
                        say("Un instant."),
                        call("handoff", Map.of("agent", "booking", "reason", "table", "summary", "four people")))
                .then(used(50), say("For four?"));
    }

    private static ChatModel.Event used(int tokens) {
        return new ChatModel.Event.Used(ModelUsage.ofText("gpt-4o-mini", tokens, 10, 0));
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void everyChannelGoesOnWithTheNextAgentAndTheRecordSaysWhoSpoke(Channel channel) {
        // Given
        Opened opened = engine.open(
                        new Contact(channel, CALLED, "+33612000811", channel.wireName() + "-" + UUID.randomUUID()))
                .await()
                .atMost(LIMIT);
        handsOver();

        // When
        assertThat(says(opened, "une table")).isEqualTo("Un instant.\nFor four?");
        assertThat(says(opened, "oui")).isEqualTo("you said oui");

        // Then
        String path = "/api/conversations/" + opened.conversationId();
        await().atMost(LIMIT)
                .untilAsserted(() -> given().header("X-API-Key", KEY)
                        .get(path)
                        .then()
                        .statusCode(200)
                        .body("turns", hasSize(5)));
        given().header("X-API-Key", KEY)
                .get(path)
                .then()
                .body("agent.id", equalTo(reception.agentId()))
                .body("turns[1].text", equalTo("Un instant."))
                .body("turns[1].agentId", equalTo(reception.agentId()))
                .body("turns[2].text", equalTo("For four?"))
                .body("turns[2].agentId", equalTo(booking.agentId()))
                .body("turns[4].agentId", equalTo(booking.agentId()))
                .body("toolCalls[0].name", equalTo("handoff"))
                .body("toolCalls[0].agentId", equalTo(reception.agentId()))
                .body("costByAgent", hasSize(2))
                .body("costByAgent[0].agentId", equalTo(reception.agentId()))
                .body("costByAgent[0].inputTokens", equalTo(100));
        if (channel == Channel.WEB) {
            assertThat(handedOver(opened.conversationId()))
                    .contains(reception.agentId(), booking.agentId(), "\"handoffs\":1");
        }
    }

    /** E23: Vapi's classic answers are the engine's turns. */
    @Test
    void vapiGoesOnWithTheNextAgent() {
        handsOver();
        String id = UUID.randomUUID().toString();

        vapi(id, "une table", "Un instant.\nFor four?");
        vapi(id, "oui", "you said oui");

        assertThat(model.requests().getLast().session().systemPrompt()).contains("four people");
    }

    private void vapi(String id, String words, String answer) {
        given().contentType(ContentType.JSON)
                .header("X-Vapi-Secret", "vapi-test-secret")
                .body("{\"message\":{\"type\":\"user-message\",\"content\":\"" + words + "\"},\"call\":{\"id\":\"" + id
                        + "\",\"phoneNumber\":{\"number\":\"" + CALLED + "\"}}}")
                .post("/api/vapi/webhook")
                .then()
                .statusCode(200)
                .body("results[0].text", containsString(answer));
    }

    private String says(Opened opened, String words) {
        UserTurn turn = new UserTurn(UUID.randomUUID().toString(), UserTurn.Input.TEXT, words, Instant.now());
        AgentEvent last =
                engine.userTurn(opened.key(), turn).collect().last().await().atMost(LIMIT);
        return ((AgentEvent.TurnEnded) last).text();
    }

    /** What Kafka tells of it. */
    private static String handedOver(String conversationId) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", config("kafka.bootstrap.servers"));
        properties.put("group.id", "test-" + UUID.randomUUID());
        properties.put("auto.offset.reset", "earliest");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(config("allo.topic-prefix") + "conversation-events"));
            List<String> found = new ArrayList<>();
            await().atMost(LIMIT).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (record.key().equals(conversationId) && record.value().contains("ConversationHandedOver")) {
                        found.add(record.value());
                    }
                });
                return !found.isEmpty();
            });
            return found.getFirst();
        }
    }

    private static String config(String name) {
        return ConfigProvider.getConfig().getOptionalValue(name, String.class).orElse("");
    }
}
