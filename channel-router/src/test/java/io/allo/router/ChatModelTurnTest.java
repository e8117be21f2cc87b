// SPDX-License-Identifier: Apache-2.0
package io.allo.router;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.contracts.account.AccountIdentity;
import io.allo.router.conversation.AgentEvent;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.Contact;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.Opened;
import io.allo.router.conversation.UserTurn;
import io.allo.router.stubs.StubChatModel;
import io.allo.router.stubs.StubSessionConfig;
import io.allo.router.stubs.StubToolExecutor;
import io.allo.testkit.provider.ChatReply;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A language model behind the engine, from the socket of its server to tool, record and cost: rows D22, A116. */
@QuarkusTest
class ChatModelTurnTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String CALLED = "+33939240578";
    private static final String KEY = "account-key-of-the-chat";

    @Inject
    ConversationEngine engine;

    @Inject
    StubSessionConfig sessions;

    @Inject
    StubToolExecutor tools;

    @Inject
    StubChatModel chat;

    @BeforeEach
    void reset() {
        sessions.reset();
        tools.reset();
        sessions.account(KEY, new AccountIdentity(StubSessionConfig.ACCOUNT, "Demo", "FR"));
        sessions.agent(CALLED, sessions.demoAgent(UUID.randomUUID().toString(), StubChatModel.NAME));
    }

    private List<AgentEvent> turn(Opened opened, String text) {
        UserTurn turn = new UserTurn(UUID.randomUUID().toString(), UserTurn.Input.TEXT, text, Instant.now());
        return engine.userTurn(opened.key(), turn).collect().asList().await().atMost(LIMIT);
    }

    private Opened open() {
        Contact contact = new Contact(Channel.WHATSAPP, CALLED, "0612345678", "wa_" + UUID.randomUUID());
        return engine.open(contact).await().atMost(LIMIT);
    }

    private static String text(List<AgentEvent> events) {
        return ((AgentEvent.TurnEnded) events.getLast()).text();
    }

    @Test
    void itsToolCallsAreExecutedAndItHearsTheirResults() {
        Opened opened = open();
        chat.server()
                .then(
                        ChatReply.call("call_abc", "confirm_order", "{\"total\":", "12}"),
                        ChatReply.text("C'est ", "commandé."),
                        ChatReply.text("De rien."));

        assertThat(text(turn(opened, "une pizza"))).isEqualTo("C'est commandé.");
        assertThat(text(turn(opened, "merci"))).isEqualTo("De rien.");

        assertThat(chat.server().refusals()).as("what the real server refuses").isEmpty();
        assertThat(tools.executed()).singleElement().satisfies(request -> {
            assertThat(request.tool()).isEqualTo("confirm_order");
            assertThat(request.arguments()).containsEntry("total", 12);
        });
        JsonNode last = chat.server().requests().getLast().path("messages");
        assertThat(last)
                .extracting(message -> message.path("role").asText())
                .containsExactly("system", "user", "assistant", "tool", "assistant", "user");
        await().atMost(LIMIT)
                .untilAsserted(() -> given().header("X-API-Key", KEY)
                        .get("/api/conversations/" + opened.conversationId())
                        .then()
                        .statusCode(200)
                        .body("cost.inputTokens", equalTo(3 * 82))
                        .body("cost.aiModel", equalTo(StubChatModel.NAME + "-2024-07-18"))
                        .body("cost.unpriced", contains(StubChatModel.NAME + "-2024-07-18")));
    }

    @Test
    void anAnswerThatWasInterruptedIsNotForgottenInTheCost() {
        Opened opened = open();
        chat.server()
                .then(ChatReply.text("un ", "deux ", "trois ", "quatre ", "cinq ")
                        .after(Duration.ZERO, Duration.ofSeconds(1)));
        UserTurn turn = new UserTurn(UUID.randomUUID().toString(), UserTurn.Input.TEXT, "compte", Instant.now());

        engine.userTurn(opened.key(), turn)
                .select()
                .first()
                .collect()
                .asList()
                .await()
                .atMost(LIMIT);

        await().atMost(LIMIT)
                .untilAsserted(() -> given().header("X-API-Key", KEY)
                        .get("/api/conversations/" + opened.conversationId())
                        .then()
                        .statusCode(200)
                        .body("turns.text", contains("compte", "un "))
                        .body("cost.untoldAnswers", equalTo(1)));
    }

    @Test
    void whenItFailsTheBuiltInModelAnswersWithinTheTurn() {
        Opened opened = open();
        chat.server().then(ChatReply.refused(401, "invalid_api_key"));

        assertThat(text(turn(opened, "bonjour"))).isNotBlank().doesNotContain("problème technique");
    }
}
