// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.dining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import io.allo.toolexecutor.Demo;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class DiningEndpointsTest {
    private String restaurant;

    @BeforeEach
    void aRestaurant() {
        restaurant = UUID.randomUUID().toString();
        Demo.imported(restaurant, "{\"accountId\":\"" + Demo.ACCOUNT + "\",\"name\":\"Vide\"}")
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @DisplayName(
            "A.15: rooms, tables, services and offers are listed, added, changed and deleted, by their account only")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "rooms           | {}",
                "tables          | {\"seats\":4}",
                "dining-services | {\"dayOfWeek\":[6,7],\"startTime\":\"19:00\",\"endTime\":\"23:00\"}",
                "offers          | {\"prepayment\":12.50,\"prepaymentPerPerson\":true}"
            })
    void theWholeLife(String things, String fields) {
        // When
        String body = "{\"restaurantId\":\"" + restaurant + "\",\"name\":\"Un\",\"colour\":\"red\","
                + fields.substring(1).replaceFirst("^}", "\"isActive\":true}");
        String id = Demo.account()
                .body(body)
                .post("/api/" + things)
                .then()
                .statusCode(201)
                .body("name", equalTo("Un"))
                .body("restaurantId", equalTo(restaurant))
                .body("$", not(hasKey("colour")))
                .extract()
                .path("id");

        // Then
        var other = Demo.service().header("X-Allo-Account", "another");
        other.body(Map.of("id", id, "name", "Volé"))
                .patch("/api/" + things)
                .then()
                .statusCode(404);
        other.delete("/api/" + things + "?id=" + id).then().statusCode(404);
        other.get("/api/" + things + "?restaurantId=" + restaurant).then().statusCode(404);
        Demo.account()
                .body(Map.of("id", id, "name", "Deux"))
                .patch("/api/" + things)
                .then()
                .statusCode(200)
                .body("name", equalTo("Deux"));
        Demo.account()
                .body(Map.of("id", id, "name", 3))
                .patch("/api/" + things)
                .then()
                .statusCode(400)
                .body("error", containsString("name"));
        Demo.account()
                .get("/api/" + things + "?restaurantId=" + restaurant)
                .then()
                .body("name", equalTo(List.of("Deux")));
        Demo.account()
                .delete("/api/" + things + "?id=" + id)
                .then()
                .statusCode(200)
                .body("success", equalTo(true));
        Demo.account().delete("/api/" + things + "?id=" + id).then().statusCode(404);
    }

    @Test
    void aTableStandsInARoomOfItsRestaurantAndAnOfferGoesWithAnItemOfIt() {
        String room = created("rooms", Map.of("name", "Salle"));
        String table = created("tables", Map.of("name", "1", "seats", 2, "diningRoomId", room));
        Demo.account().delete("/api/rooms?id=" + room).then().statusCode(200);
        Demo.account()
                .get("/api/tables?restaurantId=" + restaurant)
                .then()
                .body("[0].id", equalTo(table))
                .body("[0]", not(hasKey("diningRoomId")));
        Demo.account()
                .body(Map.of("id", table, "diningRoomId", room))
                .patch("/api/tables")
                .then()
                .statusCode(400)
                .body("error", containsString("no room of this restaurant"));
        Demo.account()
                .body(Map.of("restaurantId", restaurant, "name", "O", "menuItemId", room))
                .post("/api/offers")
                .then()
                .statusCode(400)
                .body("error", containsString("no item of this restaurant"));
    }

    @Test
    @DisplayName("A17, A18: what is active and open to all is told to the session, and changes its version")
    void theSessionIsTold() {
        // Given
        String before = facts().header("ETag");
        created(
                "dining-services",
                Map.of("name", "Soir", "dayOfWeek", List.of(1, 2), "startTime", "19:00", "endTime", "22:00"));
        Map<String, Object> closed = new HashMap<>(
                Map.of("name", "Privé", "dayOfWeek", List.of(1), "startTime", "19:00", "endTime", "22:00"));
        closed.put("isPrivate", true);
        created("dining-services", closed);
        created("offers", Map.of("name", "Fête", "type", "standard", "validUntil", "2030-01-01"));
        created("offers", Map.of("name", "Fermée", "isBookable", false));

        // Then
        assertThat(facts().header("ETag")).isNotEqualTo(before);
        assertThat(facts().jsonPath().getList("services.name")).isEqualTo(List.of("Soir"));
        assertThat(facts().jsonPath().getList("offers.name")).isEqualTo(List.of("Fête"));
        assertThat(facts().jsonPath().getString("offers[0].type")).isNull();
        assertThat(facts().jsonPath().getString("services[0].startTime")).isEqualTo("19:00");
    }

    private Response facts() {
        return Demo.service().get("/internal/restaurants/" + restaurant + "/session-facts");
    }

    private String created(String things, Map<String, ?> fields) {
        Map<String, Object> body = new HashMap<>(fields);
        body.put("restaurantId", restaurant);
        return Demo.account()
                .body(body)
                .post("/api/" + things)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }
}
