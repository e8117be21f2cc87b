// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.allo.toolexecutor.Demo;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders through their HTTP paths, as an existing voice server calls them. */
@QuarkusTest
class OrderToolsTest {
    @Inject
    Pool pool;

    private String restaurant;
    private Map<String, Object> context;

    @BeforeEach
    void aRestaurant() {
        restaurant = Demo.imported();
        context = Demo.context(restaurant);
    }

    @ParameterizedTest
    @DisplayName("A68, A73: three order types; delivered ones are 'livree', the others 'prete'")
    @CsvSource({"pickup, prete", "delivery, livree", "dine_in, prete"})
    void orderTypes(String type, String mode) {
        confirm(Map.of("order_type", type)).body("success", equalTo(true)).body("mode", equalTo(mode));
    }

    @Test
    @DisplayName("A65, A69, A79: options, notes, payment, fee and total are stored, the customer is made and counted")
    void everythingIsStored() {
        // Given
        Map<String, Object> pizza = Map.of(
                "id",
                6,
                "quantity",
                2,
                "unit_price",
                12.5,
                "notes",
                "bien cuite",
                "selected_options",
                List.of(Map.of("name", "Base", "choice", "Crème", "extra_price", 0.5)));

        // When
        confirm(Map.of(
                        "order_type", "delivery",
                        "items", List.of(pizza),
                        "delivery_fee", 3.5,
                        "total", 28.5,
                        "payment_method", "card",
                        "notes", "digicode 12",
                        "customer_name", "Zoé"))
                .body("success", equalTo(true));

        // Then
        JsonPath orders = orders();
        assertThat(orders.getList("$")).hasSize(1);
        assertThat(orders.getString("[0].items[0].name")).isEqualTo("Quatre fromages");
        assertThat(orders.getString("[0].items[0].menuItemId")).isEqualTo(itemId("6"));
        assertThat(orders.getString("[0].items[0].selectedOptions[0].choice")).isEqualTo("Crème");
        assertThat(orders.getString("[0].items[0].notes")).isEqualTo("bien cuite");
        assertThat(orders.getFloat("[0].items[0].lineTotal")).isEqualTo(25f);
        assertThat(orders.getFloat("[0].deliveryFee")).isEqualTo(3.5f);
        assertThat(orders.getFloat("[0].total")).isEqualTo(28.5f);
        assertThat(orders.getBoolean("[0].totalMismatch")).isFalse();
        assertThat(orders.getString("[0].paymentMethod")).isEqualTo("card");
        assertThat(orders.getString("[0].notes")).isEqualTo("digicode 12");
        assertThat(orders.getString("[0].source")).isEqualTo("phone_ai");
        assertThat(orders.getString("[0].status")).isEqualTo("pending");
        assertThat(orders.getString("[0].customer.phone")).isEqualTo(Demo.CALLER);
        assertThat(orders.getInt("[0].customer.totalOrders")).isEqualTo(1);
        assertThat(orders.getFloat("[0].customer.totalSpent")).isEqualTo(28.5f);
    }

    @Test
    @DisplayName("A70, A71: time, address, distance and coordinates come from the last availability check")
    void deliveryDataComeFromTheLastCheck() {
        // Given
        Instant ready = Instant.parse("2026-11-21T19:30:00Z");
        Map<String, Object> check = Map.of(
                "estimatedTimeISO", ready.toString(),
                "customerAddressFormatted", "10 rue de Rivoli, 75004 Paris",
                "deliveryDistanceKm", 1.2,
                "customerLat", 48.8556,
                "customerLng", 2.3577);

        // When
        confirm(Map.of("order_type", "delivery", "last_availability_check", check))
                .body("heure_estimee", equalTo("20:30"));

        // Then
        JsonPath orders = orders();
        assertThat(orders.getString("[0].estimatedReadyAt")).isEqualTo(ready.toString());
        assertThat(orders.getString("[0].deliveryAddress")).isEqualTo("10 rue de Rivoli, 75004 Paris");
        assertThat(orders.getFloat("[0].deliveryDistanceKm")).isEqualTo(1.2f);
        assertThat(orders.getFloat("[0].deliveryLat")).isEqualTo(48.8556f);
    }

    @Test
    @DisplayName("A78: without a check the order is ready in 30 minutes, on the restaurant's clocks")
    void aNullCheckIsTolerated() {
        // Given
        Map<String, Object> change = new HashMap<>();
        change.put("last_availability_check", null);
        Instant before = Instant.now();

        // When
        String time = confirm(change).extract().path("heure_estimee");

        // Then
        Instant ready = Instant.parse(orders().getString("[0].estimatedReadyAt"));
        assertThat(Duration.between(before, ready)).isBetween(Duration.ofMinutes(29), Duration.ofMinutes(31));
        assertThat(time).isEqualTo("%tR".formatted(ready.atZone(ZoneId.of("Europe/Paris"))));
    }

