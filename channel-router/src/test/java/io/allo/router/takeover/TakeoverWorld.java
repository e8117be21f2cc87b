// SPDX-License-Identifier: Apache-2.0
package io.allo.router.takeover;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import io.allo.contracts.account.AccountIdentity;
import io.allo.contracts.session.ContactResolution;
import io.allo.contracts.session.OfficeHours;
import io.allo.contracts.session.TakeoverSettings;
import io.allo.router.channel.InboundMessage;
import io.allo.router.channel.OutboundMessage;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.ScriptedModel;
import io.allo.router.inbox.Accepted;
import io.allo.router.inbox.Inbox;
import io.allo.router.stubs.StubSessionConfig;
import io.allo.router.stubs.StubTwilio;
import io.allo.testkit.provider.WhatsAppCloudServer;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/** A business with agents that may ask for a person, somebody who writes to them, and the inbox by HTTP. */
abstract class TakeoverWorld {
    static final Duration LIMIT = Duration.ofSeconds(20);
    static final String CALLED = "+33939240850";
    static final String TOGETHER = "+33939240851";
    static final String OUTSIDE = "+33939240852";
    static final String WAITS = "+33939240853";
    static final String DESK = "+33939240854";
    static final String KEY = "account-key-of-takeovers";
    static final String OTHERS = "other-account-of-takeovers";
    static final String ASKED = "Je demande à un collègue de vous répondre ici, merci de patienter un instant.";

    @Inject
    Inbox inbox;

    @Inject
    Pool pool;

    @Inject
    StubSessionConfig sessions;

    @Inject
    StubTwilio twilio;

    @Inject
    ScriptedModel model;

    @Inject
    ConversationEngine engine;

    WhatsAppCloudServer meta;

    final String person = "+337" + ThreadLocalRandom.current().nextLong(10_000_000, 99_999_999);

    @BeforeEach
    void reset() {
        sessions.reset();
        twilio.reset();
        model.reset();
        sessions.account(KEY, new AccountIdentity(StubSessionConfig.ACCOUNT, "Demo", "FR"));
        sessions.account(OTHERS, new AccountIdentity(UUID.randomUUID().toString(), "Other", "FR"));
        ContactResolution agent = sessions.demoAgent(UUID.randomUUID().toString(), ScriptedModel.NAME);
        ContactResolution asks = agent.with(TakeoverSettings.USUAL);
        sessions.agent(CALLED, asks);
        sessions.agent(TOGETHER, asks.with(agent.privacy().withOnePerson()));
        OfficeHours never = new OfficeHours(null, null, null);
        sessions.agent(OUTSIDE, agent.with(TakeoverSettings.USUAL.at(never)));
        sessions.agent(
                DESK,
                sessions.demoAgent(UUID.randomUUID().toString(), "reception").with(TakeoverSettings.USUAL));
        sessions.agent(WAITS, agent.with(TakeoverSettings.USUAL.waiting()));
    }

    String says(String words) {
        return says(CALLED, words);
    }

    String says(String called, String words) {
        return says(Channel.WHATSAPP, "twilio", called, words, Map.of());
    }

    String says(Channel channel, String provider, String called, String words, Map<String, String> facts) {
        return answer(accept(channel, provider, called, words, facts)).text();
    }

    Accepted accept(Channel channel, String provider, String called, String words, Map<String, String> facts) {
        String session = (channel == Channel.SMS ? "sms_" : "wa_") + person;
        InboundMessage message = new InboundMessage(
                channel,
                provider,
                "SM" + UUID.randomUUID(),
                called,
                session,
                person,
                InboundMessage.Kind.TEXT,
                words,
                facts,
                Map.of(),
                Instant.now());
        return inbox.accept(message, StubSessionConfig.ACCOUNT).await().atMost(LIMIT);
    }

    static OutboundMessage answer(Accepted accepted) {
        return accepted.answer(LIMIT).await().atMost(LIMIT.plusSeconds(5)).orElseThrow();
    }

    String waiting() {
        return only("waiting");
    }

    String only(String state) {
        return found(state, null);
    }

    String waiting(String channel) {
        return found("waiting", channel);
    }

    /** This person's conversation in this state. */
    String found(String state, @Nullable String channel) {
        String[] id = {null};
        await().atMost(LIMIT).until(() -> {
            id[0] = given().header("X-API-Key", KEY)
                    .queryParam("state", state)
                    .queryParam("limit", 100)
                    .get("/api/inbox")
                    .path("conversations.find { it.person == '" + person + "'"
                            + (channel == null ? "" : " && it.channel == '" + channel + "'") + " }?.id");
            return id[0] != null;
        });
        return id[0];
    }

    String conversation() {
        return found("all", "whatsapp");
    }

    static ValidatableResponse inbox(String path) {
        return given().header("X-API-Key", KEY).get("/api/inbox" + path).then();
    }

    static ValidatableResponse post(String id, String action, Map<String, Object> body) {
        return given().header("X-API-Key", KEY)
                .contentType("application/json")
                .body(body)
                .post("/api/inbox/" + id + "/" + action)
                .then();
    }

    static void as(String token, String id, String action, String body, int status) {
        given().header("Authorization", "Bearer " + token)
                .contentType("application/json")
                .body(body)
                .post("/api/inbox/" + id + "/" + action)
                .then()
                .statusCode(status);
    }

    static ValidatableResponse reply(String id, String key, String text) {
        return given().header("X-API-Key", KEY)
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body(Map.of("text", text, "name", "Marie"))
                .post("/api/inbox/" + id + "/messages")
                .then();
    }

    void late(String id) {
        run("update takeover set due_at = now() - interval '1 second' where conversation_id = $1", id);
    }

    long rows(String sql, String value) {
        return pool.preparedQuery(sql)
                .execute(Tuple.of(value))
                .await()
                .atMost(LIMIT)
                .iterator()
                .next()
                .getLong(0);
    }

    void run(String sql, String value) {
        pool.preparedQuery(sql).execute(Tuple.of(value)).await().atMost(LIMIT);
    }
}
