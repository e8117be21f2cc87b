// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.testkit.infra.Infrastructure;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The database goes away in the middle of orders and comes back: a clear 503, nothing twice, and nobody has to start anything again. */
@QuarkusTest
class OutageTest {
    private static final int ORDERS = 30;

    @Inject
    Pool pool;

    private String restaurant;
    private Map<String, Object> context;

    @BeforeEach
    void aRestaurant() {
        restaurant = Demo.imported();
        context = Demo.context(restaurant);
    }

    @Test
    @DisplayName("§2: the database gone in the middle of orders")
    void theDatabaseGoesAndComes() throws Exception {
        String database = new Statements(pool).text("select current_database()");
        try (Infrastructure other = Infrastructure.lease("outage-test");
                Connection superuser =
                        DriverManager.getConnection(other.jdbcUrl(), other.postgresUser(), other.postgresPassword());
                ExecutorService clients = Executors.newFixedThreadPool(10)) {
            // When
            List<Future<Response>> running = IntStream.range(0, ORDERS)
                    .mapToObj(i -> clients.submit(() -> confirm(i)))
                    .toList();
            try {
                run(superuser, "alter database \"" + database + "\" with allow_connections false");
                run(
                        superuser,
                        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + database + "'");

                // Then
                for (Future<Response> one : running) {
                    Response answer = one.get();
                    assertThat(answer.statusCode()).as(answer.asString()).isIn(200, 503);
                    assertThat(answer.asString()).doesNotContain("SQL", "Exception", database);
                }
                List<Response> away = List.of(
                        Demo.account().get("/api/orders?restaurantId=" + restaurant),
                        Demo.account().get("/api/calls?restaurantId=" + restaurant),
                        Demo.account().get("/api/stats?restaurantId=" + restaurant),
                        Demo.account()
                                .body(Map.of("restaurantId", restaurant, "content", "x"))
                                .post("/api/messages"),
                        confirm(0));
                assertThat(away).allSatisfy(answer -> {
                    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(503);
                    assertThat(answer.header("Retry-After")).isEqualTo("1");
                    assertThat(answer.jsonPath().getString("error")).isEqualTo("busy, try again");
                });
            } finally {
                run(superuser, "alter database \"" + database + "\" with allow_connections true");
            }
        }

        // And
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> Demo.account()
                                .get("/api/stats?restaurantId=" + restaurant)
                                .statusCode()
                        == 200);
        for (int i = 0; i < ORDERS; i++) {
            assertThat(confirm(i).jsonPath().getBoolean("success")).isTrue();
        }
        Statements statements = new Statements(pool);
        assertThat(statements.one("select count(*) from orders where restaurant_id = $1", id()))
                .isEqualTo(ORDERS);
        assertThat(statements.one("select last_number from order_counters where restaurant_id = $1", id()))
                .isEqualTo(ORDERS);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(statements.one("select count(*) from outbox"))
                        .isZero());
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Response confirm(int number) {
        Map<String, Object> body = new HashMap<>(Demo.order());
        body.put("restaurantId", restaurant);
        body.put("item_map", context.get("item_map"));
        body.put("caller_phone", Demo.CALLER);
        body.put("call_id", "call-" + number);
        return Demo.account()
                .header("Idempotency-Key", number + restaurant)
                .body(body)
                .post("/api/ai/tools/confirm-order");
    }

    private UUID id() {
        return UUID.fromString(restaurant);
    }
}
