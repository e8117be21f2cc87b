// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.lifecycle;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import io.allo.contracts.media.StreamMessage;
import io.allo.gateway.peer.InMemoryWorker;
import io.allo.gateway.peer.StubSessionConfig;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.Map;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.Test;

/** Calls through a trunk at the whole service, by the API (C46). */
@QuarkusTest
@QuarkusTestResource(StubSessionConfig.class)
class OutboundCallServiceTest extends TrunkFixture {
    @Test
    void outboundCallTalksToItsWorkflowUntilItIsHungUp() throws Exception {
        registered();

        String id = given().header("X-API-Key", StubSessionConfig.ACCOUNT_KEY)
                .contentType(ContentType.JSON)
                .body(Map.of(
                        "to_number",
                        "01 23 45 67 80",
                        "voice_workflow_id",
                        42,
                        "voicemail",
                        Map.of("action", "leave-message", "message", "Rappelez-nous."),
                        "metadata",
                        Map.of("order", "7")))
                .post("/api/outbound/call")
                .then()
                .statusCode(200)
                .body("to_number", equalTo("+33123456780"))
                .body("status", equalTo("initiated"))
                .extract()
                .path("call_id");

        InMemoryWorker.Session session = sessionOf(id);
        await().atMost(PATIENCE).until(() -> session.first(StreamMessage.Start.class) != null);
        assertThat(session.first(StreamMessage.Start.class).start().customParameters())
                .containsEntry("direction", "outbound")
                .containsEntry("workflowId", "42")
                .containsEntry("voicemail", "leave-message")
                .containsEntry("voicemailMessage", "Rappelez-nous.")
                .containsEntry("to", "+33123456780");
        assertThat(trunk.expectRequest("INVITE").startLine())
                .isEqualTo("INVITE sip:+33123456780@" + trunk.address() + " SIP/2.0");
        await().atMost(PATIENCE).untilAsserted(() -> status(id).accepts("answered"));
        answeredBy(id, nullValue());
        session.say(new StreamMessage.AnsweredBy(session.streamSid(), "human"));
        await().atMost(PATIENCE).untilAsserted(() -> answeredBy(id, equalTo("human")));
        session.say(new StreamMessage.AnsweredBy(session.streamSid(), "nobody"));
        session.say(new StreamMessage.AnsweredBy(session.streamSid(), "machine"));
        await().atMost(PATIENCE).untilAsserted(() -> answeredBy(id, equalTo("machine")));

        given().header("X-API-Key", StubSessionConfig.ACCOUNT_KEY).post("/api/outbound/call/" + id + "/hangup");

        trunk.expectRequest("BYE");
        await().atMost(PATIENCE).untilAsserted(() -> status(id).accepts("completed"));
        answeredBy(id, equalTo("machine"));
        given().header("X-API-Key", KEY)
                .get("/api/outbound/calls")
                .then()
                .body("call_id", hasItem(id))
                .body("metadata.order", hasItem("7"));
        given().header("X-API-Key", KEY)
                .header("X-Allo-Account", "another")
                .get("/api/outbound/call/" + id)
                .then()
                .statusCode(404);
    }

    private static void answeredBy(String id, Matcher<Object> who) {
        given().header("X-API-Key", KEY).get("/api/outbound/call/" + id).then().body("answered_by", who);
    }

    /** A call of a test before may still look for a worker: its session is another's. */
    private InMemoryWorker.Session sessionOf(String id) {
        while (true) {
            InMemoryWorker.Session next = worker.nextSession();
            if (next.callId().equals(id)) {
                return next;
            }
        }
    }

    private Status status(String id) {
        String now =
                given().header("X-API-Key", KEY).get("/api/outbound/call/" + id).path("status");
        return expected -> assertThat(now).isEqualTo(expected);
    }

    private interface Status {
        void accepts(String expected);
    }

    @Test
    void withoutAWorkflowTheParametersSayWhoTalksAndTheWorkerHearsItRing() throws Exception {
        registered();

        String id = given().header("X-API-Key", StubSessionConfig.ACCOUNT_KEY)
                .contentType(ContentType.JSON)
                .body(Map.of(
                        "to_number",
                        "01 23 45 67 80",
                        "timeout_seconds",
                        20,
                        "custom_parameters",
                        Map.of("session_id", "s-1", "to", "somebody else")))
                .post("/api/outbound/call")
                .then()
                .statusCode(200)
                .body("voice_workflow_id", nullValue())
                .extract()
                .path("call_id");

        InMemoryWorker.Session session = sessionOf(id);
        await().atMost(PATIENCE).until(() -> session.first(StreamMessage.Start.class) != null);
        assertThat(session.first(StreamMessage.Start.class).start().customParameters())
                .containsEntry("session_id", "s-1")
                .containsEntry("to", "+33123456780")
                .doesNotContainKey("workflowId");
        await().atMost(PATIENCE).untilAsserted(() -> status(id).accepts("answered"));
        given().header("X-API-Key", StubSessionConfig.ACCOUNT_KEY).post("/api/outbound/call/" + id + "/hangup");
        await().atMost(PATIENCE).untilAsserted(() -> status(id).accepts("completed"));
        given().header("X-API-Key", KEY)
                .contentType(ContentType.JSON)
                .body(Map.of("to_number", "01 23 45 67 80"))
                .post("/api/outbound/call")
                .then()
                .statusCode(400);
    }

    @Test
    void whatThePolicyRefusesIsSaidAtOnce() throws Exception {
        registered();

        given().header("X-API-Key", StubSessionConfig.ACCOUNT_KEY)
                .contentType(ContentType.JSON)
                .body(Map.of("to_number", "112", "voice_workflow_id", 42))
                .post("/api/outbound/call")
                .then()
                .statusCode(403)
                .body("detail", equalTo("not dialled: emergency"));
        given().header("X-API-Key", StubSessionConfig.ACCOUNT_KEY)
                .contentType(ContentType.JSON)
                .body(Map.of("to_number", "0123456780", "voice_workflow_id", 43))
                .post("/api/outbound/call")
                .then()
                .statusCode(404);
        given().header("X-API-Key", StubSessionConfig.ACCOUNT_KEY)
                .contentType(ContentType.JSON)
                .body(Map.of("voice_workflow_id", 42))
                .post("/api/outbound/call")
                .then()
                .statusCode(400);
    }
}
