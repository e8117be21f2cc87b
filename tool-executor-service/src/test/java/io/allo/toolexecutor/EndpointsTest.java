// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The plain endpoints as an outside application uses them. */
@QuarkusTest
class EndpointsTest {
    @Inject
    Pool pool;

    private String restaurant;

    @BeforeEach
    void aRestaurant() {
        restaurant = Demo.imported();
    }

    @Test
    @DisplayName("A55: availability without a restaurant or with a bad mode is a 400")
    void availabilityInput() {
        check(Map.of("mode", "pickup")).statusCode(400).body("available", equalTo(false));
        check(Map.of("restaurantId", restaurant, "mode", "teleport"))
                .statusCode(400)
                .body("reason", equalTo("unknown_mode"));
        check(Map.of("restaurantId", restaurant)).statusCode(400);
        check(Map.of("restaurantId", restaurant, "mode", "pickup", "requestedTime", "midi"))
                .statusCode(400)
                .body("error", containsString("HH:MM"));
    }

    @Test
    @DisplayName("A59, A62: refusals are 200 with a reason and empty times")
    void availabilityRefusals() {
        check(Map.of("restaurantId", UUID.randomUUID().toString(), "mode", "pickup"))
                .statusCode(200)
                .body("reason", equalTo("restaurant_not_found"))
                .body("estimatedTime", equalTo(""));
        check(Map.of("restaurantId", "no-uuid", "mode", "pickup")).body("reason", equalTo("restaurant_not_found"));
        check(Map.of("restaurantId", restaurant, "mode", "delivery"))
                .body("reason", equalTo("customer_address_required"));
        check(Map.of("restaurantId", restaurant, "mode", "delivery", "customerAddress", "rue Inconnue"))
                .body("reason", equalTo("address_not_found"))
                .body("googleApiCalls", equalTo(0));
    }

    @Test
    @DisplayName("A60: the vectors over HTTP, fields only when they apply")
    void availabilityVectors() {
        Map<String, Object> near = new HashMap<>(Map.of(
                "restaurantId",
                restaurant,
                "mode",
                "delivery",
                "customerAddress",
                "1 rue A",
                "customerLat",
                48.87,
                "customerLng",
                2.33));
        check(near)
                .body("available", equalTo(true))
                .body("deliveryDistanceKm", equalTo(3.1f))
                .body("deliveryDurationMin", equalTo(10))
                .body("deliveryFee", equalTo(3.5f))
                .body("$", not(hasKey("reason")));
        near.putAll(Map.of("customerLat", 48.9, "customerLng", 2.4));
        check(near)
                .body("available", equalTo(false))
                .body("reason", equalTo("distance_8.3km_max_5km"))
                .body("deliveryDistanceKm", equalTo(8.3f))
                .body("$", not(hasKey("deliveryFee")));
        check(Map.of("restaurantId", restaurant, "mode", "pickup")).body("$", not(hasKey("googleApiCalls")));
    }

    @Test
    @DisplayName("A98: a number is blocked in any spelling until it is taken off the list; others never are")
    void blockedPhones() {
        String query = "restaurantId=" + restaurant + "&phone=";
        Demo.account()
                .get("/api/blocked-phones/check?" + query + "0600000009")
                .then()
                .statusCode(200)
                .body("blocked", equalTo(false))
                .body("reason", equalTo(null));
        Map<String, String> spam = Map.of("restaurantId", restaurant, "phone", "06 00 00 00 09", "reason", "spam");
        String id = Demo.account()
                .body(spam)
                .post("/api/blocked-phones")
                .then()
                .statusCode(201)
                .body("phone", equalTo("+33600000009"))
                .extract()
                .path("id");
        Demo.account()
                .body(spam)
                .post("/api/blocked-phones")
                .then()
                .statusCode(200)
                .body("id", equalTo(id));
        for (String spelling : List.of("0600000009", "%2B33600000009", "+33600000009", "0033600000009")) {
            Demo.account()
                    .urlEncodingEnabled(false)
                    .get("/api/blocked-phones/check?" + query + spelling)
                    .then()
                    .body("blocked", equalTo(true))
                    .body("reason", equalTo("spam"));
        }
        Demo.account()
                .get("/api/blocked-phones/check?" + query + "anonymous")
                .then()
                .statusCode(200)
                .body("blocked", equalTo(false));
        Demo.account()
                .get("/api/blocked-phones?restaurantId=" + restaurant)
                .then()
                .body("size()", equalTo(1));
        Demo.account()
                .get("/api/blocked-phones/check?restaurantId=" + restaurant)
                .then()
                .statusCode(400);
        Demo.account()
                .body(Map.of("restaurantId", restaurant, "phone", "nobody"))
                .post("/api/blocked-phones")
                .then()
                .statusCode(400);
        Demo.account()
                .delete("/api/blocked-phones?id=" + UUID.randomUUID())
                .then()
                .statusCode(404);
        Demo.account().delete("/api/blocked-phones?id=" + id).then().body("success", equalTo(true));
        Demo.account()
                .get("/api/blocked-phones/check?" + query + "0600000009")
                .then()
                .body("blocked", equalTo(false));
    }