    @Test
    @DisplayName("A64: below the minimum a delivery is refused, from 40 on it is free")
    void minimumAndFreeDelivery() {
        // Given
        Map<String, Object> small = Map.of("id", 12, "quantity", 1, "unit_price", 2.5);
        Map<String, Object> large = Map.of("id", 6, "quantity", 4, "unit_price", 12.5);

        // Then
        confirm(Map.of("order_type", "delivery", "items", List.of(small), "total", 6))
                .body("success", equalTo(false))
                .body("error", containsString("15.00"));
        assertThat(orders().getList("$")).isEmpty();
        confirm(Map.of("order_type", "delivery", "items", List.of(large), "delivery_fee", 3.5, "total", 53.5))
                .body("success", equalTo(true));
        JsonPath orders = orders();
        assertThat(orders.getFloat("[0].deliveryFee")).isZero();
        assertThat(orders.getFloat("[0].total")).isEqualTo(50f);
        assertThat(orders.getBoolean("[0].totalMismatch")).isTrue();
        confirm(Map.of("order_type", "pickup", "items", List.of(small), "total", 2.5))
                .body("success", equalTo(true));
    }

    @Test
    @DisplayName("A77: a number that was not on the menu keeps the order with a placeholder")
    void unmappedNumbersKeepTheOrder() {
        // When
        confirm(Map.of("items", List.of(Map.of("id", 99, "quantity", 1, "unit_price", 8)), "total", 8))
                .body("success", equalTo(true));

        // Then
        assertThat(orders().getString("[0].items[0].name")).contains("99");
        assertThat(orders().getString("[0].items[0].menuItemId")).isNull();
    }

    @Test
    void itemsOfAnotherRestaurantAreNotLinked() {
        // Given
        Map<String, Object> foreign = Demo.context(Demo.imported());

        // When
        confirm(Map.of("item_map", foreign.get("item_map"))).body("success", equalTo(true));

        // Then
        assertThat(orders().getString("[0].items[0].menuItemId")).isNull();
        assertThat(orders().getString("[0].items[0].name")).isEqualTo("Margherita");
    }

    @Test
    @DisplayName("A76: what cannot be an order is refused in words with status 200, and nothing is stored")
    void unusableOrdersAreRefused() {
        confirm(Map.of("items", List.of())).body("success", equalTo(false)).body("error", containsString("vide"));
        confirm(Map.of("items", List.of(Map.of("id", 1, "quantity", 0, "unit_price", 5))))
                .body("success", equalTo(false))
                .body("error", containsString("quantity"));
        confirm(Map.of("items", List.of(Map.of("id", 1, "quantity", 1, "unit_price", -5))))
                .body("success", equalTo(false))
                .body("error", containsString("unit_price"));
        confirm(Map.of("items", List.of(Map.of("quantity", 1, "unit_price", 5))))
                .body("success", equalTo(false));
        assertThat(orders().getList("$")).isEmpty();
    }

    @Test
    void hostileTextIsStoredAsItIs() {
        // Given
        String text = "<script>alert(1)</script> '; drop table orders; -- \uD83C\uDF55 \u202Eabc";

        // When
        confirm(Map.of("notes", text, "customer_name", text)).body("success", equalTo(true));

        // Then
        assertThat(orders().getString("[0].notes")).isEqualTo(text);
        assertThat(orders().getString("[0].customerName")).isEqualTo(text);
    }

    @Test
    void aNulCharacterIsDroppedSincePostgresCannotKeepIt() {
        confirm(Map.of("notes", "a\u0000b")).body("success", equalTo(true));
        assertThat(orders().getString("[0].notes")).isEqualTo("ab");
    }

    @Test
    @DisplayName("A72: missing and foreign restaurants")
    void missingAndForeignRestaurants() {
        Demo.account()
                .body(Map.of("items", List.of()))
                .post("/api/ai/tools/confirm-order")
                .then()
                .statusCode(400)
                .body("error", containsString("restaurantId"));
        Demo.service()
                .header("X-Allo-Account", "another")
                .body(body(Map.of()))
                .post("/api/ai/tools/confirm-order")
                .then()
                .statusCode(404)
                .body("success", equalTo(false));
        assertThat(orders().getList("$")).isEmpty();
    }

