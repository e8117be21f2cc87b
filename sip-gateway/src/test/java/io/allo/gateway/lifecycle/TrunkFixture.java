// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.lifecycle;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.trunk.Trunk;
import io.allo.contracts.trunk.TrunkList;
import io.allo.contracts.worker.WorkerRegistry;
import io.allo.gateway.peer.InMemoryWorker;
import io.allo.gateway.peer.SipServerPeer;
import io.allo.gateway.peer.SipText;
import io.allo.gateway.peer.StubSessionConfig;
import io.allo.gateway.peer.TestTrunks;
import io.allo.gateway.signaling.SipEndpoint;
import io.quarkus.redis.datasource.RedisDataSource;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A trunk at the whole service, and the worker that takes its calls. */
abstract class TrunkFixture {
    static final String KEY = "test-service-key-0123456789";
    /** Far under the 30 s after which the trunks are read anew anyhow: what comes in this time came by its event. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String WORKER = "worker-of-trunks";
    private static final String ANSWER = """
            v=0\r
            o=callee 1 1 IN IP4 127.0.0.1\r
            s=-\r
            c=IN IP4 127.0.0.1\r
            t=0 0\r
            m=audio 41900 RTP/AVP 8\r
            """;

    @Inject
    SipEndpoint sip;

    @Inject
    RedisDataSource redis;

    @Inject
    CallEventReader events;

    @Inject
    ObjectMapper json;

    @ConfigProperty(name = StubSessionConfig.URL_KEY)
    String sessionConfig;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrap;

    @ConfigProperty(name = "allo.topic-prefix")
    String prefix;

    final SipServerPeer trunk = new SipServerPeer();
    InMemoryWorker worker;

    @BeforeEach
    void workerAndTrunk() {
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
    }

    void gone() throws Exception {
        announce();
        await().atMost(PATIENCE).until(() -> redis.key().keys("trunk:*:holder").isEmpty());
    }

    @AfterEach
    void remove() throws Exception {
        gone();
        redis.key().del(WorkerRegistry.WORKERS, WorkerRegistry.workerKey(WORKER), WorkerRegistry.slotsKey(WORKER));
        worker.close();
        trunk.close();
    }

    static List<String> answer(SipText request) {
        return switch (request.method()) {
            case "REGISTER" ->
                request.header("Authorization") == null
                        ? List.of(SipServerPeer.response(
                                request,
                                401,
                                "r",
                                "",
                                "WWW-Authenticate: Digest realm=\"t\",nonce=\"n\",algorithm=SHA-256,qop=\"auth\""))
                        : List.of(SipServerPeer.response(request, 200, "r", "", "Expires: 300"));
            case "INVITE" -> {
                String contact =
                        "Contact: <sip:callee@" + request.startLine().replaceFirst(".*@([^; ]+).*", "$1") + ">";
                yield List.of(
                        SipServerPeer.response(request, 180, "c", "", contact),
                        SipServerPeer.response(request, 200, "c", ANSWER, contact));
            }
            case "BYE" -> List.of(SipServerPeer.response(request, 200, "c", ""));
            default -> List.of();
        };
    }

    void announce(Trunk... trunks) throws Exception {
        HttpRequest put = HttpRequest.newBuilder(URI.create(sessionConfig + "/internal/trunks"))
                .PUT(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(new TrunkList(List.of(trunks)))))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            http.send(put, HttpResponse.BodyHandlers.discarding());
        }
    }

    void registered() throws Exception {
        Trunk one = TestTrunks.trunk(1, "sip:gateway@" + trunk.address());
        announce(TestTrunks.of("business", one));
        await().atMost(PATIENCE)
                .untilAsserted(() -> given().header("X-API-Key", KEY)
                        .get("/api/trunks")
                        .then()
                        .statusCode(200)
                        .body("", hasSize(1))
                        .body("[0].state", equalTo("registered")));
    }
}
