// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.gateway.call.GatewayIdentity;
import io.allo.gateway.call.TrunkDirectory;
import io.allo.gateway.compatible.CallBook;
import io.allo.gateway.compatible.QueuedWorkers;
import io.allo.gateway.peer.BridgeUnderTest;
import io.allo.gateway.peer.GatewayUnderTest;
import io.allo.testkit.infra.Infrastructure;
import io.allo.testkit.sip.Sipp;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A101, A102: real callers (SIPp), a real Redis, and workers that open real media sockets for the records they take. */
class QueuedMediaDoorTest {
    private static final String KEY = "queue:door-test";

    @TempDir
    Path folder;

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Vertx vertx = Vertx.vertx();
    private final List<JsonNode> started = new CopyOnWriteArrayList<>();
    private final List<Integer> refused = new CopyOnWriteArrayList<>();
    private Infrastructure servers;
    private Redis redis;
    private BridgeUnderTest bridge;

    @BeforeEach
    void start() {
        servers = Infrastructure.lease("sip-gateway");
        redis = Redis.createClient(vertx, servers.redisUrl());
        Router router = Router.router(vertx);
        HttpServer door = done(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
        URI media = URI.create("ws://127.0.0.1:" + door.actualPort() + "/media");
        bridge = new BridgeUnderTest((loops, book) -> {
            QueuedWorkers workers = workers(loops, book, media);
            new QueuedMediaDoor(new WorkerSide(workers, workers)).routes(router);
            return workers;
        });
    }

    private QueuedWorkers workers(Vertx loops, CallBook book, URI media) {
        return new QueuedWorkers(
                loops,
                redis,
                json,
                new QueuedWorkers.Settings(KEY, media, Duration.ZERO, Duration.ofSeconds(30)),
                new GatewayIdentity("bridge-test", GatewayUnderTest.SERVICE_KEY),
                TrunkDirectory.NONE,
                book,
                Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        bridge.close();
        http.close();
        done(vertx.close());
        servers.close();
    }

    @Test
    void fiftyCallsOfTwoWorkersAreEachTakenByExactlyOne() throws Exception {
        try (Worker first = new Worker();
                Worker second = new Worker()) {
            first.also = second; // both run for every call
            second.also = first;
            Sipp.run(Sipp.scenario("answered.xml"), folder, bridge.port(), "-s", "restaurant", "-m", "50", "-r", "10");
        }

        assertThat(started).extracting(QueuedMediaDoorTest::callOf).hasSize(50).doesNotHaveDuplicates();
        assertThat(refused).hasSize(50).containsOnly(404);
        await().until(() -> bridge.calls().active() == 0);
    }

    @Test
    void tenCallsAreTakenInTheOrderOfTheirComing() throws Exception {
        String numbered = Sipp.scenario("answered.xml").replace("sip:+33123456789@", "sip:[call_number]@");
        try (Sipp callers = Sipp.calling(numbered, folder, bridge.port(), "-s", "restaurant", "-m", "10", "-r", "10")) {
            await().until(() ->
                    done(redis.send(Request.cmd(Command.LLEN).arg(KEY))).toInteger() == 10);
            try (Worker worker = new Worker()) {
                callers.finish();
            }
        }

        assertThat(started)
                .extracting(start -> start.path("start")
                        .path("customParameters")
                        .path("callerPhone")
                        .asText())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 10).mapToObj(String::valueOf).toList());
    }

    private static String callOf(JsonNode start) {
        return start.path("start").path("callSid").asText();
    }

    private static <T> T done(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    /** Takes records from the list, one after the other, and opens the media socket of each. */
    private final class Worker implements AutoCloseable {
        private final Redis own = Redis.createClient(vertx, servers.redisUrl());
        private final List<WebSocket> sockets = new CopyOnWriteArrayList<>();
        private volatile boolean closed;
        private volatile Worker also;
        private final Thread thread = Thread.startVirtualThread(this::run);

        private void run() {
            while (!closed) {
                Response next =
                        done(own.send(Request.cmd(Command.BLPOP).arg(KEY).arg(1)));
                if (next != null) {
                    URI media = mediaOf(next.get(1).toString());
                    Thread rival = also == null ? null : Thread.startVirtualThread(() -> also.connect(media));
                    connect(media);
                    join(rival);
                }
            }
        }

        private URI mediaOf(String record) {
            try {
                return URI.create(json.readTree(record).path("audioWsUrl").asText());
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(record, e);
            }
        }

        private void connect(URI media) {
            try {
                sockets.add(
                        http.newWebSocketBuilder().buildAsync(media, new Ear()).join());
            } catch (CompletionException e) {
                if (e.getCause() instanceof WebSocketHandshakeException late) {
                    refused.add(late.getResponse().statusCode());
                }
            }
        }

        private void join(Thread rival) {
            try {
                if (rival != null) {
                    rival.join();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() throws InterruptedException {
            closed = true;
            thread.join();
            sockets.forEach(WebSocket::abort);
            own.close();
        }
    }

    /** Hears its call begin. */
    private final class Ear implements WebSocket.Listener {
        private final List<CharSequence> parts = new ArrayList<>();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            parts.add(text.toString());
            if (last) {
                hear(String.join("", parts));
                parts.clear();
            }
            socket.request(1);
            return null;
        }

        private void hear(String text) {
            try {
                JsonNode message = json.readTree(text);
                if (message.path("event").asText().equals("start")) {
                    started.add(message);
                }
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(text, e);
            }
        }
    }
}
