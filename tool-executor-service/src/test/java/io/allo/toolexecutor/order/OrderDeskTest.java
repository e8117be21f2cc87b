// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import io.allo.toolexecutor.Demo;
import io.allo.toolexecutor.Statements;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.path.json.config.JsonPathConfig;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders that the staff takes and changes. */
@QuarkusTest
class OrderDeskTest {
    private static final Map<String, Object> PIZZA =
            Map.of("name", "Pizza du jour", "quantity", 2, "unitPrice", 11.5, "notes", "sans olives");

    @Inject
    Pool pool;

    private String restaurant;

    @BeforeEach
    void aRestaurant() {
        restaurant = Demo.imported();
    }

    @Test
    @DisplayName("A.13: an order with resolved items is stored, numbered, scheduled and counted like a confirmed one")
    void anOrderOfTheStaff() {
        JsonPath order = take(Map.of("customerName", "Zoé", "customerPhone", "06 12 34 56 78", "callId", "call-1"))
                .statusCode(201)
                .body("status", equalTo("pending"))
                .body("orderNumber", equalTo(1))
                .body("total", equalTo(23.0f))
                .body("orderType", equalTo("pickup"))
                .body("cookStartAt", notNullValue())
                .body("handoffAt", notNullValue())
                .body("customer.totalOrders", equalTo(1))
                .body("customer.phone", equalTo(Demo.CALLER))
                .body("call.id", equalTo("call-1"))
                .extract()
                .jsonPath();
        JsonPath list =
                Demo.account().get("/api/orders?restaurantId=" + restaurant).jsonPath();
        assertThat(list.getMap("[0]")).isEqualTo(order.getMap(""));
        assertThat(list.getString("[0].source")).isEqualTo("staff");
    }

    @Test
    @DisplayName("A64: a delivery gets the restaurant's fee unless the staff names one")
    void deliveryFees() {
        take(Map.of("orderType", "delivery", "deliveryAddress", "1 rue A"))
                .body("deliveryFee", equalTo(3.5f))
                .body("total", equalTo(26.5f));
        take(Map.of("orderType", "delivery", "deliveryFee", 1)).body("total", equalTo(24.0f));
    }

    @Test
    @DisplayName("A.13: lines are changed, added and deleted; the total follows the lines and the fee")
    void linesAndTotal() {
        // Given
        JsonPath order = take(Map.of("orderType", "delivery")).extract().jsonPath();
        String line = order.getString("items[0].id");

        // Then
        change(order, Map.of("items", List.of(Map.of("id", line, "quantity", 1))))
                .statusCode(200)
                .body("subtotal", equalTo(11.5f))
                .body("total", equalTo(15.0f))
                .body("items[0].notes", equalTo("sans olives"));
        change(
                        order,
                        Map.of(
                                "items",
                                List.of(
                                        Map.of("name", "Eau", "quantity", 1, "unitPrice", 2),
                                        Map.of("id", line, "_delete", true))))
                .body("items", hasSize(1))
                .body("items[0].name", equalTo("Eau"))
                .body("total", equalTo(5.5f));
        change(order, Map.of("total", 5)).body("total", equalTo(5.0f)).body("subtotal", equalTo(2.0f));
        change(order, Map.of("orderType", "pickup"))
                .body("deliveryFee", equalTo(0.0f))
                .body("total", equalTo(2.0f));
        assertThat(stored("[0].total")).isEqualTo("2.00");
        assertThat(new Statements(pool)
                        .one(
                                "select count(*) from order_lines where order_id = $1",
                                UUID.fromString(order.getString("id"))))
                .isEqualTo(1);
    }

    @Test
    void editableFields() {
        JsonPath order = take(Map.of()).extract().jsonPath();
        change(
                        order,
                        Map.of(
                                "customerName", "Léa",
                                "customerPhone", "0698765432",
                                "notes", "vite",
                                "deliveryAddress", "2 rue B",
                                "cookStartAt", order.getString("createdAt"),
                                "handoffAt", order.getString("createdAt"),
                                "estimatedReadyAt", order.getString("createdAt")))
                .statusCode(200)
                .body("customerName", equalTo("Léa"))
                .body("customerPhone", equalTo("+33698765432"))
                .body("notes", equalTo("vite"))
                .body("cookStartAt", equalTo(order.getString("createdAt")))
                .body("estimatedReadyAt", equalTo(order.getString("createdAt")))
                .body("total", equalTo(23.0f));
    }

    @Test
    @DisplayName("A.13: nothing to update is a 400 that names what could be")
    void nothingToUpdate() {
        JsonPath order = take(Map.of()).extract().jsonPath();
        change(order, Map.of()).statusCode(400).body("error", containsString("handoffAt"));
        change(order, Map.of("items", List.of())).statusCode(400);
        change(order, Map.of("colour", "red")).statusCode(400);
        change(order, Map.of("items", List.of(Map.of("id", order.getString("items[0].id"), "_delete", true))))
                .statusCode(400)
                .body("error", containsString("from 1"));
        assertThat(stored("[0].items.size()")).isEqualTo("1");
    }

    @Test
    @DisplayName("A91: an order goes its way step by step")
    void theWayOfADelivery() {
        JsonPath order = take(Map.of("orderType", "delivery")).extract().jsonPath();
        for (String status : List.of("confirmed", "preparing", "ready", "delivering", "completed")) {
            change(order, Map.of("status", status)).statusCode(200).body("status", equalTo(status));
        }
        change(order, Map.of("status", "pending"))
                .statusCode(400)
                .body("error", containsString("completed"))
                .body("error", containsString("it has ended"));
    }

