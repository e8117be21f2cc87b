// SPDX-License-Identifier: Apache-2.0
package io.allo.router;

import static io.allo.router.conversation.ScriptedModel.say;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.allo.contracts.EndReason;
import io.allo.contracts.account.AccountIdentity;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ChatModel.Event;
import io.allo.router.conversation.Contact;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.ModelUsage;
import io.allo.router.conversation.Opened;
import io.allo.router.conversation.ScriptedModel;
import io.allo.router.conversation.UserTurn;
import io.allo.router.cost.Prices;
import io.allo.router.stubs.StubSessionConfig;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a conversation cost stands in its record: rows A116, A118. */
@QuarkusTest
class CostRecordTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String CALLED = "+33939240577";
    private static final String KEY = "account-key-of-the-costs";

    @Inject
    ConversationEngine engine;

    @Inject
    StubSessionConfig sessions;

    @Inject
    ScriptedModel model;

    @Inject
    Prices prices;

    @BeforeEach
    void reset() {
        sessions.reset();
        model.reset();
        sessions.account(KEY, new AccountIdentity(StubSessionConfig.ACCOUNT, "Demo", "FR"));
        sessions.agent(CALLED, sessions.demoAgent(UUID.randomUUID().toString(), ScriptedModel.NAME));
        await().atMost(LIMIT).until(() -> prices.current().isPresent());
    }

    private Opened call(String id) {
        return engine.open(new Contact(Channel.VOICE, CALLED, "+33612345678", id))
                .await()
                .atMost(LIMIT);
    }

    private void turn(Opened opened, ModelUsage... used) {
        model.thenDo(request -> Multi.createFrom()
                .items(Stream.concat(Stream.of(say("Oui.")), Stream.of(used).map(Event.Used::new))));
        UserTurn turn = new UserTurn(UUID.randomUUID().toString(), UserTurn.Input.SPEECH, "Allo", Instant.now());
        engine.userTurn(opened.key(), turn).collect().asList().await().atMost(LIMIT);
    }

    private static ValidatableResponse record(Opened opened) {
        return given().header("X-API-Key", KEY)
                .get("/api/conversations/" + opened.conversationId())
                .then()
                .statusCode(200);
    }

    @Test
    void tokensAndCostAreSummedAndOnlyTwiliosTelephoneCosts() {
        Opened trunk = call("trunk-" + UUID.randomUUID());
        Opened twilio = call("CA" + UUID.randomUUID().toString().replace("-", ""));
        ModelUsage half = new ModelUsage("gpt-realtime-2025-08-28", 6_000, 1_500, 4_500, 1_200, 0, 0, 0, 0);

        turn(trunk, half);
        turn(trunk, half);
        await().atMost(LIMIT)
                .untilAsserted(() -> record(trunk)
                        .body("cost.inputTokens", equalTo(12_000))
                        .body("cost.outputTokens", equalTo(3_000))
                        .body("cost.inputAudioTokens", equalTo(9_000))
                        .body("cost.outputAudioTokens", equalTo(2_400))
                        .body("cost.aiModel", equalTo("gpt-realtime-2025-08-28"))
                        .body("cost.costAi", equalTo(0.5540f))
                        .body("cost.costTelecom", equalTo(0.0f))
                        .body("cost.costCurrency", equalTo("EUR"))
                        .body("cost.exchangeRate", equalTo(0.92f))
                        .body("cost.models[0].priceVersion", equalTo(7))
                        .body("cost.unpriced", empty()));

        record(twilio).body("cost.costTelecom", nullValue());
        engine.end(twilio.key(), EndReason.CALLER_HANGUP).await().atMost(LIMIT);
        await().atMost(LIMIT).untilAsserted(() -> record(twilio).body("cost.costTelecom", notNullValue()));
    }

    @Test
    void aModelWithoutAPriceMakesTheCostUnknownAndIsNamed() {
        Opened opened = call("trunk-" + UUID.randomUUID());

        turn(opened, ModelUsage.ofText("mystery-1", 10, 5, 0), ModelUsage.ofText("gpt-realtime", 10, 5, 0));

        await().atMost(LIMIT)
                .untilAsserted(() -> record(opened)
                        .body("cost.inputTokens", equalTo(20))
                        .body("cost.costAi", nullValue())
                        .body("cost.unpriced", contains("mystery-1")));
    }
}
