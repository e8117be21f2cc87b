// SPDX-License-Identifier: Apache-2.0
package io.allo.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way out against real servers on loopback, which only a list opens. */
class EgressClientTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Map<String, String> SECRET = Map.of("Authorization", "Bearer s3cret", "Accept", "text/plain");

    private final Vertx vertx = Vertx.vertx();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final CountDownLatch hang = new CountDownLatch(1);
    private HttpServer server;
    private HttpServer other;
    private EgressClient client;

    @BeforeEach
    void servers() throws IOException {
        server = started();
        other = started();
        client = client(Set.of(origin(server), origin(other)));
    }

    @AfterEach
    void stop() {
        hang.countDown();
        client.close();
        server.stop(0);
        other.stop(0);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private EgressClient client(Set<String> allowed) {
        return new EgressClient(vertx, new EgressLimits(allowed, Duration.ofSeconds(20), 1000));
    }

    private static String origin(HttpServer of) {
        return "127.0.0.1:" + of.getAddress().getPort();
    }

    private HttpServer started() throws IOException {
        HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        started.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        started.createContext("/", exchange -> {
            seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            switch (exchange.getRequestURI().getPath()) {
                case "/hang" -> await();
                case "/large" -> answer(exchange, 200, "x".repeat(2000));
                case "/large-chunked" -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write("x".repeat(2000).getBytes(StandardCharsets.UTF_8));
                }
                case "/stream" -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write("data: 1\n\n".getBytes(StandardCharsets.UTF_8));
                    exchange.getResponseBody().flush();
                    await();
                }
                case "/cut" -> exchange.close();
                case "/to" -> {
                    String[] query = exchange.getRequestURI().getQuery().split(",", 2);
                    exchange.getResponseHeaders().add("Location", query[1]);
                    answer(exchange, Integer.parseInt(query[0]), "");
                }
                default -> answer(exchange, 200, "hello");
            }
            exchange.close();
        });
        started.start();
        return started;
    }

    private void await() {
        try {
            hang.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private String get(String path) {
        return send(client, "GET", "http://" + origin(server) + path, null, LIMIT)
                .body()
                .toString();
    }

    private static EgressResponse send(EgressClient by, String method, String url, String body, Duration limit) {
        Buffer bytes = body == null ? null : Buffer.buffer(body);
        return by.send(EgressRequest.of(method, URI.create(url), SECRET, bytes, limit))
                .await()
                .atMost(Duration.ofMinutes(1));
    }

    private static EgressException failure(EgressClient by, String method, String url) {
        Throwable failure = catchThrowable(() -> send(by, method, url, null, LIMIT));
        assertThat(failure.getCause()).as("of %s", failure).isInstanceOf(EgressException.class);
        return (EgressException) failure.getCause();
    }

    @Test
    void aListedServerAnswers() {
        assertThat(get("/x?a=%2B33")).isEqualTo("hello");
        assertThat(seen).containsExactly("GET /x?a=%2B33 Bearer s3cret");
    }

    /** Each of these is this machine, or a network behind it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "localhost",
                "localhost.",
                "2130706433",
                "0x7f000001",
                "0x7f.0.0.1",
                "0177.0.0.1",
                "017700000001",
                "127.1",
                "0",
                "0.0.0.0",
                "[::1]",
                "[::]",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[::127.0.0.1]",
                "[64:ff9b::7f00:1]",
                "[2002:7f00:1::]",
                "[fe80::1]",
                "[fd00::1]",
                "[fec0::1]",
                "[ff02::1]",
                "10.0.0.1",
                "172.16.0.1",
                "192.168.0.1",
                "169.254.169.254",
                "100.64.0.1",
                "224.0.0.1"
            })
    void whatIsNotPublicIsRefusedInEveryForm(String host) {
        try (EgressClient strict = client(Set.of())) {
            EgressException failure = failure(
                    strict, "POST", "http://" + host + ":" + server.getAddress().getPort() + "/");

            assertThat(failure.sent()).isFalse();
            assertThat(failure)
                    .hasMessageMatching("the URL leads to .*|a number that .*|not an http.*|the host is unknown");
            assertThat(seen).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "ftp://x/", "http://user:pw@127.0.0.1/", "gopher://x", "http:/x"})
    void otherSchemesAndPasswordsInUrlsAreRefused(String url) {
        assertThat(failure(client, "GET", url)).hasMessage("not an http or https URL");
    }

    @Test
    void aNameThatLeadsInsideIsRefusedWhateverElseItLeadsTo() throws Exception {
        InetAddress outside = InetAddress.getByAddress("x", new byte[] {93, (byte) 184, (byte) 215, 14});
        InetAddress inside = InetAddress.getLoopbackAddress();
        EgressLimits limits = new EgressLimits(Set.of(), Duration.ofSeconds(20), 1000);
        try (EgressClient strict = new EgressClient(vertx, limits, host -> new InetAddress[] {outside, inside})) {
            assertThat(failure(strict, "GET", "http://rebind.example/")).hasMessageContaining("not public");
        }
    }

    @Test
    void aNameIsAskedForOnceAndTheCheckedAddressConnectedTo() {
        AtomicInteger asked = new AtomicInteger();
        int port = server.getAddress().getPort();
        EgressLimits limits = new EgressLimits(Set.of("rebind.example:" + port), Duration.ofSeconds(20), 1000);
        try (EgressClient pinned = new EgressClient(vertx, limits, host -> {
            asked.incrementAndGet();
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        })) {
            assertThat(send(pinned, "GET", "http://rebind.example:" + port + "/x", null, LIMIT)
                            .status())
                    .isEqualTo(200);
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void redirectsAreFollowedCheckedAndCounted() {
        assertThat(get("/to?302,/x")).isEqualTo("hello");
        assertThat(seen).endsWith("GET /x Bearer s3cret");

        assertThat(failure(client, "GET", "http://" + origin(server) + "/to?302,http://169.254.169.254/latest"))
                .hasMessageContaining("not public");
        assertThat(failure(client, "GET", "http://" + origin(server) + "/to?302,file:///etc/passwd"))
                .hasMessage("not an http or https URL");
        String loop = "/to?302,/to?302,/to?302,/to?302,/to?302,/x";
        assertThat(failure(client, "GET", "http://" + origin(server) + loop)).hasMessageContaining("more than 3");
    }

    @Test
    void credentialsStayWithTheirOrigin() {
        assertThat(get("/to?307,http://" + origin(other) + "/x")).isEqualTo("hello");
        assertThat(seen).endsWith("GET /x null");
    }

    @Test
    void aPostGoesOnlyWhereItWasSent() {
        String base = "http://" + origin(server);
        assertThat(send(client, "POST", base + "/to?307,/x", "{}", LIMIT).status())
                .isEqualTo(200);
        assertThat(seen).endsWith("POST /x Bearer s3cret");

        assertThat(failure(client, "POST", base + "/to?307,http://" + origin(other) + "/x")
                        .sent())
                .isTrue();
        assertThat(failure(client, "POST", base + "/to?302,/x")).hasMessageContaining("not followed");
    }

    @Test
    void whatIsTooLargeIsCutOff() {
        assertThat(failure(client, "GET", "http://" + origin(server) + "/large"))
                .hasMessageContaining("larger");
        assertThat(failure(client, "GET", "http://" + origin(server) + "/large-chunked"))
                .hasMessageContaining("larger");
    }

    @Test
    void whatHangsEndsInTimeAndMayHaveBeenDone() {
        Throwable failure = catchThrowable(
                () -> send(client, "POST", "http://" + origin(server) + "/hang", "{}", Duration.ofSeconds(2)));

        assertThat(failure.getCause()).isInstanceOfSatisfying(EgressException.class, late -> {
            assertThat(late).hasMessageContaining("2000 ms");
            assertThat(late.sent()).isTrue();
        });
        assertThat(failure(client, "POST", "http://" + origin(server) + "/cut").sent())
                .isTrue();
    }

    @Test
    void aClosedPortCertainlyGotNothing() {
        int port = other.getAddress().getPort();
        other.stop(0);
        assertThat(failure(client, "POST", "http://127.0.0.1:" + port + "/").sent())
                .isFalse();
    }

    @Test
    void aStreamThatDoesNotEndIsReadAsFarAsIsWanted() {
        EgressRequest request = EgressRequest.get(URI.create("http://" + origin(server) + "/stream"), Map.of(), LIMIT)
                .until(answer -> answer.body().toString().endsWith("\n\n"));

        assertThat(client.send(request).await().atMost(LIMIT).body()).hasToString("data: 1\n\n");
    }
}
