// SPDX-License-Identifier: Apache-2.0
package io.allo.router.vapi;

import static io.allo.router.conversation.ScriptedModel.call;
import static io.allo.router.conversation.ScriptedModel.say;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import io.allo.router.conversation.ScriptedModel;
import io.allo.router.stubs.StubSessionConfig;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Vapi's server messages, classic and real. */
@QuarkusTest
class VapiWebhookTest {
    private static final String CLASSIC = "+33939240575";
    private static final String SERVER = "+33939240576";
    private static final String SECRET = "vapi-test-secret";

    @Inject
    StubSessionConfig sessions;

    @Inject
    ScriptedModel model;

    private final String callId = "call-" + UUID.randomUUID();

    @BeforeEach
    void reset() {
        sessions.reset();
        model.reset();
        for (String number : new String[] {CLASSIC, SERVER}) {
            sessions.agent(number, sessions.demoAgent(UUID.randomUUID().toString(), ScriptedModel.NAME));
        }
    }

    private ValidatableResponse post(String body) {
        return given().header("X-Vapi-Secret", SECRET)
                .contentType("application/json")
                .body(body)
                .post("/api/vapi/webhook")
                .then();
    }

    private ValidatableResponse says(String words) {
        return says(callId, words);
    }

    private ValidatableResponse says(String callId, String words) {
        return post("{\"message\":{\"type\":\"user-message\",\"content\":\"" + words + "\"},\"call\":{\"id\":\""
                + callId + "\",\"from\":\"+33612345678\"}}");
    }

    private ValidatableResponse server(String message) {
        return post("{\"message\":{" + message + ",\"call\":{\"id\":\"" + callId
                + "\",\"customer\":{\"number\":\"+33612345678\"},\"phoneNumber\":{\"number\":\"" + SERVER + "\"}}}}");
    }

    @Test
    void aSentenceIsAnswered_E1_E23_E25_E54() {
        model.then(say("Bonjour, que désirez-vous ?"));

        says("bonjour")
                .statusCode(200)
                .body("results", hasSize(1))
                .body("results[0].type", equalTo("say"))
                .body("results[0].text", equalTo("Bonjour, que désirez-vous ?"));
    }

    /** The session's id is the call's: neither words nor tools of one are another's. */
    @Test
    void callsAtTheSameTimeAreEachTheirOwn_E25() {
        List<String> calls =
                IntStream.range(0, 8).mapToObj(i -> callId + "-" + i).toList();

        for (String words : List.of("premier", "second")) {
            List<CompletableFuture<String>> answers = calls.stream()
                    .map(call -> CompletableFuture.supplyAsync(() -> says(call, words + " de " + call)
                            .statusCode(200)
                            .extract()
                            .<String>path("results[0].text")))
                    .toList();
            for (int i = 0; i < calls.size(); i++) {
                assertThat(answers.get(i).join()).isEqualTo("you said " + words + " de " + calls.get(i));
            }
        }

        assertThat(model.requests()).hasSize(16);
        for (String call : calls) {
            assertThat(model.requests())
                    .filteredOn(
                            request -> request.messages().getLast().toString().contains("second de " + call))
                    .singleElement()
                    .satisfies(request -> assertThat(request.messages().toString())
                            .contains("premier de " + call)
                            .doesNotContain(calls.stream()
                                    .filter(other -> !other.equals(call))
                                    .toList()));
        }
    }

    @Test
    void healthIsAnswered_E2() {
        given().get("/api/vapi/health")
                .then()
                .statusCode(200)
                .body("status", equalTo("ok"))
                .body("service", equalTo("voice"))
                .body("channel", equalTo("vapi"));
    }

    @Test
    void theShapeOfAnAnswerCanBeSeen() {
        given().get("/api/vapi/test")
                .then()
                .statusCode(200)
                .body("$", aMapWithSize(3))
                .body("status", equalTo("ok"))
                .body("test_response.results[0].type", equalTo("say"));
    }

    @Test
    void anAssistantRequestAndWhateverElseGetAnEmptyObject_E21_E22() {
        for (String type :
                new String[] {"assistant-request", "status-update", "hang", "user-message", "never-heard-of"}) {
            post("{\"message\":{\"type\":\"" + type + "\"},\"call\":{\"id\":\"" + callId + "\"}}")
                    .statusCode(200)
                    .body("$", aMapWithSize(0));
        }
    }

    @Test
    void aTransferHasItsOwnShape_E23() {
        model.then(call("transfer_call", Map.of("phone_number", "+33123456789", "announcement", "Un instant.")));

        says("un humain")
                .body("results[0].type", equalTo("transfer"))
                .body("results[0].destination", equalTo("+33123456789"));
    }

    @Test
    void aFailureIsSaid_E24() {
        post("{\"message\":{\"type\":\"user-message\",\"content\":\"bonjour\"},\"call\":{\"id\":\"" + callId
                        + "\",\"phoneNumber\":{\"number\":\"+33999999999\"}}}")
                .statusCode(200)
                .body("results[0].type", equalTo("say"))
                .body("results[0].text", containsString("transfère"));
    }

    @Test
    void whoDoesNotKnowTheSecretIsRefused() {
        given().header("X-Vapi-Secret", "wrong")
                .body("{\"message\":{\"type\":\"hang\"}}")
                .post("/api/vapi/webhook")
                .then()
                .statusCode(401);
    }

    @Test
    void aSignedMessageIsTrustedWhileItIsFresh() {
        byte[] body = "{\"message\":{\"type\":\"hang\"}}".getBytes(StandardCharsets.UTF_8);
        assertThat(VapiDoor.sign(SECRET, "1750287078", body))
                .isEqualTo("a968a1ba6797e6ab3997827229fc8ab91cbed3472ff21bb1c6b5763c4ff30c99");
        String now = Long.toString(Instant.now().getEpochSecond());
        given().header("x-timestamp", now)
                .header("x-signature", VapiDoor.sign(SECRET, now, body))
                .body(body)
                .post("/api/vapi/webhook")
                .then()
                .statusCode(200);
        given().header("x-timestamp", "1750287078")
                .header("x-signature", VapiDoor.sign(SECRET, "1750287078", body))
                .body(body)
                .post("/api/vapi/webhook")
                .then()
                .statusCode(401);
    }

    @Test
    void whatIsNoMessageIsRefused() {
        post("[]").statusCode(400);
        post("no json").statusCode(400).body("error", containsString("message"));
    }

    @Test
    void vapisOwnModelGetsOurSession() {
        server("\"type\":\"assistant-request\"")
                .body("assistant.model.messages[0].content", equalTo("You are the demo."))
                .body("assistant.model.tools.function.name", hasItem("confirm_order"))
                .body("assistant.maxDurationSeconds", equalTo(600));
    }

    @Test
    void itsToolCallsAreRunInBothShapes() {
        server(
                        "\"type\":\"tool-calls\",\"toolCallList\":[{\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"confirm_order\","
                                + "\"arguments\":\"{\\\"items\\\":[]}\"}},{\"id\":\"b\",\"name\":\"bogus\",\"parameters\":{}},"
                                + "{\"id\":\"c\",\"function\":{\"name\":\"confirm_order\",\"arguments\":\"{cut\"}}]")
                .statusCode(200)
                .body("results.toolCallId", equalTo(List.of("a", "b", "c")))
                .body("results[1].result", containsString("unknown tool"))
                .body("results[2].error", containsString("JSON"));
    }

    @Test
    void theTransferDestinationIsTheAgents() {
        server("\"type\":\"transfer-destination-request\"").body("destination.number", equalTo("+33123456789"));
    }
}
