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

import io.allo.audio.CompandingLaw;
import io.allo.contracts.EndReason;
import io.allo.contracts.account.AccountIdentity;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.Contact;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.Opened;
import io.allo.router.conversation.ScriptedModel;
import io.allo.router.conversation.UserTurn;
import io.allo.router.recording.BlockSink;
import io.allo.router.recording.CallRecorders;
import io.allo.router.stubs.StubSessionConfig;
import io.allo.router.stubs.StubToolExecutor;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What of people is in records, events and logs, how it is given out and how it is erased. */
@QuarkusTest
class PrivacyRecordsTest {
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
    void aRecordingIsHeardByItsAccountOnly() throws Exception {
        // Given
        String id = UUID.randomUUID().toString();
        sessions.account(
                "other-key-0123456789", new AccountIdentity(UUID.randomUUID().toString(), "Other", "FR"));
        BlockSink recording =
                recorders.begin(new CallRecorders.Call(StubSessionConfig.ACCOUNT, id, 1), CompandingLaw.ALAW);
        recording.write(new byte[16_000]);
        recording.close();

        // Then
        String path = "/" + id + "/recording";
        await().atMost(LIMIT)
                .untilAsserted(() -> get(path)
                        .statusCode(200)
                        .contentType("audio/wav")
                        .header("Content-Length", "16058")
                        .header("Cache-Control", "no-store"));
        try (AudioInputStream wav = AudioSystem.getAudioInputStream(
                new ByteArrayInputStream(get(path).extract().asByteArray()))) {
            assertThat(wav.getFormat().getEncoding()).isEqualTo(AudioFormat.Encoding.ALAW);
            assertThat(wav.getFormat().getChannels()).isEqualTo(2);
            assertThat(wav.getFrameLength()).isEqualTo(8000);
        }
        given().get("/api/conversations" + path).then().statusCode(401);
        given().header("X-API-Key", "other-key-0123456789")
                .get("/api/conversations" + path)
                .then()
                .statusCode(404);
        get("/" + UUID.randomUUID() + "/recording").statusCode(404);
    }

    @Test
    void anErasedCallHasNeitherWordsNorSoundNorACaller() {
        // Given
        String id = UUID.randomUUID().toString();
        Opened opened = open(Channel.VOICE, id);
        model.then(call("confirm_order", Map.of("total", 12))).then(say("Done."));
        turn(opened, "a pizza");
        BlockSink recording =
                recorders.begin(new CallRecorders.Call(StubSessionConfig.ACCOUNT, id, 1), CompandingLaw.ALAW);
        recording.write(new byte[16_000]);
        recording.close();
        await().atMost(LIMIT).untilAsserted(() -> get("/" + id).statusCode(200).body("toolCalls", hasSize(1)));
        await().atMost(LIMIT).untilAsserted(() -> get("/" + id + "/recording").statusCode(200));
        delete(id).statusCode(409);
        engine.end(opened.key(), EndReason.CALLER_HANGUP).await().atMost(LIMIT);
        await().atMost(LIMIT).untilAsserted(() -> get("/" + id).body("endedAt", notNullValue()));

        // When
        delete(id).statusCode(204);

        // Then
        get("/" + id)
                .statusCode(200)
                .body("turns", hasSize(0))
                .body("toolCalls", hasSize(0))
                .body("caller", equalTo(null))
                .body("endReason.slug", equalTo("caller-hangup"));
        get("/" + id + "/recording").statusCode(404);
        delete(id).statusCode(204);
        assertThat(eventsOf(id, 3))
                .extracting(ConsumerRecord::value)
                .last()
                .satisfies(event -> assertThat(event).contains("\"name\":\"ConversationErased\"", id));
        delete(UUID.randomUUID().toString()).statusCode(404);
    }

    private static ValidatableResponse delete(String id) {
        return given().header("X-API-Key", KEY)
                .delete("/api/conversations/" + id)
                .then();
    }

    /** Row D41; what goes to Langfuse is LangfuseTest's, what is on spans SilentQueriesTest's. */
    @Test
    void nothingThatNamesAPersonOrHisMoneyIsInAnEventOrALog() {
        // Given
        List<String> secrets =
                List.of("4111111111111111", "FR7630006000011234567890189", "jean.dupont@exemple.fr", "+33612345678");
        String words = String.join(", ", secrets);
        Opened opened = open(Channel.WHATSAPP, "wa_" + UUID.randomUUID());
        model.then(say(words + " "), call("confirm_order", Map.of("note", words, "list", secrets)))
                .then(say(words))
                .then(say("Goodbye!"), call("end_call", Map.of()));

        // When
        List<ConsumerRecord<String, String>> events;
        List<String> logged;
        try (LoggedLines lines = new LoggedLines("")) {
            turn(opened, words);
            turn(opened, words);
            events = eventsOf(opened.conversationId(), 2);
            logged = lines.lines();
        }

        // Then
        assertThat(events.toString() + logged).doesNotContain(secrets).doesNotContain("dupont", "612345678");
        get("/" + opened.conversationId()).statusCode(200);
        assertThat(get("/" + opened.conversationId()).extract().asString())
                .as("the record is the business's own, but for cards")
                .contains("jean.dupont@exemple.fr")
                .doesNotContain("4111111111111111");
    }

    private Opened open(Channel channel, String session) {
        return engine.open(new Contact(channel, CALLED, "06 12 34 56 78", session))
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

    private static String config(String name) {
        return ConfigProvider.getConfig().getOptionalValue(name, String.class).orElse("");
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
