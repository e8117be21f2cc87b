// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.lifecycle;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.allo.contracts.events.TrunkEvent;
import io.allo.gateway.call.InviteRefusals;
import io.allo.gateway.peer.HeardLog;
import io.allo.gateway.peer.SipServerPeer;
import io.allo.gateway.peer.SipText;
import io.allo.gateway.peer.StubSessionConfig;
import io.allo.gateway.peer.TestCall;
import io.allo.gateway.peer.TestPhone;
import io.allo.gateway.peer.TestTrunks;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
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
import org.junit.jupiter.api.Test;

/** A trunk at the whole service: read, registered, taken away (C41, C43, A100). */
@QuarkusTest
@QuarkusTestResource(StubSessionConfig.class)
class TrunkServiceTest extends TrunkFixture {
    private static final Duration CHANGE_OBEYED = Duration.ofSeconds(5);

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
            elsewhere.script(TrunkFixture::answer);
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
}