    @ParameterizedTest
    @DisplayName("A80, A81: the caller cancels from pending and confirmed only; the refusal names the status")
    @ValueSource(strings = {"pending", "confirmed", "preparing", "ready", "delivering", "completed", "cancelled"})
    void cancellationDependsOnTheStatus(String status) {
        // Given
        int number = confirm(Map.of()).extract().path("order_number");
        pool.preparedQuery("update orders set status = $1 where restaurant_id = $2")
                .execute(Tuple.of(status, UUID.fromString(restaurant)))
                .await()
                .indefinitely();

        // When
        ValidatableResponse answer = cancel(number, Demo.CALLER);

        // Then
        if (status.equals("pending") || status.equals("confirmed")) {
            answer.body("success", equalTo(true)).body("message", containsString("1"));
            assertThat(orders().getString("[0].status")).isEqualTo("cancelled");
        } else {
            answer.body("success", equalTo(false)).body("error", containsString(status));
            assertThat(orders().getString("[0].status")).isEqualTo(status);
        }
    }

    @Test
    @DisplayName("A81, A82: only the phone that ordered cancels; the refusal names the number")
    void onlyTheOwnPhoneCancels() {
        // Given
        int number = confirm(Map.of()).extract().path("order_number");

        // Then
        cancel(number, "+33699999999").body("success", equalTo(false)).body("error", containsString("" + number));
        cancel(number, null).body("success", equalTo(false));
        cancel(7777, Demo.CALLER).body("success", equalTo(false)).body("error", containsString("7777"));
        assertThat(orders().getString("[0].status")).isEqualTo("pending");
        cancel(number, "06 12 34 56 78").body("success", equalTo(true));
    }

    @Test
    void cancellationNeedsANumber() {
        Demo.account()
                .body(Map.of("restaurantId", restaurant))
                .post("/api/ai/tools/cancel-order")
                .then()
                .statusCode(400)
                .body("success", equalTo(false));
    }

    @Test
    @DisplayName("A47: the status tells the caller's latest orders")
    void statusOfTheLatestOrders() {
        // Given
        for (int i = 1; i <= 6; i++) {
            confirm(Map.of("call_id", "call-" + i));
        }

        // When
        JsonPath status = Demo.account()
                .get("/api/orders/status?restaurantId=" + restaurant + "&phone=0612345678")
                .jsonPath();

        // Then
        assertThat(status.getBoolean("found")).isTrue();
        assertThat(status.getList("orders.orderNumber", Integer.class)).containsExactly(6, 5, 4, 3, 2);
        assertThat(status.getString("orders[0].itemsSummary")).isEqualTo("1x Margherita, 2x Bruschetta");
        assertThat(status.getInt("orders[0].itemCount")).isEqualTo(2);
        JsonPath nobody = Demo.account()
                .get("/api/orders/status?restaurantId=" + restaurant + "&phone=0699999999")
                .jsonPath();
        assertThat(nobody.getBoolean("found")).isFalse();
        assertThat(nobody.getList("orders")).isEmpty();
    }

    @Test
    void ordersAreFilteredByStatus() {
        // Given
        confirm(Map.of());

        // Then
        Demo.account()
                .get("/api/orders?restaurantId=" + restaurant + "&status=ready,completed")
                .then()
                .body("size()", equalTo(0));
        Demo.account()
                .get("/api/orders?restaurantId=" + restaurant + "&status=eaten")
                .then()
                .statusCode(400);
        Demo.account().get("/api/orders").then().statusCode(400).body("error", containsString("restaurantId"));
    }

    private ValidatableResponse confirm(Map<String, Object> change) {
        return Demo.account()
                .body(body(change))
                .post("/api/ai/tools/confirm-order")
                .then()
                .statusCode(200);
    }

    private Map<String, Object> body(Map<String, Object> change) {
        Map<String, Object> body = new HashMap<>(Demo.order());
        body.put("restaurantId", restaurant);
        body.put("item_map", context.get("item_map"));
        body.put("caller_phone", Demo.CALLER);
        body.put("call_id", UUID.randomUUID().toString());
        body.putAll(change);
        return body;
    }

    private ValidatableResponse cancel(int number, String phone) {
        Map<String, Object> body = new HashMap<>();
        body.put("restaurantId", restaurant);
        body.put("order_number", number);
        body.put("caller_phone", phone);
        return Demo.account()
                .body(body)
                .post("/api/ai/tools/cancel-order")
                .then()
                .statusCode(200);
    }

    private JsonPath orders() {
        return Demo.account().get("/api/orders?restaurantId=" + restaurant).jsonPath();
    }

    private String itemId(String number) {
        Object mapped = ((Map<?, ?>) context.get("item_map")).get(number);
        return String.valueOf(((Map<?, ?>) mapped).get("id"));
    }
}
