// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import io.allo.toolexecutor.Demo;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A.14: trips and the orders that follow them. */
@QuarkusTest
class DeliveryTripTest {
    private String restaurant;
    private String first;
    private String second;

    @BeforeEach
    void twoDeliveries() {
        restaurant = Demo.imported();
        first = order("delivery");
        second = order("delivery");
    }

    @Test
    @DisplayName("A.14: started, delivered stop by stop, completed; the orders follow")
    void aWholeTrip() {
        // Given
        JsonPath trip = plan(List.of(second, first))
                .statusCode(201)
                .body("status", equalTo("planning"))
                .body("stops.orderId", contains(second, first))
                .body("stops[0].order.orderNumber", equalTo(2))
                .extract()
                .jsonPath();
        String id = trip.getString("id");

        // Then
        act(id, "start").statusCode(200).body("status", equalTo("in_progress")).body("startedAt", notNullValue());
        assertThat(statuses()).containsExactly("delivering", "delivering");
        act(id, "deliver_stop", "stopId", trip.getString("stops[0].id"))
                .statusCode(200)
                .body("stops[0].status", equalTo("delivered"))
                .body("stops[1].status", equalTo("pending"));
        assertThat(statuses()).containsExactly("completed", "delivering");
        act(id, "deliver_stop", "orderId", second).statusCode(200);
        act(id, "complete").statusCode(200).body("status", equalTo("completed")).body("endedAt", notNullValue());
        assertThat(statuses()).containsExactly("completed", "completed");
        Demo.account()
                .get("/api/delivery-trips/" + id)
                .then()
                .statusCode(200)
                .body("stops.status", contains("delivered", "delivered"));
        Demo.account()
                .get("/api/delivery-trips?restaurantId=" + restaurant + "&status=completed")
                .then()
                .body("id", contains(id));
    }

    @Test
    @DisplayName("A.14: a cancelled trip brings back what is still on its way")
    void aTripGivenUp() {
        String id = plan(List.of(first, second)).extract().path("id");
        act(id, "start");
        act(id, "deliver_stop", "orderId", first);
        act(id, "cancel").statusCode(200).body("status", equalTo("cancelled"));
        assertThat(statuses()).containsExactly("ready", "completed");
        plan(List.of(second)).statusCode(201);
    }

    @Test
    @DisplayName("A91: what may not follow is refused with what may")
    void transitions() {
        String id = plan(List.of(first)).extract().path("id");
        act(id, "complete").statusCode(400).body("error", containsString("one of start, cancel"));
        act(id, "deliver_stop", "orderId", first).statusCode(400);
        act(id, "fly").statusCode(400).body("error", containsString("deliver_stop"));
        act(id, "start").statusCode(200);
        act(id, "start").statusCode(400).body("error", containsString("deliver_stop, complete, cancel"));
        act(id, "deliver_stop", "orderId", second).statusCode(400);
        change(id, Map.of("orderIds", List.of(second))).statusCode(400).body("error", containsString("fixed"));
        change(id, Map.of("driverName", "Karim")).statusCode(200).body("driverName", equalTo("Karim"));
        act(id, "cancel").statusCode(200);
        act(id, "start").statusCode(400).body("error", containsString("it has ended"));
        change(id, Map.of()).statusCode(400);
        String empty = plan(List.of()).statusCode(201).extract().path("id");
        act(empty, "start").statusCode(400).body("error", containsString("no stop"));
        change(empty, Map.of("orderIds", List.of(second, first)))
                .statusCode(200)
                .body("stops", hasSize(2));
        change(empty, Map.of("orderIds", List.of(first))).body("stops.orderId", contains(first));
    }

    @Test
    void ordersThatCannotTravel() {
        plan(List.of(order("pickup"))).statusCode(400).body("error", containsString("no delivery"));
        plan(List.of(UUID.randomUUID().toString())).statusCode(400).body("error", containsString("unknown order"));
        plan(List.of(first, first)).statusCode(400);
        plan(List.of(first)).statusCode(201);
        plan(List.of(first)).statusCode(400).body("error", containsString("another trip"));
        Demo.account().body(Map.of("id", second, "status", "cancelled")).patch("/api/orders");
        plan(List.of(second)).statusCode(400).body("error", containsString("cancelled"));
    }

    @Test
    void anotherAccountsTripDoesNotExist() {
        String id = plan(List.of(first)).extract().path("id");
        var another = Map.of("X-Allo-Account", "another");
        Demo.service().headers(another).get("/api/delivery-trips/" + id).then().statusCode(404);
        Demo.service()
                .headers(another)
                .body(Map.of("action", "start"))
                .patch("/api/delivery-trips/" + id)
                .then()
                .statusCode(404);
        Demo.account().get("/api/delivery-trips/" + UUID.randomUUID()).then().statusCode(404);
        Demo.account().get("/api/delivery-trips/no-uuid").then().statusCode(404);
    }

    private String order(String type) {
        return Demo.account()
                .body(Map.of(
                        "restaurantId", restaurant,
                        "orderType", type,
                        "items", List.of(Map.of("name", "Pizza", "quantity", 1, "unitPrice", 20))))
                .post("/api/orders")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private ValidatableResponse plan(List<String> orderIds) {
        return Demo.account()
                .body(Map.of("restaurantId", restaurant, "orderIds", orderIds))
                .post("/api/delivery-trips")
                .then();
    }

    private static ValidatableResponse act(String id, String action, String... more) {
        Map<String, Object> body = new HashMap<>(Map.of("action", action));
        if (more.length == 2) {
            body.put(more[0], more[1]);
        }
        return change(id, body);
    }

    private static ValidatableResponse change(String id, Map<String, ?> body) {
        return Demo.account().body(body).patch("/api/delivery-trips/" + id).then();
    }

    /** Newest order first. */
    private List<String> statuses() {
        return Demo.account()
                .get("/api/orders?restaurantId=" + restaurant)
                .jsonPath()
                .getList("status");
    }
}
