// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.lifecycle;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;

import io.allo.contracts.media.StreamMessage;
import io.allo.contracts.worker.WorkerRegistry;
import io.allo.gateway.peer.InMemoryWorker;
import io.allo.gateway.peer.SipText;
import io.allo.gateway.peer.TestCall;
import io.allo.gateway.peer.TestPhone;
import io.allo.gateway.signaling.SipEndpoint;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole service with real Redis and Kafka, a worker found through the registry, and a phone. */
@QuarkusTest
class GatewayServiceTest {
    private static final String KEY = "test-service-key-0123456789";
    private static final String WORKER = "worker-in-memory";

    @Inject
    SipEndpoint sip;

    @Inject
    RedisDataSource redis;

    @Inject
    CallEventReader events;

    private InMemoryWorker worker;
    private TestPhone phone;

    @BeforeEach
    void registerWorker() {
        worker = new InMemoryWorker(KEY, InMemoryWorker.answerAfter(0.1));
        redis.hash(String.class)
                .hset(
                        WorkerRegistry.workerKey(WORKER),
                        Map.of(
                                WorkerRegistry.FIELD_WS_URL, worker.mediaUrl().toString(),
                                WorkerRegistry.FIELD_MAX_CALLS, "10",
                                WorkerRegistry.FIELD_DRAINING, "false"));
        redis.sortedSet(String.class).zadd(WorkerRegistry.WORKERS, Instant.now().toEpochMilli() + 60_000, WORKER);
        phone = new TestPhone(sip.port());
    }

    @AfterEach
    void unregisterWorker() {
        redis.key().del(WorkerRegistry.WORKERS, WorkerRegistry.workerKey(WORKER), WorkerRegistry.slotsKey(WORKER));
        phone.close();
        worker.close();
    }

    private long reservedSlots() {
        return redis.sortedSet(String.class).zcard(WorkerRegistry.slotsKey(WORKER));
    }

    /** A cold test JVM may need longer than a handshake gets: then the first socket is given up, and the next one serves. */
    private InMemoryWorker.Session sessionThatIsFed() {
        List<InMemoryWorker.Session> opened = new ArrayList<>();
        opened.add(worker.nextSession());
        return await().until(
                        () -> {
                            worker.pollSession().ifPresent(opened::add);
                            return opened.stream()
                                    .filter(session -> session.frames() > 10)
                                    .findFirst();
                        },
                        Optional::isPresent)
                .orElseThrow();
    }

