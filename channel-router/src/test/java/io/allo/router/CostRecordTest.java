// SPDX-License-Identifier: Apache-2.0
package io.allo.router;

import static io.allo.router.conversation.ScriptedModel.say;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.allo.contracts.EndReason;
import io.allo.contracts.account.AccountIdentity;
import io.allo.contracts.tools.ToolExecutionResponse;
import io.allo.contracts.tools.ToolFlags;
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
import io.allo.router.stubs.StubToolExecutor;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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

    @Inject
    StubToolExecutor executor;

    @BeforeEach
    void reset() {
        sessions.reset();
        model.reset();
        executor.reset();
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

    /** A whole call by the pipeline: ears by time, model by tokens, voice by characters, an address that was looked up. */
    @Test
    void aCallByThePipelineIsAddedUp() {
        Opened opened = call("trunk-" + UUID.randomUUID());
        model.thenDo(request -> Multi.createFrom().item(ScriptedModel.call("confirm_order", Map.of())));
        executor.on("confirm_order", request -> StubToolExecutor.result(Map.of("success", true, "googleApiCalls", 2)));
        turn(opened, ModelUsage.ofText("gpt-4o-mini", 100_000, 10_000, 0));
        engine.used(opened.key(), ModelUsage.ofAudio("nova-3", 90_000)).await().atMost(LIMIT);
        engine.used(opened.key(), ModelUsage.ofCharacters("eleven_flash_v2_5", 1_200))
                .await()
                .atMost(LIMIT);

        // (0.015 + 0.006) + 1.5 · 0.01 + 1.2 · 0.1 = 0.156; · 1.3 · 0.92
        await().atMost(LIMIT)
                .untilAsserted(() -> record(opened)
                        .body("cost.costAi", equalTo(0.1866f))
                        .body("cost.costGoogle", equalTo(0.01f))
                        .body("cost.unpriced", empty())
                        .body("cost.models", hasSize(3)));
    }

    /** {@code extraCostResponseField} (A.17): once per tool call, although the executor is asked twice, without margin or rate. */
    @Test
    void whatAToolSaysThatItCostIsAdded() {
        Opened opened = call("trunk-" + UUID.randomUUID());
        for (String amount : List.of("0.25", "1.1")) {
            model.thenDo(request -> Multi.createFrom().item(ScriptedModel.call("confirm_order", Map.of())));
            executor.on(
                    "confirm_order",
                    request -> new ToolExecutionResponse(
                            Map.of("success", true), Map.of(), ToolFlags.NONE, new BigDecimal(amount)));
            executor.refuse(1);
            turn(opened);
        }

        await().atMost(LIMIT)
                .untilAsserted(() ->
                        record(opened).body("cost.costTools", equalTo(1.35f)).body("cost.costGoogle", equalTo(0f)));
        assertThat(model.requests().getLast().messages().toString()).doesNotContain("xtraCost");
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
