// SPDX-License-Identifier: Apache-2.0
package io.allo.router.webchat;

import static io.allo.router.conversation.ScriptedModel.call;
import static io.allo.router.conversation.ScriptedModel.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.router.conversation.ChatModel;
import io.allo.router.conversation.ScriptedModel;
import io.allo.router.stubs.StubSessionConfig;
import io.allo.router.stubs.StubToolExecutor;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The widget's socket, with the real engine, PostgreSQL and Redis; the model is scripted. */
@QuarkusTest
class WebSocketChatTest {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    @TestHTTPResource
    URI base;

    @Inject
    StubSessionConfig sessions;

    @Inject
    StubToolExecutor tools;

    @Inject
    ScriptedModel model;

    private final String agent = "web-" + UUID.randomUUID();

    @BeforeEach
    void reset() {
        sessions.reset();
        tools.reset();
        model.reset();
        sessions.agent(agent, sessions.demoAgent(UUID.randomUUID().toString(), ScriptedModel.NAME));
    }

    @Test
    void aNewConversationGreetsAndAnswers() {
        try (ChatClient client = ChatClient.open(base, agent)) {
            JsonObject ready = client.start();
            client.write("m1", "bonjour");

            JsonObject answer = client.answerTo("m1");

            assertThat(UUID.fromString(ready.getString("conversationId"))).isNotNull();
            assertThat(ready.getString("secret")).hasSize(43);
            assertThat(ready.getString("agent")).isEqualTo("Demo");
            assertThat(client.answerTo("greeting").getString("text")).isEqualTo("hello");
            assertThat(client.next("ack").getString("id")).isEqualTo("m1");
            assertThat(answer.getString("text")).isEqualTo("you said bonjour");
            assertThat(answer.getString("state")).isEqualTo("open");
        }
    }

    @Test
    void anAnswerIsStreamedAndShowsThatAToolRuns() {
        try (ChatClient client = ChatClient.open(base, agent)) {
            client.start();
            model.then(say("Un "), say("instant. "), call("confirm_order", Map.of()))
                    .then(say("Voilà."));

            client.write("m1", "une pizza");
            JsonObject answer = client.answerTo("m1");

            String streamed = client.all("delta").stream()
                    .filter(delta -> delta.getString("replyTo").equals("m1"))
                    .map(delta -> delta.getString("text"))
                    .collect(Collectors.joining());
            assertThat(streamed).isEqualTo(answer.getString("text")).isEqualTo("Un instant. Voilà.");
            assertThat(client.all("typing")).isNotEmpty();
        }
    }

    @Test
    void aLostConnectionGetsTheMissedTail() {
        JsonObject ready;
        long seen;
        try (ChatClient before = ChatClient.open(base, agent)) {
            ready = before.start();
            seen = before.answerTo("greeting").getLong("seq");
            model.thenDo(_ -> slowly("pendant la coupure"));
            before.write("m1", "tu es là ?");
            before.next("ack");
        }
        try (ChatClient after = ChatClient.open(base, agent)) {
            after.resume(ready, seen);

            JsonObject missed = after.next("history").getJsonArray("entries").getJsonObject(0);
            assertThat(missed.getString("id")).isEqualTo("m1");
            assertThat(missed.getString("text")).isEqualTo("tu es là ?");
            assertThat(after.answerTo("m1").getString("text")).isEqualTo("pendant la coupure");
            assertThat(after.next("ready").containsKey("secret")).isFalse();
        }
    }

    @Test
    void aReloadGetsTheWholeConversation() {
        JsonObject ready;
        try (ChatClient before = ChatClient.open(base, agent)) {
            ready = before.start();
            before.write("m1", "bonjour");
            before.answerTo("m1");
        }
        try (ChatClient after = ChatClient.open(base, agent)) {
            after.resume(ready, 0);

            var entries = after.next("history").getJsonArray("entries");
            assertThat(entries).hasSize(2);
            assertThat(entries.getJsonObject(0).getString("reply")).isEqualTo("hello");
            assertThat(entries.getJsonObject(0).containsKey("text")).isFalse();
            assertThat(entries.getJsonObject(1).getString("reply")).isEqualTo("you said bonjour");
        }
    }

