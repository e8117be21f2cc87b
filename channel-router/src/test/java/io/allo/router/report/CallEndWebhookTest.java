// SPDX-License-Identifier: Apache-2.0
package io.allo.router.report;

import static io.allo.router.conversation.ScriptedModel.call;
import static io.allo.router.conversation.ScriptedModel.say;
import static io.allo.router.stubs.StubCustomerServer.SILENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.contracts.EndReason;
import io.allo.contracts.session.CallEndWebhook;
import io.allo.contracts.session.PrivacySettings;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.Contact;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.Opened;
import io.allo.router.conversation.ScriptedModel;
import io.allo.router.conversation.UserTurn;
import io.allo.router.stubs.StubCustomerServer;
import io.allo.router.stubs.StubCustomerServer.Received;
import io.allo.router.stubs.StubSessionConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The end of a call is told to the address that the agent names (A.17, A.18), by real HTTP. */
@QuarkusTest
class CallEndWebhookTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final AtomicInteger NUMBERS = new AtomicInteger(750);

    /** Each test has its own: who answers at a number is kept for some seconds. */
    private final String called = "+33939240" + NUMBERS.getAndIncrement();

    private final String agent = UUID.randomUUID().toString();
    private final String path = "/ended/" + agent;

    @Inject
    ConversationEngine engine;

    @Inject
    StubSessionConfig sessions;

    @Inject
    StubCustomerServer customer;

    @Inject
    ScriptedModel model;

    @Inject
    MeterRegistry meters;

    @Inject
    Pool pool;

    @BeforeEach
    void reset() {
        sessions.reset();
        model.reset();
    }

    @Test
    @DisplayName(
            "A116, A121: the record with outcome, transcript, durationSec and costs; the call's id is the key of the request")
    void theWholeCall() {
        // Given
        webhook(customer.url(path), "their-key");
        Opened opened = open(Channel.VOICE);
        model.then(say("One moment. "), call("confirm_order", Map.of("total", 12)))
                .then(say("Done."));
        turn(opened, "a pizza");

        // When
        end(opened);

        // Then
        Received told = told(1).getFirst();
        assertThat(told.headers().get("Idempotency-Key")).isEqualTo(opened.conversationId());
        assertThat(told.headers().get("X-API-Key")).isEqualTo("their-key");
        assertThat(told.body().getMap())
                .containsEntry("callId", opened.conversationId())
                .containsEntry("agentId", agent)
                .containsEntry("callerPhone", "+33612345678")
                .containsEntry("outcome", "order_placed")
                .containsEntry("endReason", "success/caller-hangup")
                .containsKeys("restaurantId", "startedAt", "endedAt", "durationSec", "inputTokens", "outputTokens")
                .containsKeys("inputAudioTokens", "outputAudioTokens", "costTelecom", "costCurrency");
        assertThat(told.body().getJsonArray("transcript").stream()
                        .map(turn ->
                                ((JsonObject) turn).getString("role") + ": " + ((JsonObject) turn).getString("text")))
                .containsExactly("user: a pizza", "assistant: One moment. Done.");
        awaitNoneWaits(opened);
    }

    @Test
    void itIsToldAgainAsTheSameCallUntilTheServerTakesIt() {
        webhook(customer.url(path), null);
        customer.answer(path, 503, SILENCE, 429);
        Opened opened = open(Channel.VOICE);

        end(opened);

        List<Received> told = told(4);
        assertThat(told).extracting(one -> one.headers().get("Idempotency-Key")).containsOnly(opened.conversationId());
        assertThat(told).noneMatch(one -> one.headers().contains("X-API-Key"));
        awaitNoneWaits(opened);
    }

    @Test
    void afterAsManyTriesAsAreConfiguredItIsDeadAndCounted() {
        double before = counted("dead");
        webhook(customer.url(path), null);
        customer.answer(path, 500, 502, 503, 504, 500);
        Opened opened = open(Channel.VOICE);

        end(opened);

        await().atMost(LIMIT).untilAsserted(() -> assertThat(counted("dead")).isEqualTo(before + 1));
        assertThat(told(4)).hasSize(4);
        awaitNoneWaits(opened);
    }

    @Test
    void whatTheServerRefusesIsGivenUpAtOnce() {
        double before = counted("refused");
        webhook(customer.url(path), null);
        customer.answer(path, 422);
        Opened opened = open(Channel.VOICE);

        end(opened);

        await().atMost(LIMIT).untilAsserted(() -> assertThat(counted("refused")).isEqualTo(before + 1));
        assertThat(told(1)).hasSize(1);
        awaitNoneWaits(opened);
    }

    @Test
    @DisplayName("architecture §5: an address inside our own network is never asked")
    void anAddressThatIsNotPublicIsNeverAsked() {
        double before = counted("dead");
        webhook("http://127.0.0.1:1" + path, "their-key");
        Opened opened = open(Channel.VOICE);

        end(opened);

        await().atMost(LIMIT).untilAsserted(() -> assertThat(counted("dead")).isEqualTo(before + 1));
    }

    @Test
    void aChatIsNoCall() {
        webhook(customer.url(path), null);
        Opened chat = open(Channel.WHATSAPP);
        end(chat);
        Opened next = open(Channel.VOICE);
        end(next);

        assertThat(told(1)).extracting(one -> one.body().getString("callId")).containsExactly(next.conversationId());
    }

    @Test
    void ofAnAgentThatNamesNoAddressNobodyIsTold() {
        sessions.agent(called, sessions.demoAgent(agent, ScriptedModel.NAME));
        Opened opened = open(Channel.VOICE);

        end(opened);

        await().atMost(LIMIT)
                .until(() -> count(
                                "select count(*) as n from conversations where id = $1" + " and ended_at is not null",
                                opened.conversationId())
                        == 1);
        awaitNoneWaits(opened);
    }

    @Test
    void wordsThatMayNotBeKeptAreNotTold() {
        webhook(customer.url(path), null);
        sessions.agent(
                called,
                sessions.demoAgent(agent, ScriptedModel.NAME)
                        .with(new PrivacySettings(true, PrivacySettings.Consent.OPT_IN, false)));
        Opened opened = open(Channel.VOICE);
        model.then(say("Secret answer."));
        turn(opened, "my secret words");

        end(opened);

        assertThat(told(1).getFirst().body().getMap())
                .doesNotContainKey("transcript")
                .containsKey("durationSec");
    }

    private void webhook(String url, @Nullable String key) {
        sessions.agent(called, sessions.demoAgent(agent, ScriptedModel.NAME));
        sessions.callEnd(agent, new CallEndWebhook(url, key));
    }

    private List<Received> told(int times) {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(customer.received(path)).hasSizeGreaterThanOrEqualTo(times));
        return customer.received(path);
    }

    private void awaitNoneWaits(Opened opened) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(waiting(opened)).isZero());
    }

    private long waiting(Opened opened) {
        return count("select count(*) as n from outbox where event_id = $1", opened.conversationId() + "/call-end");
    }

    private long count(String query, String parameter) {
        return pool.preparedQuery(query)
                .execute(Tuple.of(parameter))
                .map(rows -> rows.iterator().next().getLong("n"))
                .await()
                .atMost(LIMIT);
    }

    private double counted(String outcome) {
        return meters.get("allo.call.end.webhooks")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private void end(Opened opened) {
        engine.end(opened.key(), EndReason.CALLER_HANGUP).await().atMost(LIMIT);
    }

    private Opened open(Channel channel) {
        return engine.open(new Contact(
                        channel, called, "06 12 34 56 78", UUID.randomUUID().toString()))
                .await()
                .atMost(LIMIT);
    }

    private void turn(Opened opened, String text) {
        UserTurn turn = new UserTurn(UUID.randomUUID().toString(), UserTurn.Input.TEXT, text, Instant.now());
        engine.userTurn(opened.key(), turn).collect().asList().await().atMost(LIMIT);
    }
}
