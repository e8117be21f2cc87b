// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.lifecycle;

import static io.restassured.RestAssured.given;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.access.Role;
import io.allo.contracts.trunk.TrunkList;
import io.allo.contracts.worker.WorkerRegistry;
import io.allo.gateway.peer.InMemoryWorker;
import io.allo.gateway.peer.SipServerPeer;
import io.allo.gateway.peer.SipText;
import io.allo.gateway.peer.StubSessionConfig;
import io.allo.gateway.peer.TestTrunks;
import io.allo.testkit.HttpEndpoints;
import io.allo.testkit.TestTokens;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every HTTP endpoint of this service as another business finds it, by key and by token, while a call of the first one is talking:
 * it sees nothing of it, and the call goes on. Endpoints are read from the classes: one that is not in the table here fails.
 */
@QuarkusTest
@QuarkusTestResource(StubSessionConfig.class)
class EveryEndpointTest {
    private static final String KEY = "test-service-key-0123456789";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String WORKER = "worker-of-every-endpoint";
    private static final String MARK = "Viktoria";
    private static final String TRUNK = "trunk 7";

    /** What comes of it. */
    private enum Kind {
        /** The same for everybody; the bridge contract's health names the account of the trunk. */
        OPEN,
        /** 200 or 201, with what is the caller's own; 429 from a machine that is late. */
        OWN,
        /** It does not exist for him. */
        REFUSED
    }

    private record Case(Kind kind, String body) {}

    private static final Map<String, Case> CASES = Map.ofEntries(
            entry("GET /health", new Case(Kind.OPEN, "")),
            entry("GET /api/trunks", new Case(Kind.OWN, "")),
            entry("GET /api/calls", new Case(Kind.OWN, "")),
            entry("POST /api/calls", new Case(Kind.OWN, "{\"to\":\"+33123456781\",\"timeoutSec\":1}")),
            entry("DELETE /api/calls/{sid}", new Case(Kind.REFUSED, "")),
            entry("POST /api/calls/{sid}/transfer", new Case(Kind.REFUSED, "{\"destination\":\"+33123456782\"}")),
            entry("GET /api/calls/{id}/ladder", new Case(Kind.REFUSED, "")),
            entry(
                    "POST /api/calls/explain",
                    new Case(Kind.OWN, "{\"from\":\"+33612345678\",\"to\":\"x\",\"account\":\"trunk 7\"}")),
            entry(
                    "POST /api/outbound/call",
                    new Case(
                            Kind.REFUSED,
                            "{\"to_number\":\"+33123456783\",\"voice_workflow_id\":42,\"sip_account_id\":7}")),
            entry("GET /api/outbound/call/{id}", new Case(Kind.REFUSED, "")),
            entry("POST /api/outbound/call/{id}/hangup", new Case(Kind.REFUSED, "")),
            entry("GET /api/outbound/calls", new Case(Kind.OWN, "")));

    @Inject
    RedisDataSource redis;

    @Inject
    ObjectMapper json;

    @ConfigProperty(name = StubSessionConfig.URL_KEY)
    String sessionConfig;

    private final SipServerPeer trunk = new SipServerPeer();
    private InMemoryWorker worker;
    private String call;