    @Test
    void theSameClientMessageIsProcessedOnce() {
        try (ChatClient client = ChatClient.open(base, agent)) {
            client.start();
            int before = model.requests().size();

            client.write("m1", "bonjour");
            client.write("m1", "bonjour");
            client.answerTo("m1");
            client.write("m1", "bonjour");

            await().atMost(LIMIT).until(() -> client.all("ack").size() == 3);
            assertThat(client.all("ack"))
                    .extracting(ack -> ack.getLong("seq"))
                    .containsOnly(client.answerTo("m1").getLong("seq"));
            assertThat(model.requests()).hasSize(before + 1);
        }
    }

    @Test
    void aForeignConversationCannotBeJoined() {
        try (ChatClient owner = ChatClient.open(base, agent);
                ChatClient thief = ChatClient.open(base, agent)) {
            JsonObject ready = owner.start();

            thief.resume(ready.copy().put("secret", "A".repeat(43)), 0);

            assertThat(thief.next("error").getString("code")).isEqualTo("unknown-conversation");
            thief.write("m1", "bonjour");
            await().atMost(LIMIT).until(() -> thief.all("error").size() == 2);
            assertThat(thief.all("history")).isEmpty();
            assertThat(owner.all("history")).isEmpty();
        }
    }

    @Test
    void theEndLocksTheConversation() {
        try (ChatClient client = ChatClient.open(base, agent)) {
            JsonObject ready = client.start();
            model.then(say("Au revoir."), call("end_call", Map.of()));
            client.write("m1", "au revoir");
            assertThat(client.answerTo("m1").getString("state")).isEqualTo("ended");

            client.write("m2", "encore là ?");

            assertThat(client.next("error").getString("code")).isEqualTo("closed");
            try (ChatClient again = ChatClient.open(base, agent)) {
                again.resume(ready, 0);
                assertThat(again.next("ready").getString("state")).isEqualTo("ended");
            }
        }
    }

    @Test
    void anotherWindowSeesBothSides() {
        try (ChatClient one = ChatClient.open(base, agent);
                ChatClient two = ChatClient.open(base, agent)) {
            JsonObject ready = one.start();
            two.resume(ready, 0);
            two.next("history");

            one.write("m1", "bonjour");

            assertThat(two.answerTo("m1").getString("text")).isEqualTo("you said bonjour");
            await().atMost(LIMIT).until(() -> two.all("history").size() == 2);
        }
    }

    @Test
    void badMessagesAreRefusedAndTheSocketStays() {
        try (ChatClient client = ChatClient.open(base, agent)) {
            client.start();

            client.sendRaw("{broken");
            client.sendRaw("{\"type\":\"unknown\"}");
            client.sendRaw("null");
            client.write("has spaces", "bonjour");
            client.write("m1", "x".repeat(501));
            client.write("m2", "🍕".repeat(500));

            assertThat(client.answerTo("m2").getString("text")).startsWith("you said");
            assertThat(client.all("error"))
                    .extracting(error -> error.getString("code"))
                    .containsExactly("bad-message", "bad-message", "bad-message", "bad-message", "too-long");
        }
    }

    @Test
    void aFloodIsSlowedDownAndAHugeFrameEndsTheSocket() {
        try (ChatClient client = ChatClient.open(base, agent)) {
            client.start();

            for (int i = 0; i < 25; i++) {
                client.write("m" + i, "bonjour");
            }

            await().atMost(LIMIT).until(() -> client.all("error").size() == 6); // start counts as one
            assertThat(client.all("error"))
                    .extracting(error -> error.getString("code"))
                    .containsOnly("rate-limited");
            client.sendRaw("x".repeat(9_000));
            await().atMost(LIMIT).until(() -> client.closeCode() == 1009);
        }
    }

    @Test
    void onlyPagesOfThisHostAndKnownAgentsMayConnect() {
        assertThat(refusal("nobody", null)).isEqualTo(404);
        assertThat(refusal(agent, "https://evil.example")).isEqualTo(403);
        try (ChatClient same = ChatClient.open(base, agent, "http://" + base.getAuthority())) {
            assertThat(same.start().getString("conversationId")).isNotNull();
        }
    }

    /** The status with which the handshake is refused. */
    private int refusal(String agentToken, String origin) {
        try (ChatClient _ = ChatClient.open(base, agentToken, origin)) {
            throw new AssertionError("the handshake was accepted");
        } catch (CompletionException e) {
            return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
        }
    }

    private static Multi<ChatModel.Event> slowly(String text) {
        return Multi.createFrom()
                .item(say(text))
                .onItem()
                .call(() -> Uni.createFrom().voidItem().onItem().delayIt().by(Duration.ofMillis(800)));
    }
}
