// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.site;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.allo.egress.EgressClient;
import io.allo.egress.EgressLimits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Another program is told of ended sessions. */
@QuarkusTest
class NoticeTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String SECRET = "a-secret-of-the-webhook";

    @Inject
    Pool pool;

    @Inject
    NoticeRepository repository;

    @Inject
    Vertx vertx;

    private final String account = "account-" + UUID.randomUUID();
    private final String other = "account-" + UUID.randomUUID();
    private final List<String> paths = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final List<String> signatures = new CopyOnWriteArrayList<>();
    private final List<Integer> answers = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private EgressClient egress;
    private NoticeRelay relay;

    private record Own(URI url, Optional<String> secret) implements NoticeConfig.Target {}

    private record Settings(Map<String, NoticeConfig.Target> accounts, int tries) implements NoticeConfig {
        @Override
        public Duration quiet() {
            return Duration.ofMinutes(30);
        }

        @Override
        public Duration firstPause() {
            return Duration.ofMillis(100);
        }

        @Override
        public Duration timeout() {
            return Duration.ofSeconds(5);
        }
    }

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @BeforeEach
    void listen() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            paths.add(exchange.getRequestURI().getPath());
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            signatures.add(exchange.getRequestHeaders().getFirst("Allo-Signature"));
            exchange.sendResponseHeaders(answers.isEmpty() ? 204 : answers.removeFirst(), -1);
            exchange.close();
        });
        server.start();
        String origin = "127.0.0.1:" + server.getAddress().getPort();
        egress = new EgressClient(vertx, new EgressLimits(Set.of(origin), LIMIT, 100_000));
        Own own = new Own(URI.create("http://" + origin + "/hook"), Optional.of(SECRET));
        Own neighbour = new Own(URI.create("http://" + origin + "/neighbour"), Optional.of("another-secret-of-16"));
        Settings settings = new Settings(Map.of(account, own, other, neighbour), 3);
        relay = new NoticeRelay(vertx, repository, egress, settings, Clock.systemUTC(), meters);
    }

    @AfterEach
    void close() {
        relay.stop(new ShutdownEvent());
        egress.close();
        server.stop(0);
    }

    @Test
    @DisplayName("B72: an ended session is posted, signed, and again until it is taken; then no more")
    void toldUntilTaken() {
        answers.addAll(List.of(503, 500));
        session("ended", "now()");
        session("running", "null");
        relay.start(new StartupEvent());

        await().atMost(LIMIT).until(() -> bodies.size() == 3);
        JsonObject body = new JsonObject(bodies.getLast());
        assertThat(body.getString("event")).isEqualTo("session.ended");
        assertThat(body.getString("session_id")).isEqualTo("ended");
        assertThat(body.getInteger("total_segments")).isZero();
        assertThat(keys).containsOnly(keys.getFirst()).allMatch(key -> key.startsWith("ended-"));
        String signature = signatures.getLast();
        Instant at = Instant.ofEpochSecond(Long.parseLong(signature.substring(2, signature.indexOf(','))));
        assertThat(signature)
                .isEqualTo(NoticeSignature.of(SECRET, at, bodies.getLast().getBytes(UTF_8)));
        await().atMost(LIMIT).until(() -> open() == 0);
        assertThat(bodies).hasSize(3);
        assertThat(outcomes("later")).isEqualTo(2);
        assertThat(outcomes("taken")).isEqualTo(1);
    }

    @Test
    @DisplayName("B72: each account's program hears of its own sessions only, signed with its own secret")
    void eachAccountHasItsOwn() {
        session(other, "theirs", "now()");
        relay.start(new StartupEvent());

        await().atMost(LIMIT).until(() -> bodies.size() == 1);
        assertThat(paths).containsExactly("/neighbour");
        assertThat(new JsonObject(bodies.getFirst()).getString("account_id")).isEqualTo(other);
        String signature = signatures.getFirst();
        Instant at = Instant.ofEpochSecond(Long.parseLong(signature.substring(2, signature.indexOf(','))));
        assertThat(signature)
                .isEqualTo(NoticeSignature.of(
                        "another-secret-of-16", at, bodies.getFirst().getBytes(UTF_8)));
    }

    @Test
    void whatIsRefusedIsGivenUp() {
        answers.add(410);
        session("refused", "now()");
        relay.start(new StartupEvent());

        await().atMost(LIMIT).until(() -> bodies.size() == 1);
        await().atMost(LIMIT).until(() -> open() == 0);
        assertThat(outcomes("refused")).isEqualTo(1);
    }

    @Test
    void aSessionThatFellSilentIsToldAndToldAgainWhenItWentOn() {
        session("silent", "null");
        update("last_at = now() - interval '40 minutes'");
        relay.start(new StartupEvent());
        await().atMost(LIMIT).until(() -> bodies.size() == 1);

        update("ended_at = now(), notice_due = now()");

        await().atMost(LIMIT).until(() -> bodies.size() == 2);
        assertThat(keys.getFirst()).isNotEqualTo(keys.getLast());
    }

    @Test
    void theSignatureIsThatOfTheDocumentation() {
        assertThat(NoticeSignature.of("secret", Instant.ofEpochSecond(1), "{}".getBytes(UTF_8)))
                .isEqualTo("t=1,v1=1122767b193110cfec322b6f199b599edbf608ed087f2d27afb0b97d99523908");
    }

    private double outcomes(String outcome) {
        return meters.counter("allo.console.notices", "outcome", outcome).count();
    }

    private void session(String id, String ended) {
        session(account, id, ended);
    }

    private void session(String owner, String id, String ended) {
        pool.preparedQuery("insert into console_session (account_id, id, ended_at) values ($1, $2, " + ended + ")")
                .execute(Tuple.of(owner, id))
                .await()
                .atMost(LIMIT);
    }

    private void update(String change) {
        pool.preparedQuery("update console_session set " + change + " where account_id = $1")
                .execute(Tuple.of(account))
                .await()
                .atMost(LIMIT);
    }

    private long open() {
        return pool.preparedQuery(
                        "select count(*) as n from console_session where account_id = $1 and ended_at is not null and notice_for is null")
                .execute(Tuple.of(account))
                .await()
                .atMost(LIMIT)
                .iterator()
                .next()
                .getLong("n");
    }
}