    @Test
    void callGoesThroughRegistrySocketMediaAndBroker() {
        // When
        TestCall call = phone.call("restaurant");
        SipText ok = call.establish();
        InMemoryWorker.Session session = sessionThatIsFed();
        long slotsWhileTalking = reservedSlots();
        SipText byeOk = call.bye();

        // Then
        assertThat(ok.body()).contains("RTP/AVP 8 101");
        assertThat(slotsWhileTalking).isEqualTo(1);
        assertThat(byeOk.status()).isEqualTo(200);
        await().until(() -> session.first(StreamMessage.Stop.class) != null);
        await().untilAsserted(() -> assertThat(reservedSlots()).isZero());
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(events.typesOf(session.callId()))
                        .containsExactly(
                                "io.allo.CallOffered.v1",
                                "io.allo.CallRinging.v1",
                                "io.allo.CallAnswered.v1",
                                "io.allo.CallEnded.v1"));
    }

    @Test
    void ladderOfACallIsReadWithTheServiceKeyOnly() {
        TestCall call = phone.call("restaurant");
        call.establish();
        String path = "/api/calls/" + sessionThatIsFed().callId() + "/ladder";

        given().get(path).then().statusCode(401);
        given().header("X-API-Key", KEY)
                .get(path)
                .then()
                .statusCode(200)
                .body("from", equalTo("+33612345678"))
                .body("messages[0].start", containsString("INVITE sip:restaurant@"))
                .body("messages.size()", greaterThan(4));
        given().header("X-API-Key", KEY)
                .accept("text/plain")
                .get(path)
                .then()
                .statusCode(200)
                .body(containsString(" INVITE -"));
        given().header("X-API-Key", KEY)
                .header("X-Allo-Account", "00000000-0000-4000-8000-000000000001")
                .get(path)
                .then()
                .statusCode(404);
        given().header("X-API-Key", KEY)
                .get("/api/calls/c-unknown-call/ladder")
                .then()
                .statusCode(404);
    }

    @Test
    void callsAreListedAndHungUpByRest() {
        TestCall call = phone.call("restaurant");
        call.establish();
        String sid = sessionThatIsFed().callId();

        given().get("/api/calls").then().statusCode(401);
        given().header("X-API-Key", KEY)
                .get("/api/calls")
                .then()
                .statusCode(200)
                .body("find { it.sid == '" + sid + "' }.status", equalTo("answered"))
                .body("find { it.sid == '" + sid + "' }.direction", equalTo("inbound"));
        given().header("X-API-Key", KEY)
                .contentType("application/json")
                .body("{}")
                .post("/api/calls/" + sid + "/transfer")
                .then()
                .statusCode(400);
        given().header("X-API-Key", KEY)
                .delete("/api/calls/" + sid)
                .then()
                .statusCode(200)
                .body("sid", equalTo(sid));
        call.accept(phone.expectRequest("BYE"));
        given().header("X-API-Key", KEY).delete("/api/calls/unknown").then().statusCode(404);
    }

    @Test
    void callPlacedByRestIsRefusedWhenItsUrlsAreForeign() {
        given().header("X-API-Key", KEY)
                .contentType("application/json")
                .body("{\"to\":\"+33612345678\",\"callbackUrl\":\"http://169.254.169.254/latest\"}")
                .post("/api/calls")
                .then()
                .statusCode(400);
        String sid = given().header("X-API-Key", KEY)
                .contentType("application/json")
                .body("{\"to\":\"+33612345678\",\"customParams\":{\"table\":\"7\"},\"timeoutSec\":5}")
                .post("/api/calls")
                .then()
                .statusCode(201)
                .body("direction", equalTo("outbound"))
                .body("customParams.table", equalTo("7"))
                .extract()
                .path("sid");
        await().untilAsserted(() -> given().header("X-API-Key", KEY)
                .get("/api/calls")
                .then()
                .body("find { it.sid == '" + sid + "' }.status", equalTo("failed")));
    }

    @Test
    void explanationWalksToWhereItEnds() {
        given().header("X-API-Key", KEY)
                .contentType("application/json")
                .body("{\"from\":\"+33612345678\",\"to\":\"restaurant\",\"sourceIp\":\"192.0.2.1\"}")
                .post("/api/calls/explain")
                .then()
                .statusCode(200)
                .body("steps.step", hasItems("source", "account", "limits", "gateway", "agent"))
                .body("steps[0].ok", equalTo(true))
                .body("outcome", equalTo("unknown")); // session-config-service is not there
        given().header("X-API-Key", KEY)
                .contentType("application/json")
                .body("{\"from\":\"+33612345678\",\"to\":\"restaurant\",\"account\":\"none of these\"}")
                .post("/api/calls/explain")
                .then()
                .body("outcome", equalTo("refused"))
                .body("status", equalTo(403))
                .body("reason", equalTo("caller/unknown-account"));
        given().header("X-API-Key", KEY)
                .contentType("application/json")
                .body("{\"from\":\"a b\\r\\nX: y\",\"to\":\"restaurant\"}")
                .post("/api/calls/explain")
                .then()
                .statusCode(400);
        given().header("X-API-Key", KEY)
                .header("X-Allo-Account", "00000000-0000-4000-8000-000000000001")
                .contentType("application/json")
                .body("{\"from\":\"+33612345678\",\"to\":\"restaurant\"}")
                .post("/api/calls/explain")
                .then()
                .body("outcome", equalTo("refused"))
                .body("steps.size()", equalTo(1));
    }

    @Test
    void healthAndMetricsTellTheTruth() {
        given().get("/health")
                .then()
                .statusCode(200)
                .body("status", equalTo("ok"))
                .body("sip_registered", equalTo(false))
                .body("audio.clock_rate", equalTo(8000))
                .body("audio.vad_enabled", equalTo(false));
        given().port(events.managementPort())
                .get("/q/health/ready")
                .then()
                .statusCode(200)
                .body(containsString("\"phase\": \"WARM\""));
        given().port(events.managementPort())
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("allo_calls_active"));
    }
}