    @BeforeEach
    void aCallOfABusiness() throws Exception {
        worker = new InMemoryWorker(KEY, InMemoryWorker.answerAfter(0.1));
        redis.hash(String.class)
                .hset(
                        WorkerRegistry.workerKey(WORKER),
                        Map.of(
                                WorkerRegistry.FIELD_WS_URL, worker.mediaUrl().toString(),
                                WorkerRegistry.FIELD_MAX_CALLS, "10",
                                WorkerRegistry.FIELD_DRAINING, "false"));
        redis.sortedSet(String.class).zadd(WorkerRegistry.WORKERS, Instant.now().toEpochMilli() + 60_000, WORKER);
        trunk.script(TrunkFixture::answer);
        put("/.well-known/jwks.json", TestTokens.keySet());
        put(
                "/internal/trunks",
                json.writeValueAsString(new TrunkList(
                        List.of(TestTrunks.of("business", TestTrunks.trunk(7, "sip:gateway@" + trunk.address()))))));
        await().atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> given().header("X-API-Key", KEY)
                        .get("/api/trunks")
                        .then()
                        .body("label", hasItem(TRUNK))
                        .body("state", hasItem("registered")));
        await().atMost(PATIENCE).until(this::isPlaced); // a machine that is late refuses calls for a moment
        await().atMost(PATIENCE).untilAsserted(() -> status().body("status", equalTo("answered")));
    }

    private boolean isPlaced() {
        Response answer = given().header("X-API-Key", StubSessionConfig.ACCOUNT_KEY)
                .contentType(ContentType.JSON)
                .body(Map.of(
                        "to_number",
                        "01 23 45 67 80",
                        "voice_workflow_id",
                        42,
                        "sip_account_id",
                        7,
                        "metadata",
                        Map.of("name", MARK)))
                .post("/api/outbound/call");
        call = answer.path("call_id");
        return answer.statusCode() == 200;
    }

    @AfterEach
    void gone() throws Exception {
        given().header("X-API-Key", KEY).post("/api/outbound/call/" + call + "/hangup");
        put("/internal/trunks", json.writeValueAsString(new TrunkList(List.of())));
        await().atMost(Duration.ofSeconds(40))
                .until(() -> redis.key().keys("trunk:*:holder").isEmpty());
        redis.key().del(WorkerRegistry.WORKERS, WorkerRegistry.workerKey(WORKER), WorkerRegistry.slotsKey(WORKER));
        worker.close();
        trunk.close();
    }

    private void put(String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(sessionConfig + path))
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            http.send(request, HttpResponse.BodyHandlers.discarding());
        }
    }

    private ValidatableResponse status() {
        return given().header("X-API-Key", StubSessionConfig.ACCOUNT_KEY)
                .get("/api/outbound/call/" + call)
                .then()
                .statusCode(200);
    }

    static Stream<String> endpoints() {
        return HttpEndpoints.below("io.allo.gateway").stream();
    }

    /** In one test: a call is long in the making. */
    @Test
    void anotherBusinessSeesNothingAndChangesNothing() {
        assertThat(endpoints()).containsExactlyInAnyOrderElementsOf(CASES.keySet());
        String token = TestTokens.token(Role.OWNER, "stranger");
        endpoints().forEach(endpoint -> {
            for (RequestSpecification who : List.of(
                    given().header("X-API-Key", StubSessionConfig.STRANGERS_KEY),
                    given().queryParam("key", StubSessionConfig.STRANGERS_KEY),
                    given().header("Authorization", "Bearer " + token),
                    given().header("Authorization", "Bearer " + token).header("X-Allo-Account", "business"))) {
                refused(endpoint, send(who, endpoint));
            }
            Response nobody = send(given(), endpoint);
            assertThat(nobody.asString()).as(endpoint).doesNotContain(MARK, call);
            assertThat(nobody.statusCode() == 401)
                    .as("%s without credentials: %s", endpoint, nobody.statusCode())
                    .isEqualTo(CASES.get(endpoint).kind() != Kind.OPEN);
        });

        status().body("status", equalTo("answered")).body("metadata.name", equalTo(MARK));
        assertThat(trunk.requests("INVITE"))
                .extracting(SipText::startLine)
                .allMatch(line -> line.contains("+33123456780@"));
        assertThat(trunk.requests("BYE")).isEmpty();
    }

    private void refused(String endpoint, Response answer) {
        assertThat(answer.asString()).as(endpoint).doesNotContain(MARK, call, "+33123456780");
        switch (CASES.get(endpoint).kind()) {
            case OPEN -> assertThat(answer.statusCode()).as(endpoint).isEqualTo(200);
            case OWN ->
                assertThat(answer.statusCode())
                        .as("%s %s", endpoint, answer.asString())
                        .isIn(200, 201, 429);
            case REFUSED ->
                assertThat(answer.statusCode())
                        .as("%s %s", endpoint, answer.asString())
                        .isIn(401, 403, 404);
        }
        if (endpoint.equals("POST /api/calls/explain")) {
            assertThat(answer.path("outcome").toString()).isEqualTo("refused");
        } else if (CASES.get(endpoint).kind() != Kind.OPEN) {
            assertThat(answer.asString()).as(endpoint).doesNotContain(TRUNK);
        }
    }

    private Response send(RequestSpecification who, String endpoint) {
        String[] parts = endpoint.split(" ");
        String body = CASES.get(endpoint).body();
        RequestSpecification request =
                body.isEmpty() ? who : who.contentType(ContentType.JSON).body(body);
        return request.request(parts[0], parts[1].replaceAll("\\{[a-zA-Z]+}", call));
    }
}