    @ParameterizedTest
    @EnumSource(OrderStatus.class)
    @DisplayName("A91: from every status only the steps of the table, each refusal names what is allowed")
    void everyTransition(OrderStatus from) {
        // Given
        JsonPath order = take(Map.of()).extract().jsonPath();
        List<String> allowed = Map.of(
                        "pending", List.of("confirmed", "cancelled"),
                        "confirmed", List.of("preparing", "cancelled"),
                        "preparing", List.of("ready", "cancelled"),
                        "ready", List.of("completed", "cancelled"),
                        "delivering", List.of("completed", "cancelled"))
                .getOrDefault(from.wireName(), List.of());

        for (OrderStatus to : OrderStatus.values()) {
            // When
            pool.query("update orders set status = '" + from.wireName() + "' where id = '" + order.getString("id")
                            + "'")
                    .execute()
                    .await()
                    .indefinitely();
            ValidatableResponse answer = change(order, Map.of("status", to.wireName()));

            // Then
            if (to == from || allowed.contains(to.wireName())) {
                answer.statusCode(200).body("status", equalTo(to.wireName()));
            } else {
                answer.statusCode(400).body("error", containsString(from.wireName()));
                allowed.forEach(next -> answer.body("error", containsString(next)));
            }
        }
    }

    @Test
    void aCancelledOrderIsTold() {
        JsonPath order = take(Map.of()).extract().jsonPath();
        change(order, Map.of("status", "cancelled")).statusCode(200);
        assertThat(new Statements(pool)
                        .one(
                                "select count(*) from outbox where msg_key = $1 and type like '%OrderCancelled%'",
                                order.getString("id")))
                .isLessThanOrEqualTo(1);
        Demo.account()
                .get("/api/planning/timeline?restaurantId=" + restaurant)
                .then()
                .body("orders", hasSize(0));
    }

    @ParameterizedTest
    @DisplayName("A90: unknown values are refused with the known ones")
    @ValueSource(strings = {"status:eaten:preparing", "orderType:drone:dine_in", "paymentMethod:gold:online"})
    void unknownValues(String row) {
        String[] parts = row.split(":", -1);
        if (!parts[0].equals("status")) {
            take(Map.of(parts[0], parts[1])).statusCode(400).body("error", containsString(parts[2]));
        }
        if (!parts[0].equals("paymentMethod")) {
            JsonPath order = take(Map.of()).extract().jsonPath();
            change(order, Map.of(parts[0], parts[1])).statusCode(400).body("error", containsString(parts[2]));
        }
    }

    @Test
    @DisplayName("A89: the status tells orders of the last 24 hours only")
    void anOldOrderIsNotTold() {
        // Given
        JsonPath order = take(Map.of("customerPhone", Demo.CALLER)).extract().jsonPath();
        String path = "/api/orders/status?restaurantId=" + restaurant + "&phone=0612345678";
        Demo.account()
                .get(path)
                .then()
                .body("found", equalTo(true))
                .body("orders[0].itemsSummary", equalTo("2x Pizza du jour"))
                .body("orders[0].orderType", equalTo("pickup"))
                .body("orders[0].total", equalTo(23.0f));

        // When
        pool.query("update orders set created_at = now() - interval '24 hours 1 second' where id = '"
                        + order.getString("id") + "'")
                .execute()
                .await()
                .indefinitely();

        // Then
        Demo.account().get(path).then().body("found", equalTo(false)).body("orders", hasSize(0));
    }

    @Test
    void anotherAccountsOrderDoesNotExist() {
        JsonPath order = take(Map.of()).extract().jsonPath();
        Demo.service()
                .header("X-Allo-Account", "another")
                .body(Map.of("id", order.getString("id"), "status", "cancelled"))
                .patch("/api/orders")
                .then()
                .statusCode(404);
        assertThat(stored("[0].status")).isEqualTo("pending");
    }

    @Test
    void aRepeatedKeyIsOneOrder() {
        Map<String, Object> body = body(Map.of());
        String key = UUID.randomUUID().toString();
        List<String> ids = Arrays.asList(1, 2).stream()
                .map(i -> Demo.account()
                        .header("Idempotency-Key", key)
                        .body(body)
                        .post("/api/orders")
                        .then()
                        .statusCode(201)
                        .extract()
                        .<String>path("id"))
                .toList();
        assertThat(ids.getFirst()).isEqualTo(ids.getLast());
        assertThat(stored("size()")).isEqualTo("1");
    }

    private String stored(String path) {
        return String.valueOf(Demo.account()
                .get("/api/orders?restaurantId=" + restaurant)
                .jsonPath(JsonPathConfig.jsonPathConfig().numberReturnType(JsonPathConfig.NumberReturnType.BIG_DECIMAL))
                .<Object>get(path));
    }

    private Map<String, Object> body(Map<String, ?> change) {
        Map<String, Object> body = new HashMap<>(Map.of("restaurantId", restaurant, "items", List.of(PIZZA)));
        body.putAll(change);
        return body;
    }

    private ValidatableResponse take(Map<String, ?> change) {
        return Demo.account().body(body(change)).post("/api/orders").then();
    }

    private static ValidatableResponse change(JsonPath order, Map<String, ?> change) {
        Map<String, Object> body = new HashMap<>(change);
        body.put("id", order.getString("id"));
        return Demo.account().body(body).patch("/api/orders").then();
    }
}
