// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.lifecycle;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.events.TrunkEvent;
import io.allo.contracts.media.StreamMessage;
import io.allo.contracts.trunk.Trunk;
import io.allo.contracts.trunk.TrunkList;
import io.allo.contracts.worker.WorkerRegistry;
import io.allo.gateway.call.InviteRefusals;
import io.allo.gateway.peer.HeardLog;
import io.allo.gateway.peer.InMemoryWorker;
import io.allo.gateway.peer.SipServerPeer;
import io.allo.gateway.peer.SipText;
import io.allo.gateway.peer.StubSessionConfig;
import io.allo.gateway.peer.TestCall;
import io.allo.gateway.peer.TestPhone;
import io.allo.gateway.peer.TestTrunks;
import io.allo.gateway.signaling.SipEndpoint;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A trunk at the whole service: read, registered, called through, taken away (C41, C43, C46, A100). */
@QuarkusTest
@QuarkusTestResource(StubSessionConfig.class)
class TrunkServiceTest {
    private static final String KEY = "test-service-key-0123456789";
    /** Far under the 30 s after which the trunks are read anew anyhow: what comes in this time came by its event. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration CHANGE_OBEYED = Duration.ofSeconds(5);

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

    private final SipServerPeer trunk = new SipServerPeer();
    private InMemoryWorker worker;

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
        trunk.script(TrunkServiceTest::answer);
    }

    private void gone() throws Exception {
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

    private void announce(Trunk... trunks) throws Exception {
        HttpRequest put = HttpRequest.newBuilder(URI.create(sessionConfig + "/internal/trunks"))
                .PUT(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(new TrunkList(List.of(trunks)))))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            http.send(put, HttpResponse.BodyHandlers.discarding());
        }
    }

    private void registered() throws Exception {
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

    @Test
    void accountIsRegisteredShownCountedAndUnregistered() throws Exception {
        registered();

        assertThat(trunk.requests("REGISTER").getLast().header("Authorization")).contains("algorithm=SHA-256");
        assertThat(redis.value(String.class).get("trunk:{1}:contact")).contains("|sip:token1@127.0.0.1:");
        given().header("X-API-Key", StubSessionConfig.ACCOUNT_KEY)
                .get("/api/trunks")
                .then()
                .body("label", hasItem("trunk 1"))
                .body("[0].password", equalTo(null));
        given().get("/api/trunks").then().statusCode(401);
        given().port(events.managementPort())
                .get("/q/metrics")
                .then()
                .body(containsString("allo_trunk_registered{account=\"1\"} 1.0"));
        given().port(events.managementPort())
                .get("/q/health/ready")
                .then()
                .body(containsString("\"trunksRegistered\": 1"));

        announce();
        await().atMost(PATIENCE)
                .until(() -> trunk.requests("REGISTER").stream()
                        .anyMatch(request -> request.header("Contact").endsWith("expires=0")));
    }

    /** C43 while Kafka brings no news: reading {@code /internal/trunks} is enough. What comes of it is told to everybody. */
    @Test
    void aChangeFollowsByThePollAloneAndEveryStateIsReadBackFromTheBroker() throws Exception {
        List<String> news = new ArrayList<>();
        try (SipServerPeer elsewhere = new SipServerPeer();
                var consumer = new KafkaConsumer<>(
                        Map.of("bootstrap.servers", bootstrap), new StringDeserializer(), new StringDeserializer())) {
            elsewhere.script(TrunkServiceTest::answer);
            var partition = new TopicPartition(prefix + "trunk-events", 0);
            consumer.assign(List.of(partition));
            consumer.seekToEnd(List.of(partition));
            consumer.position(partition);
            registered();

            announce(TestTrunks.of("business", TestTrunks.trunk(1, "sip:gateway@" + elsewhere.address())));
            await().atMost(CHANGE_OBEYED)
                    .until(() -> elsewhere.requests("REGISTER").size() >= 2);

            await().atMost(PATIENCE).untilAsserted(() -> {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    assertThat(record.key()).isEqualTo("1");
                    TrunkEvent event = json.readValue(record.value(), TrunkEvent.class);
                    assertThat(event).isInstanceOf(TrunkEvent.TrunkStateChanged.class);
                    news.add(((TrunkEvent.TrunkStateChanged) event).state());
                }
                assertThat(news)
                        .containsSubsequence("registering", "registered", "unregistered", "registering", "registered");
            });
            gone();
        }
    }

    /** A103: state is told from memory. The thread that reads SIP is held where it logs a refusal. */
    @Test
    void healthAnswersWhileTheSipThreadIsBlocked() throws Exception {
        registered();
        CountDownLatch blocked = new CountDownLatch(1);
        CompletableFuture<String> release = new CompletableFuture<>();
        try (TestPhone phone = new TestPhone(sip.port());
                HeardLog log = new HeardLog(InviteRefusals.class.getName(), line -> {
                    blocked.countDown();
                    release.join();
                })) {
            phone.send(phone.call("anybody").inviteText(TestCall.OFFER).replace("Forwards: 70", "Forwards: 0"));
            assertThat(blocked.await(CHANGE_OBEYED.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            TestCall ping = phone.call("anybody");
            phone.send(ping.request("OPTIONS", ping.target(), TestCall.branch(), 1, "", ""));
            assertThat(phone.expect(SipText::isResponse, Duration.ofMillis(300)))
                    .as("SIP stands still")
                    .isNull();

            assertThat(quickestHealth("\"sip_registered\":true")).isLessThan(Duration.ofMillis(100));

            release.complete("go on");
            phone.expectFinal("OPTIONS");
            assertThat(log.lines()).hasSize(1);
        } finally {
            release.complete("in any case");
        }
    }

    /** Of twenty answers: the machine may be busy with other things, but one that waits for SIP is never quick. */
    private static Duration quickestHealth(String part) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + "/health"))
                .build();
        Duration best = Duration.ofDays(1);
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (int i = 0; i < 20; i++) {
                long begin = System.nanoTime();
                String answer =
                        http.send(request, HttpResponse.BodyHandlers.ofString()).body();
                Duration took = Duration.ofNanos(System.nanoTime() - begin);
                assertThat(answer).contains(part);
                best = took.compareTo(best) < 0 ? took : best;
            }
        }
        return best;
    }

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
