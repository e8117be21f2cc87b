// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.toolexecutor.Demo;
import io.allo.toolexecutor.Statements;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One order per intention, whatever repeats, races or goes away. */
@QuarkusTest
class ExactlyOnceTest {
    @Inject
    Pool pool;

    @TestHTTPResource
    URI server;

    private final HttpClient http = HttpClient.newHttpClient();
    private String restaurant;
    private Map<String, Object> context;

    @BeforeEach
    void aRestaurant() {
        restaurant = Demo.imported();
        context = Demo.context(restaurant);
    }

    @Test
    @DisplayName("A74: 20 parallel orders get 20 increasing numbers without a double")
    void parallelOrdersGetUniqueNumbers() throws Exception {
        // When
        List<String> answers =
                inParallel(20, i -> () -> confirm("call-" + i, null).body());

        // Then
        assertThat(answers).allMatch(answer -> answer.contains("\"success\":true"));
        assertThat(statements().longs("select order_number from orders where restaurant_id = $1", id()))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 20).boxed().toList());
    }

    @Test
    @DisplayName("A75: the same key in parallel makes one order and gives everybody the same answer")
    void oneKeyInParallelIsOneOrder() throws Exception {
        // When
        List<String> answers =
                inParallel(12, i -> () -> confirm("call-" + i, "one-key").body());

        // Then
        assertThat(answers).containsOnly(answers.getFirst());
        assertThat(orders()).isEqualTo(1);
        assertThat(statements().one("select count(*) from customers where restaurant_id = $1", id()))
                .isEqualTo(1);
        assertThat(statements().one("select total_orders::bigint from customers where restaurant_id = $1", id()))
                .isEqualTo(1);
    }

    @Test
    @DisplayName("A75: equal content in the same call in parallel is one order, although every key differs")
    void equalContentInOneCallIsOneOrder() throws Exception {
        // When
        List<String> answers =
                inParallel(8, i -> () -> confirm("same-call", "key-" + i).body());

        // Then
        assertThat(answers).containsOnly(answers.getFirst());
        assertThat(orders()).isEqualTo(1);
    }

    @Test
    void equalContentAfterACancellationIsANewOrder() throws Exception {
        // Given
        confirm("same-call", null);
        Demo.account()
                .body(Map.of("restaurantId", restaurant, "order_number", 1, "caller_phone", Demo.CALLER))
                .post("/api/ai/tools/cancel-order")
                .then()
                .statusCode(200);

        // When
        String answer = confirm("same-call", null).body();

        // Then
        assertThat(answer).contains("\"success\":true");
        assertThat(orders()).isEqualTo(2);
    }

    @Test
    void oneKeyOfTwoAccountsIsTwoActions() throws Exception {
        // Given
        confirm("call-1", "shared-key");

        // When
        String other = http.send(
                        HttpRequest.newBuilder(server.resolve("/api/ai/tools/confirm-order"))
                                .header("Content-Type", "application/json")
                                .header("X-API-Key", Demo.SERVICE_KEY)
                                .header("X-Allo-Account", "other")
                                .header("Idempotency-Key", "shared-key")
                                .POST(HttpRequest.BodyPublishers.ofString(body("call-1")))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();

        // Then
        assertThat(other).contains("unknown restaurant");
    }

    @Test
    @DisplayName("§2: the client gone at any moment: an order with all its parts, or nothing; no connection leaks")
    void aVanishedClientLeavesAllOrNothing() throws Exception {
        // When
        for (int millis = 1; millis <= 60; millis++) {
            resetAfter(millis, "gone-" + millis);
        }
        inParallel(40, i -> () -> resetAfter(i % 20, "storm-" + i));

        // Then
        assertEverythingWhole();
        List<String> later =
                inParallel(20, i -> () -> confirm("later-" + i, null).body());
        assertThat(later).allMatch(answer -> answer.contains("\"success\":true"));
        assertThat(statements()
                        .one("select count(*) from orders where call_id like 'later-%' and restaurant_id = $1", id()))
                .isEqualTo(20);
    }

    @Test
    void aRetryAfterAVanishedClientGetsTheSameOrder() throws Exception {
        // Given
        resetAfter(4, "retry-call");

        // When
        String first = confirm("retry-call", "key-retry-call").body();
        String second = confirm("retry-call", "key-retry-call").body();

        // Then
        assertThat(second).isEqualTo(first);
        assertThat(orders()).isEqualTo(1);
    }

    /** Waits until nothing is in flight, then checks that orders, lines, facts and keys agree. */
    private void assertEverythingWhole() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(
                                statements()
                                        .one(
                                                "select count(*) from pg_stat_activity where datname = current_database()"
                                                        + " and (state like 'idle in transaction%' or (state = 'active' and pid <> pg_backend_pid()))"))
                        .isZero());
        assertThat(statements()
                        .one(
                                "select count(*) from orders o where restaurant_id = $1"
                                        + " and (select count(*) from order_lines l where l.order_id = o.id) <> 2",
                                id()))
                .isZero();
        long orders = orders();
        assertThat(statements().one("select total_orders::bigint from customers where restaurant_id = $1", id()))
                .isEqualTo(orders);
        assertThat(statements().one("select last_number from order_counters where restaurant_id = $1", id()))
                .isEqualTo(orders);
        assertThat(statements()
                        .one(
                                "select count(*) from idempotency i where operation = 'confirm-order' and status is not null"
                                        + " and exists (select 1 from orders o where o.restaurant_id = $1"
                                        + " and i.body like '%' || o.id || '%')",
                                id()))
                .isEqualTo(orders);
        assertThat(statements().one("select count(*) from idempotency where status is null"))
                .isZero();
    }

    private Void resetAfter(int millis, String call) throws Exception {
        String body = body(call);
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
            OutputStream out = socket.getOutputStream();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            out.write(
                    ("POST /api/ai/tools/confirm-order HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\nX-API-Key: "
                                    + Demo.SERVICE_KEY + "\r\nX-Allo-Account: " + Demo.ACCOUNT
                                    + "\r\nIdempotency-Key: key-" + call
                                    + "\r\nContent-Length: " + bytes.length + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            out.write(bytes);
            out.flush();
            // The point of this test is real time: the reset falls at a different moment of the transaction each time.
            Thread.sleep(millis);
            socket.setSoLinger(true, 0);
        }
        return null;
    }

    private HttpResponse<String> confirm(String call, String key) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve("/api/ai/tools/confirm-order"))
                .header("Content-Type", "application/json")
                .header("X-API-Key", Demo.SERVICE_KEY)
                .header("X-Allo-Account", Demo.ACCOUNT)
                .POST(HttpRequest.BodyPublishers.ofString(body(call)));
        if (key != null) {
            request.header("Idempotency-Key", key + restaurant);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String body(String call) {
        Map<String, Object> body = new HashMap<>(Demo.order());
        body.put("restaurantId", restaurant);
        body.put("item_map", context.get("item_map"));
        body.put("caller_phone", Demo.CALLER);
        body.put("call_id", call);
        return Statements.json(body);
    }

    private static <T> List<T> inParallel(int times, IntFunction<Callable<T>> work) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(times)) {
            List<Future<T>> running = IntStream.range(0, times)
                    .mapToObj(i -> threads.submit(() -> {
                        start.await();
                        return work.apply(i).call();
                    }))
                    .toList();
            start.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get());
            }
            return results;
        }
    }

    private long orders() {
        return statements().one("select count(*) from orders where restaurant_id = $1", id());
    }

    private UUID id() {
        return UUID.fromString(restaurant);
    }

    private Statements statements() {
        return new Statements(pool);
    }
}
