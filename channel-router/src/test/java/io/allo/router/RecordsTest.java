// SPDX-License-Identifier: Apache-2.0
package io.allo.router;

import static io.allo.router.conversation.ScriptedModel.call;
import static io.allo.router.conversation.ScriptedModel.say;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.allo.contracts.EndReason;
import io.allo.contracts.account.AccountIdentity;
import io.allo.contracts.session.PrivacySettings;
import io.allo.router.conversation.AnswerTimes;
import io.allo.router.conversation.AnsweredBy;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.Consent;
import io.allo.router.conversation.Contact;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.Opened;
import io.allo.router.conversation.ScriptedModel;
import io.allo.router.conversation.UserTurn;
import io.allo.router.recording.CallRecorders;
import io.allo.router.stubs.StubSessionConfig;
import io.allo.router.stubs.StubToolExecutor;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a conversation leaves behind: its record, its events, and who may read them. */
@QuarkusTest
class RecordsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String CALLED = "+33939240575";
    private static final String KEY = "account-key-of-the-demo";

    @Inject
    ConversationEngine engine;

    @Inject
    CallRecorders recorders;

    @Inject
    StubSessionConfig sessions;

    @Inject
    StubToolExecutor tools;

    @Inject
    ScriptedModel model;

    @BeforeEach
    void reset() {
        sessions.reset();
        tools.reset();
        model.reset();
        sessions.account(KEY, new AccountIdentity(StubSessionConfig.ACCOUNT, "Demo", "FR"));
        sessions.agent(CALLED, sessions.demoAgent(UUID.randomUUID().toString(), ScriptedModel.NAME));
    }

    @Test
    void conversationIsRecordedWithTurnsToolCallsAndEnd() {
        // Given
        Opened opened = open(Channel.WHATSAPP, "wa_" + UUID.randomUUID());
        model.then(say("One moment. "), call("confirm_order", Map.of("total", 12)))
                .then(say("Done."))
                .then(say("Goodbye!"), call("end_call", Map.of()));

        // When
        turn(opened, "a pizza");
        turn(opened, "bye");

        // Then
        await().atMost(LIMIT)
                .untilAsserted(() -> get("/" + opened.conversationId())
                        .statusCode(200)
                        .body("channel", equalTo("whatsapp"))
                        .body("caller", equalTo("+33612345678"))
                        .body("agent.name", equalTo("Demo"))
                        .body("endedAt", notNullValue())
                        .body("endReason.slug", equalTo("agent-hangup"))
                        .body("outcome", equalTo("order_placed"))
                        .body("turns.role", equalTo(List.of("user", "agent", "user", "agent")))
                        .body("turns.text", equalTo(List.of("a pizza", "One moment. Done.", "bye", "Goodbye!")))
                        .body("turns[1].latencyMs", notNullValue())
                        .body("toolCalls.name", equalTo(List.of("confirm_order", "end_call")))
                        .body("toolCalls[0].arguments.total", equalTo(12))
                        .body("toolCalls[0].result.success", equalTo(true))
                        .body("toolCalls[0].success", equalTo(true)));
        assertThat(eventsOf(opened.conversationId(), 2))
                .extracting(record ->
                        new String(record.headers().lastHeader("ce_type").value()))
                .containsExactly("io.allo.ConversationStarted.v1", "io.allo.ConversationEnded.v1");
    }

    @Test
    void eachAnswerOnTheTelephoneIsRecordedWithWhatTheCallerWaitedFor_E22() {
        // Given
        Opened opened = open(Channel.VOICE, UUID.randomUUID().toString());
        model.then(say("Which one?"));
        turn(opened, "a pizza");

        // When
        engine.timed(
                        opened.key(),
                        new AnswerTimes(
                                null,
                                Duration.ofMillis(500),
                                null,
                                Duration.ofMillis(702),
                                Duration.ofMillis(703),
                                Duration.ofMillis(724)))
                .await()
                .atMost(LIMIT);

        // Then
        await().atMost(LIMIT)
                .untilAsserted(() -> get("/" + opened.conversationId())
                        .body("turns[1].latency.turn", equalTo(500))
                        .body("turns[1].latency.firstSound", equalTo(702))
                        .body("turns[1].latency.heard", equalTo(724))
                        .body("turns[1].latency.transcript", nullValue())
                        .body("turns[0].latency", nullValue()));
    }

    @Test
    void listIsNewestFirstAndPaged() {
        // Given
        Opened older = open(Channel.SMS, "sms_" + UUID.randomUUID());
        Opened newer = open(Channel.SMS, "sms_" + UUID.randomUUID());
        await().atMost(LIMIT)
                .untilAsserted(() -> get("/" + newer.conversationId()).statusCode(200));

        // When
        String next = get("?channel=sms&limit=1")
                .body("conversations", hasSize(1))
                .body("conversations[0].id", equalTo(newer.conversationId()))
                .extract()
                .path("next");

        // Then
        get("?channel=sms&limit=1&before=" + next).body("conversations[0].id", equalTo(older.conversationId()));
    }

    @Test
    void onlyTheAccountMayRead() {
        // Given
        String other = "99990000-0000-4000-8000-000000000001";
        sessions.account("other-key", new AccountIdentity(other, "Other", "FR"));
        Opened opened = open(Channel.WEB, UUID.randomUUID().toString());
        String path = "/" + opened.conversationId();
        await().atMost(LIMIT).untilAsserted(() -> get(path).statusCode(200));

        // Then
        given().get("/api/conversations" + path).then().statusCode(401).contentType("application/problem+json");
        given().header("X-API-Key", "nonsense")
                .get("/api/conversations" + path)
                .then()
                .statusCode(401);
        given().header("X-API-Key", "other-key")
                .get("/api/conversations" + path)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("status", equalTo(404));
        given().queryParam("key", KEY).get("/api/conversations" + path).then().statusCode(200);
        given().header("X-API-Key", serviceKey())
                .header("X-Allo-Account", StubSessionConfig.ACCOUNT)
                .get("/api/conversations" + path)
                .then()
                .statusCode(200);
        given().header("X-API-Key", serviceKey())
                .get("/api/conversations" + path)
                .then()
                .statusCode(401);
        given().header("X-API-Key", KEY)
                .get("/api/conversations?limit=0")
                .then()
                .statusCode(400);
    }

    @Test
    void gatewaysFactsAreShownAndCloseARecordThatItsSocketDidNot() {
        // Given
        String callId = UUID.randomUUID().toString();
        open(Channel.VOICE, callId);
        await().atMost(LIMIT).untilAsserted(() -> get("/" + callId).statusCode(200));
        Instant at = Instant.now();

        // When: the end comes twice, and something unreadable in between
        publish(
                callId,
                "{\"name\":\"CallAnswered\",\"eventId\":\"a\",\"occurredAt\":\"%s\",\"callId\":\"%s\",\"workerId\":\"w\",\"codec\":\"PCMA\"}"
                        .formatted(at, callId));
        publish(callId, "not json");
        publish(
                callId,
                "{\"name\":\"TransferEnded\",\"eventId\":\"t\",\"occurredAt\":\"%s\",\"callId\":\"%s\",\"number\":1,\"mode\":\"bridge\",\"outcome\":\"busy\",\"status\":486,\"durationMs\":900}"
                        .formatted(at, callId));
        String ended =
                "{\"name\":\"CallEnded\",\"eventId\":\"e\",\"occurredAt\":\"%s\",\"callId\":\"%s\",\"reason\":{\"category\":\"success\",\"slug\":\"caller-hangup\"},\"durationMs\":4200,\"audio\":{\"packets\":210,\"lost\":2,\"jitterMs\":1.5,\"mos\":4.2,\"turns\":{\"turns\":3,\"p50Ms\":640,\"p95Ms\":820,\"maxMs\":820}}}"
                        .formatted(at.plusSeconds(5), callId);
        publish(callId, ended);
        publish(callId, ended);

        // Then
        await().atMost(LIMIT)
                .untilAsserted(() -> get("/" + callId)
                        .body("endReason.slug", equalTo("caller-hangup"))
                        .body("call.codec", equalTo("PCMA"))
                        .body("call.transfer.mode", equalTo("bridge"))
                        .body("call.transfer.outcome", equalTo("busy"))
                        .body("call.durationMs", equalTo(4200))
                        .body("call.audio.mos", equalTo(4.2f))
                        .body("call.audio.answers.count", equalTo(3))
                        .body("call.audio.answers.p95Ms", equalTo(820)));
        assertThat(eventsOf(callId, 2)).hasSize(2);
        engine.end(
                        new io.allo.router.conversation.ConversationKey(
                                StubSessionConfig.ACCOUNT, Channel.VOICE, callId),
                        EndReason.FAILED)
                .await()
                .atMost(LIMIT);
        get("/" + callId).body("endReason.slug", equalTo("caller-hangup"));
    }

    @Test
    void readinessTellsOfDependenciesButDoesNotObeyThem() {
        int management = ConfigProvider.getConfig().getValue("quarkus.management.test-port", Integer.class);
        await().atMost(LIMIT)
                .untilAsserted(() -> given().port(management)
                        .get("/q/health/ready")
                        .then()
                        .statusCode(200)
                        .body("checks.find { it.name == 'channel-router' }.data.redis", equalTo("up"))
                        .body("checks.find { it.name == 'channel-router' }.data.postgresql", equalTo("up")));
    }

    @Test
    void wordsOfACallAreKeptOnlyOnceTheCallerHasAgreed() {
        // Given
        String called = "+33939240571"; // how a number was resolved is kept for some seconds
        sessions.agent(
                called,
                sessions.demoAgent(UUID.randomUUID().toString(), ScriptedModel.NAME)
                        .with(new PrivacySettings(true, PrivacySettings.Consent.OPT_IN, false)));
        Opened opened = open(called, Channel.VOICE, UUID.randomUUID().toString());
        model.then(say("One moment. "), call("confirm_order", Map.of("total", 12)))
                .then(say("Secret answer."))
                .then(say("Open answer."));

        // When
        engine.answeredBy(opened.key(), AnsweredBy.MACHINE).await().atMost(LIMIT);
        turn(opened, "my secret words");
        engine.consented(opened.key(), new Consent(Consent.Decision.GRANTED, Consent.Way.KEY, Instant.now()))
                .await()
                .atMost(LIMIT);
        turn(opened, "my open words");

        // Then
        await().atMost(LIMIT)
                .untilAsserted(() -> get("/" + opened.conversationId())
                        .statusCode(200)
                        .body("answeredBy", equalTo("machine"))
                        .body("consent.policy", equalTo("opt-in"))
                        .body("consent.decision", equalTo("granted"))
                        .body("consent.way", equalTo("key"))
                        .body("consent.at", notNullValue())
                        .body("turns.text", equalTo(List.of("", "", "my open words", "Open answer.")))
                        .body("toolCalls[0].name", equalTo("confirm_order"))
                        .body("toolCalls[0].arguments", equalTo(Map.of("withheld", true))));
    }

    private Opened open(Channel channel, String session) {
        return open(CALLED, channel, session);
    }

    private Opened open(String called, Channel channel, String session) {
        return engine.open(new Contact(channel, called, "06 12 34 56 78", session))
                .await()
                .atMost(LIMIT);
    }

    private void turn(Opened opened, String text) {
        UserTurn turn = new UserTurn(UUID.randomUUID().toString(), UserTurn.Input.TEXT, text, Instant.now());
        engine.userTurn(opened.key(), turn).collect().asList().await().atMost(LIMIT);
    }

    private static ValidatableResponse get(String path) {
        return given().header("X-API-Key", KEY).get("/api/conversations" + path).then();
    }

    private static String serviceKey() {
        return config("allo.service-key");
    }

    private static String config(String name) {
        return ConfigProvider.getConfig().getOptionalValue(name, String.class).orElse("");
    }

    private static void publish(String key, String json) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", config("kafka.bootstrap.servers"));
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(config("allo.topic-prefix") + "call-events", key, json));
        }
    }

    private static List<ConsumerRecord<String, String>> eventsOf(String conversationId, int expected) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", config("kafka.bootstrap.servers"));
        properties.put("group.id", "test-" + UUID.randomUUID());
        properties.put("auto.offset.reset", "earliest");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(config("allo.topic-prefix") + "conversation-events"));
            List<ConsumerRecord<String, String>> found = new java.util.ArrayList<>();
            await().atMost(LIMIT).untilAsserted(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (record.key().equals(conversationId)) {
                        found.add(record);
                    }
                });
                assertThat(found).hasSizeGreaterThanOrEqualTo(expected);
            });
            return found;
        }
    }
}
