// SPDX-License-Identifier: Apache-2.0
package io.allo.router.vapi;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.allo.contracts.account.AccountIdentity;
import io.allo.contracts.session.VapiSettings;
import io.allo.router.conversation.ScriptedModel;
import io.allo.router.stubs.StubSessionConfig;
import io.allo.router.stubs.StubToolExecutor;
import io.allo.testkit.provider.VapiCalls;
import io.allo.testkit.provider.VapiCalls.NotTakenException;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An agent whose calls Vapi's own model holds, against a Vapi that takes only what the real one takes. */
@QuarkusTest
class VapiServerModeTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String CALLED = "+33939240579";
    private static final String COMMON_SECRET = "vapi-test-secret";
    private static final String SECRET = "the-agents-own-secret";
    private static final String KEY = "account-key-of-vapi";

    @Inject
    StubSessionConfig sessions;

    @Inject
    StubToolExecutor executor;

    @Inject
    ScriptedModel model;

    private final String callId = "vapi-" + UUID.randomUUID();
    private VapiCalls vapi;

    @BeforeEach
    void reset() {
        sessions.reset();
        executor.reset();
        model.reset();
        sessions.account(KEY, new AccountIdentity(StubSessionConfig.ACCOUNT, "Demo", "FR"));
        agent(CALLED, new VapiSettings("server", SECRET));
        vapi = calls(SECRET, CALLED);
    }

    private void agent(String called, VapiSettings settings) {
        sessions.agent(
                called,
                sessions.demoAgent(UUID.randomUUID().toString(), ScriptedModel.NAME)
                        .with(settings));
    }

    private VapiCalls calls(String secret, String called) {
        return calls(secret, called, "+33612345678");
    }

    private VapiCalls calls(String secret, String called, String caller) {
        URI server = URI.create("http://localhost:" + RestAssured.port + "/api/vapi/webhook");
        return new VapiCalls(server, secret, callId, caller, called);
    }

    private ValidatableResponse record() {
        return given().header("X-API-Key", KEY)
                .get("/api/conversations/" + callId)
                .then()
                .statusCode(200);
    }

    private static JsonObject ended() {
        return new JsonObject().put("endedReason", "assistant-ended-call");
    }

    private static JsonObject report() {
        JsonArray messages = new JsonArray(List.of(
                Map.of("role", "system", "message", "You are the demo."),
                Map.of("role", "bot", "message", "Bonjour !"),
                Map.of("role", "user", "message", "Une reine."),
                Map.of("role", "tool_calls", "message", ""),
                Map.of("role", "bot", "message", "C'est noté.")));
        return ended().put("startedAt", "2026-11-21T10:00:00.000Z")
                .put("endedAt", "2026-11-21T10:01:30.000Z")
                .put("cost", 0.12)
                .put("artifact", new JsonObject().put("messages", messages).put("transcript", "AI: Bonjour !"));
    }

    @Test
    void aCallFromItsAssistantToItsReport() {
        executor.on(
                "confirm_order",
                request -> StubToolExecutor.result(
                        Map.of("order", request.arguments().get("n"))));

        assertThat(vapi.assistantRequest().getJsonObject("assistant").getString("firstMessageMode"))
                .isEqualTo("assistant-speaks-first-with-model-generated-message");
        vapi.inform("status-update", new JsonObject().put("status", "in-progress"));
        vapi.inform("transcript", words("assistant", "Bonjour !"));
        vapi.inform("transcript", words("user", "Une reine."));
        List<JsonObject> results = vapi.toolCalls(
                VapiCalls.toolCall("a", "confirm_order", new JsonObject().put("n", 1)),
                VapiCalls.toolCall("b", "no_such_tool", new JsonObject()),
                VapiCalls.toolCall("c", "confirm_order", new JsonObject().put("n", 2)));
        assertThat(results.getFirst().getString("result")).contains("1");
        assertThat(results.get(1).getString("result")).contains("unknown tool");
        assertThat(results.getLast().getString("result")).contains("2");
        vapi.transferDestinationRequest();
        vapi.inform("status-update", ended().put("status", "ended"));
        vapi.inform("end-of-call-report", report());
        vapi.inform("end-of-call-report", report());

        await().atMost(LIMIT)
                .untilAsserted(() -> record().body("turns.text", contains("Bonjour !", "Une reine."))
                        .body("endReason.slug", equalTo("agent-hangup"))
                        .body("toolCalls", hasSize(3))
                        .body("cost.costAi", nullValue())
                        .body("cost.unpriced", contains("vapi"))
                        .body("cost.models[0].audioMs", equalTo(90_000)));
    }

    private static JsonObject words(String role, String transcript) {
        return new JsonObject().put("role", role).put("transcriptType", "final").put("transcript", transcript);
    }

    @Test
    void aTranscriptThatCameWithTheReportOnlyIsTheRecord() {
        vapi.assistantRequest();
        vapi.inform("end-of-call-report", report());

        await().atMost(LIMIT)
                .untilAsserted(() -> record().body("turns.text", contains("Bonjour !", "Une reine.", "C'est noté.")));
    }

    @Test
    void twoReportsAtOnceAreOneCall() {
        vapi.assistantRequest();
        var first = CompletableFuture.runAsync(() -> vapi.inform("end-of-call-report", report()));
        var second = CompletableFuture.runAsync(() -> vapi.inform("end-of-call-report", report()));
        CompletableFuture.allOf(first, second).join();

        await().atMost(LIMIT)
                .untilAsserted(() -> record().body("turns.text", contains("Bonjour !", "Une reine.", "C'est noté."))
                        .body("cost.models", hasSize(1))
                        .body("cost.models[0].audioMs", equalTo(90_000)));
    }

    @Test
    void aCallWithoutReportIsClosedAfterItsStatus() {
        vapi.assistantRequest();
        vapi.inform("status-update", ended().put("status", "ended"));

        await().atMost(LIMIT).untilAsserted(() -> record().body("endReason.slug", equalTo("agent-hangup")));
    }

    @Test
    void theAgentsOwnSecretIsTheOnlyOneThatCounts() {
        assertThatThrownBy(() -> calls(COMMON_SECRET, CALLED).assistantRequest())
                .isInstanceOf(NotTakenException.class)
                .hasMessageContaining("401");
        assertThatThrownBy(() -> calls("wrong", CALLED).inform("hang", new JsonObject()))
                .hasMessageContaining("401");
    }

    /** While nobody can say whose secret counts, no other one opens the door of a call that runs. */
    @Test
    void whileTheAgentsSettingsCannotBeReadNothingIsDoneAndNothingIsBelieved() {
        String called = "+33939240660";
        agent(called, new VapiSettings("server", SECRET));
        calls(SECRET, called).assistantRequest();
        sessions.failInternal(503);
        VapiCalls withTheCommonSecret = calls(COMMON_SECRET, called, "+33612345699"); // a caller not asked about lately

        assertThatThrownBy(
                        () -> withTheCommonSecret.toolCalls(VapiCalls.toolCall("a", "confirm_order", new JsonObject())))
                .hasMessageContaining("503");
        assertThatThrownBy(() -> withTheCommonSecret.inform("end-of-call-report", report()))
                .hasMessageContaining("503");
        assertThat(withTheCommonSecret.assistantRequest().getString("error")).isNotBlank();

        sessions.failInternal(0);
        assertThat(executor.received()).isEmpty();
        record().body("endReason", nullValue()).body("turns", hasSize(0));
    }

    /** The number of an agent without a secret of its own opens no call of one that has one. */
    @Test
    void anotherAgentsNumberDoesNotOpenACall() {
        String open = "+33939240661";
        agent(open, new VapiSettings("server", null));
        vapi.assistantRequest();

        assertThatThrownBy(() -> calls(COMMON_SECRET, open)
                        .toolCalls(VapiCalls.toolCall("a", "confirm_order", new JsonObject())))
                .hasMessageContaining("401");
        assertThat(executor.received()).isEmpty();
        vapi.inform("end-of-call-report", report()); // the call goes on with its own secret
        await().atMost(LIMIT).untilAsserted(() -> record().body("endReason.slug", equalTo("agent-hangup")));
    }

    @Test
    void anAgentWithoutSettingsIsAnsweredAsItsNumberIsConfigured() {
        agent("+33939240580", VapiSettings.DEFAULT);

        calls(COMMON_SECRET, "+33939240580").inform("assistant-request", new JsonObject()); // classic: {}
    }
}
