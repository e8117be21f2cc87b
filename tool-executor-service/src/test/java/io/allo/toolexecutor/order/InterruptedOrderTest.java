// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.toolexecutor.Demo;
import io.allo.toolexecutor.Statements;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The transaction of {@code confirm_order} broken at each of its statements and at its commit: as an error, and by the end of its
 * connection, which is what the end of this process is for the database. Afterwards a repetition makes one whole order.
 */
@QuarkusTest
class InterruptedOrderTest {
    private static final String KILL = "perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(2);";
    private static final String FAIL = "raise exception 'broken on purpose';";
    private static final String SLOW = "perform pg_sleep(0.015);";

    @Inject
    Pool pool;

    @TestHTTPResource
    URI server;

    private String restaurant;
    private Map<String, Object> context;

    /** The statements of the transaction in their order; the last fires at the commit. */
    enum Step {
        KEY("before insert on idempotency"),
        NUMBER("before insert or update on order_counters"),
        CUSTOMER("before insert or update on customers"),
        ORDER("before insert on orders"),
        LINES("before insert on order_lines"),
        FACT("before insert on outbox"),
        ANSWER("before update on idempotency"),
        COMMIT("after insert on orders deferrable initially deferred");

        private final String when;

        Step(String when) {
            this.when = when;
        }

        String trigger() {
            String kind = this == COMMIT ? "create constraint trigger " : "create trigger ";
            return kind + name() + "_broken " + when + " for each row execute function broken()";
        }

        String table() {
            return when.replaceAll(".* on (\\w+).*", "$1");
        }
    }

    @BeforeEach
    void aRestaurant() {
        restaurant = Demo.imported();
        context = Demo.context(restaurant);
    }

    @AfterEach
    void mend() {
        for (Step step : Step.values()) {
            run("drop trigger if exists " + step.name() + "_broken on " + step.table());
        }
        run("drop function if exists broken()");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("A75: an error at any step leaves nothing; the repetition makes one order")
    void anError(Step step) {
        breakAt(step, FAIL);

        Response answer = confirm("call", "key");

        assertThat(answer.statusCode()).isEqualTo(500);
        brokenWithoutATrace(answer);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("A75: a connection that ends at any step leaves nothing; the repetition makes one order")
    void aDeadConnection(Step step) {
        breakAt(step, KILL);

        Response answer = confirm("call", "key");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isNotNull();
        brokenWithoutATrace(answer);
    }

    private void brokenWithoutATrace(Response answer) {
        assertThat(answer.jsonPath().getBoolean("success")).isFalse();
        assertThat(answer.asString()).doesNotContain("broken", "terminat", "sql", "Exception");
        assertThat(count("orders")).isZero();
        mend();

        List<String> answers = IntStream.range(0, 3)
                .mapToObj(i -> confirm("call", "key").asString())
                .distinct()
                .toList();

        assertThat(answers).hasSize(1);
        assertThat(answers.getFirst()).contains("\"success\":true", "\"order_number\":1");
        oneOrderEach(1);
        nothingLeaks();
    }

    @Test
    @DisplayName("A75: the client gone at every 5 ms of a slowed transaction, and back: one order for each")
    void aVanishedClient() throws Exception {
        for (Step step : Step.values()) {
            breakAt(step, SLOW);
        }
        int clients = 40;
        for (int i = 0; i < clients; i++) {
            resetAfter(Duration.ofMillis(5L * i), "call-" + i);
        }

        for (int i = 0; i < clients; i++) {
            String first = confirm("call-" + i, "key-call-" + i).asString();
            assertThat(first).contains("\"success\":true");
            assertThat(confirm("call-" + i, "key-call-" + i).asString()).isEqualTo(first);
        }

        oneOrderEach(clients);
        nothingLeaks();
    }

    private void oneOrderEach(int orders) {
        assertThat(count("orders")).isEqualTo(orders);
        assertThat(statements().one("select count(distinct call_id) from orders where restaurant_id = $1", id()))
                .isEqualTo(orders);
        assertThat(statements().one("select last_number from order_counters where restaurant_id = $1", id()))
                .isEqualTo(orders);
        assertThat(statements().one("select total_orders::bigint from customers where restaurant_id = $1", id()))
                .isEqualTo(orders);
        assertThat(statements()
                        .one(
                                "select count(*) from order_lines l join orders o on o.id = l.order_id where restaurant_id = $1",
                                id()))
                .isEqualTo(2L * orders);
    }

    /** Every connection of the pool can be had at once. */
    private void nothingLeaks() {
        int size = ConfigProvider.getConfig().getValue("quarkus.datasource.reactive.max-size", Integer.class);
        Awaitility.await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> {
            List<SqlConnection> all = IntStream.range(0, size)
                    .mapToObj(i -> pool.getConnection().await().atMost(Duration.ofSeconds(5)))
                    .toList();
            all.forEach(connection -> connection.close().await().atMost(Duration.ofSeconds(5)));
            assertThat(all).hasSize(size);
        });
    }

    private void breakAt(Step step, String how) {
        run("create or replace function broken() returns trigger language plpgsql as $$ begin " + how
                + " return new; end $$");
        run(step.trigger());
    }

    private void run(String sql) {
        pool.query(sql).execute().await().atMost(Duration.ofSeconds(10));
    }

    private Response confirm(String call, String key) {
        return Demo.account()
                .header("Idempotency-Key", key + restaurant)
                .body(body(call))
                .post("/api/ai/tools/confirm-order");
    }

    private Map<String, Object> body(String call) {
        Map<String, Object> body = new HashMap<>(Demo.order());
        body.put("restaurantId", restaurant);
        body.put("item_map", context.get("item_map"));
        body.put("caller_phone", Demo.CALLER);
        body.put("call_id", call);
        return body;
    }

    private void resetAfter(Duration time, String call) throws Exception {
        byte[] bytes = Statements.json(body(call)).getBytes(StandardCharsets.UTF_8);
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
            OutputStream out = socket.getOutputStream();
            out.write(
                    ("POST /api/ai/tools/confirm-order HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\nX-API-Key: "
                                    + Demo.SERVICE_KEY + "\r\nX-Allo-Account: " + Demo.ACCOUNT
                                    + "\r\nIdempotency-Key: key-" + call + restaurant
                                    + "\r\nContent-Length: " + bytes.length + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            out.write(bytes);
            out.flush();
            // Real time is the point: the reset falls at another moment of the transaction each time.
            Thread.sleep(time);
            socket.setSoLinger(true, 0);
        }
    }

    private long count(String table) {
        return statements().one("select count(*) from " + table + " where restaurant_id = $1", id());
    }

    private UUID id() {
        return UUID.fromString(restaurant);
    }

    private Statements statements() {
        return new Statements(pool);
    }
}
