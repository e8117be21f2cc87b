// SPDX-License-Identifier: Apache-2.0
package io.allo.router;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.allo.contracts.EndReason;
import io.allo.contracts.account.AccountIdentity;
import io.allo.contracts.tools.ToolExecutionResponse;
import io.allo.contracts.tools.ToolFlags;
import io.allo.router.conversation.AgentEvent;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.Contact;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.ConversationKey;
import io.allo.router.conversation.ScriptedModel;
import io.allo.router.conversation.UserTurn;
import io.allo.router.stubs.StubSessionConfig;
import io.allo.router.stubs.StubToolExecutor;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One person, one conversation: telephone, WhatsApp and SMS know of each other, and are forgotten together. */
@QuarkusTest
class OnePersonTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String CALLED = "+33939240783";
    private static final String APART = "+33939240784";
    private static final String KEY = "account-key-of-one-person";
    private static final String OTHERS = "other-account-of-one-person";

    @Inject
    ConversationEngine engine;

    @Inject
    Pool pool;

    @Inject
    StubSessionConfig sessions;

    @Inject
    StubToolExecutor tools;

    @Inject
    ScriptedModel model;

    private final String person = "+337" + ThreadLocalRandom.current().nextLong(10_000_000, 99_999_999);
    private final String call = "call-" + UUID.randomUUID();

    @BeforeEach
    void reset() {
        sessions.reset();
        tools.reset();
        model.reset();
        sessions.account(KEY, new AccountIdentity(StubSessionConfig.ACCOUNT, "Demo", "FR"));
        sessions.account(OTHERS, new AccountIdentity(UUID.randomUUID().toString(), "Other", "FR"));
        var agent = sessions.demoAgent(UUID.randomUUID().toString(), ScriptedModel.NAME);
        sessions.agent(APART, agent);
        sessions.agent(CALLED, agent.with(agent.privacy().withOnePerson()));
    }

    @Test
    void whoWritesAfterHisCallGoesOnWhereHeWas() {
        tools.on(
                "confirm_order",
                _ -> new ToolExecutionResponse(
                        Map.of("success", true), Map.of("order_number", "A-17"), ToolFlags.NONE));
        model.then(ScriptedModel.call("confirm_order", Map.of("items", "reine")));
        says(Channel.VOICE, call, CALLED, "une pizza reine");
        engine.end(key(Channel.VOICE, call), EndReason.CALLER_HANGUP).await().atMost(LIMIT);

        says(Channel.WHATSAPP, "wa_" + person, CALLED, "et un café");

        assertThat(asked()).contains("une pizza reine", "et un café");
        assertThat(model.requests().getLast().context())
                .containsEntry("order_number", "A-17")
                .containsEntry("channel", "whatsapp");
    }

    @Test
    void whoCallsAfterHeWroteIsKnownAndTheChatKnowsOfTheCall() {
        says(Channel.WHATSAPP, "wa_" + person, CALLED, "je voudrais une table");

        says(Channel.VOICE, call, CALLED, "pour quatre");
        assertThat(asked()).contains("je voudrais une table", "pour quatre");

        // the call still goes on, and later has ended: the chat hears of both parts, once
        says(Channel.WHATSAPP, "wa_" + person, CALLED, "près de la fenêtre");
        says(Channel.VOICE, call, CALLED, "à vingt heures");
        engine.end(key(Channel.VOICE, call), EndReason.CALLER_HANGUP).await().atMost(LIMIT);
        says(Channel.WHATSAPP, "wa_" + person, CALLED, "merci");

        assertThat(asked())
                .containsOnlyOnce("pour quatre")
                .containsOnlyOnce("près de la fenêtre")
                .containsOnlyOnce("à vingt heures");
    }

    @Test
    void smsAndWhatsAppAreOneToo() {
        says(Channel.SMS, "sms_" + person, CALLED, "une calzone");
        says(Channel.WHATSAPP, "wa_" + person, CALLED, "sans olives");

        assertThat(asked()).contains("une calzone", "sans olives");
    }

    @Test
    void anAgentThatKeepsItsChannelsApartTellsNothing() {
        says(Channel.SMS, "sms_" + person, APART, "une calzone");
        says(Channel.WHATSAPP, "wa_" + person, APART, "sans olives");

        assertThat(asked()).doesNotContain("une calzone");
    }

    @Test
    void anotherPersonOfTheSameBusinessHearsNothing() {
        says(Channel.SMS, "sms_" + person, CALLED, "mon adresse cachée");
        String other = person.substring(0, person.length() - 1) + (person.endsWith("1") ? "2" : "1");
        engine.open(new Contact(Channel.WHATSAPP, CALLED, other, "wa_" + other))
                .await()
                .atMost(LIMIT);
        turn(key(Channel.WHATSAPP, "wa_" + other), "bonjour");

        assertThat(asked()).doesNotContain("cachée");
    }

    @Test
    void onePersonIsErasedOnEveryChannelByOneRequest() {
        says(Channel.VOICE, call, CALLED, "mon secret au téléphone");
        engine.end(key(Channel.VOICE, call), EndReason.CALLER_HANGUP).await().atMost(LIMIT);
        says(Channel.WHATSAPP, "wa_" + person, CALLED, "mon secret écrit");
        says(Channel.SMS, "sms_" + person, CALLED, "mon secret court");
        String running = "call-" + UUID.randomUUID();
        says(Channel.VOICE, running, CALLED, "je parle encore");
        await().atMost(LIMIT).until(() -> recorded() == 4);

        given().header("X-API-Key", OTHERS)
                .delete("/api/persons/" + person)
                .then()
                .statusCode(200)
                .body("erased", empty());
        given().header("X-API-Key", KEY)
                .delete("/api/persons/" + person)
                .then()
                .statusCode(200)
                .body("erased", hasSize(3))
                .body("erased.channel.sort()", equalTo(java.util.List.of("sms", "voice", "whatsapp")))
                .body("open", equalTo(java.util.List.of(running)));

        engine.end(key(Channel.VOICE, running), EndReason.CALLER_HANGUP).await().atMost(LIMIT);
        await().atMost(LIMIT)
                .untilAsserted(() -> given().header("X-API-Key", KEY)
                        .delete("/api/persons/" + person)
                        .then()
                        .body("erased", hasSize(1))
                        .body("open", empty()));
        assertThat(recorded()).isZero();
        says(Channel.WHATSAPP, "wa_" + person, CALLED, "bonjour");
        assertThat(asked()).doesNotContain("secret", "encore");
        given().header("X-API-Key", KEY).delete("/api/persons/0612").then().statusCode(400);
    }

    private void says(Channel channel, String session, String called, String words) {
        engine.open(new Contact(channel, called, person, session)).await().atMost(LIMIT);
        turn(key(channel, session), words);
    }

    private void turn(ConversationKey key, String words) {
        engine.userTurn(key, new UserTurn(UUID.randomUUID().toString(), UserTurn.Input.TEXT, words, Instant.now()))
                .filter(AgentEvent.TurnEnded.class::isInstance)
                .collect()
                .last()
                .await()
                .atMost(LIMIT);
    }

    private static ConversationKey key(Channel channel, String session) {
        return new ConversationKey(StubSessionConfig.ACCOUNT, channel, session);
    }

    private String asked() {
        return model.requests().getLast().messages().toString().replaceAll("Agent\\[[^]]*]", "");
    }

    private long recorded() {
        return pool.preparedQuery("select count(*) from conversations where caller = $1")
                .execute(Tuple.of(person))
                .await()
                .atMost(LIMIT)
                .iterator()
                .next()
                .getLong(0);
    }
}