    @Test
    @DisplayName("A86: customers are upserted by phone; null when there is none")
    void customers() {
        assertThat(Demo.account()
                        .get("/api/customers?restaurantId=" + restaurant + "&phone=0600000001")
                        .asString())
                .isEqualTo("null");
        Demo.account()
                .body(Map.of("restaurantId", restaurant, "phone", "0600000001", "firstName", "Ana", "lastName", "B"))
                .post("/api/customers")
                .then()
                .statusCode(200)
                .body("phone", equalTo("+33600000001"));
        Demo.account()
                .body(Map.of("restaurantId", restaurant, "phone", "+33 6 00 00 00 01", "firstName", "Anna"))
                .post("/api/customers")
                .then()
                .body("firstName", equalTo("Anna"))
                .body("lastName", equalTo("B"));
        Demo.account().get("/api/customers?restaurantId=" + restaurant).then().body("size()", equalTo(1));
        Demo.account()
                .body(Map.of("restaurantId", restaurant))
                .post("/api/customers")
                .then()
                .statusCode(400)
                .body("error", containsString("phone"));
    }

    @Test
    @DisplayName("A87: an identical question is counted, a new one is a 201")
    void questions() {
        Map<String, Object> question =
                Map.of("restaurantId", restaurant, "question", "Un parking ?", "category", "parking");
        String id = Demo.account()
                .body(question)
                .post("/api/faq")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        Demo.account()
                .body(question)
                .post("/api/faq")
                .then()
                .statusCode(200)
                .body("askCount", equalTo(2))
                .body("id", equalTo(id));
        Demo.account()
                .get("/api/faq?restaurantId=" + restaurant + "&for_prompt=true")
                .then()
                .body("size()", equalTo(6));
        Demo.account().body(Map.of("answer", "x")).patch("/api/faq").then().statusCode(400);
        Demo.account()
                .body(Map.of("id", UUID.randomUUID().toString(), "answer", "x"))
                .patch("/api/faq")
                .then()
                .statusCode(404);
        Demo.service()
                .header("X-Allo-Account", "another")
                .body(Map.of("id", id, "answer", "x"))
                .patch("/api/faq")
                .then()
                .statusCode(404);
    }

    @Test
    @DisplayName("A88: a message keeps its category and marks; what was read is no longer unread")
    void messages() {
        String id = Demo.account()
                .body(Map.of("restaurantId", restaurant, "content", "Bonjour", "callerPhone", "0612345678"))
                .post("/api/messages")
                .then()
                .statusCode(201)
                .body("isRead", equalTo(false))
                .body("category", equalTo("other"))
                .body("callerPhone", equalTo("+33612345678"))
                .extract()
                .path("id");
        Demo.account()
                .body(Map.of("id", id, "isRead", true))
                .patch("/api/messages")
                .then()
                .statusCode(200)
                .body("isRead", equalTo(true));
        Demo.account()
                .get("/api/messages?restaurantId=" + restaurant + "&unreadOnly=true")
                .then()
                .body("size()", equalTo(0));
        Demo.account()
                .body(Map.of("restaurantId", restaurant, "content", "x", "category", "poem"))
                .post("/api/messages")
                .then()
                .statusCode(400)
                .body("error", containsString("callback_request"));
    }

    @ParameterizedTest
    @CsvSource({"messages, content", "faq, question"})
    void deletionIsForTheOwnAccount(String path, String field) {
        // Given
        String id = Demo.account()
                .body(Map.of("restaurantId", restaurant, field, "x"))
                .post("/api/" + path)
                .then()
                .statusCode(201)
                .extract()
                .path("id");

        // Then
        Demo.service()
                .header("X-Allo-Account", "another")
                .delete("/api/" + path + "?id=" + id)
                .then()
                .statusCode(404);
        Demo.account()
                .delete("/api/" + path + "?id=" + id)
                .then()
                .statusCode(200)
                .body("success", equalTo(true));
        Demo.account().delete("/api/" + path + "?id=" + id).then().statusCode(404);
        Demo.account().delete("/api/" + path).then().statusCode(400);
    }

    @ParameterizedTest
    @CsvSource({"messages, content, Bonjour", "faq, question, Bonjour ?"})
    void anIdempotencyKeyGetsTheFirstAnswerAgain(String path, String field, String text) {
        // Given
        String key = UUID.randomUUID().toString();
        Map<String, Object> body = Map.of("restaurantId", restaurant, field, text);
        String first = Demo.account()
                .header("Idempotency-Key", key)
                .body(body)
                .post("/api/" + path)
                .asString();

        // When
        var second = Demo.account().header("Idempotency-Key", key).body(body).post("/api/" + path);

        // Then
        assertThat(second.asString()).isEqualTo(first);
        assertThat(second.statusCode()).isEqualTo(201);
    }

    @Test
    void everyListNeedsARestaurantOfTheAccount() {
        for (String path : new String[] {"orders", "faq", "messages", "customers", "menu"}) {
            Demo.account().get("/api/" + path).then().statusCode(400).body("error", containsString("restaurantId"));
            Demo.service()
                    .header("X-Allo-Account", "another")
                    .get("/api/" + path + "?restaurantId=" + restaurant)
                    .then()
                    .statusCode(404);
        }
    }

    @Test
    void connectionsHaveTimeLimitsAndTheOwnSchema() {
        Statements statements = new Statements(pool);
        assertThat(statements.text("show search_path")).isEqualTo("business");
        assertThat(statements.text("show lock_timeout")).isEqualTo("5s");
        assertThat(statements.text("show statement_timeout")).isEqualTo("10s");
        assertThat(statements.text("show idle_in_transaction_session_timeout")).isEqualTo("15s");
    }

    private static ValidatableResponse check(Map<String, Object> body) {
        return Demo.account().body(body).post("/api/availability/check").then();
    }
}
