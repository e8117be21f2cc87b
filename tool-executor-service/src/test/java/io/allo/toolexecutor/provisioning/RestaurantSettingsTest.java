// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.allo.toolexecutor.Demo;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RestaurantSettingsTest {
    @Test
    @DisplayName("A.15: a restaurant is made and changed by its account; what is not named stays")
    void madeAndChanged() {
        // When
        String id = Demo.account()
                .body(Map.of("name", "Chez Nous", "deliveryFee", 2.5, "accountId", "thief", "categories", 5))
                .post("/api/restaurants")
                .then()
                .statusCode(201)
                .body("accountId", equalTo(Demo.ACCOUNT))
                .body("timezone", equalTo("Europe/Paris"))
                .extract()
                .path("id");

        // Then
        Demo.account()
                .body(Map.of("id", id, "reservationEnabled", true, "totalSeats", 12))
                .patch("/api/restaurants")
                .then()
                .statusCode(200)
                .body("reservationEnabled", equalTo(true))
                .body("deliveryFee", equalTo(2.5f));
        Demo.account()
                .body("{\"deliveryFee\":null}")
                .patch("/api/restaurants?id=" + id)
                .then()
                .statusCode(200)
                .body("totalSeats", equalTo(12));
        var stored = Demo.account().get("/api/restaurants?id=" + id).jsonPath();
        assertThat(stored.getString("deliveryFee")).isNull();
        assertThat(stored.getLong("version")).isGreaterThanOrEqualTo(3);
        Demo.account()
                .body(Map.of("id", id, "timezone", "Mars/Olympus"))
                .patch("/api/restaurants")
                .then()
                .statusCode(400)
                .body("error", containsString("timezone"));
        Demo.service()
                .header("X-Allo-Account", "another")
                .body(Map.of("id", id, "name", "Volé"))
                .patch("/api/restaurants")
                .then()
                .statusCode(404);
    }

    @Test
    @DisplayName("A change of settings leaves every other setting as it was")
    void onlyWhatIsNamed() {
        // Given
        String id = Demo.imported();
        Map<String, Object> before =
                Demo.account().get("/api/restaurants?id=" + id).jsonPath().getMap("$");

        // When
        Demo.account()
                .body(Map.of("id", id, "name", "Autre"))
                .patch("/api/restaurants")
                .then()
                .statusCode(200);

        // Then
        Map<String, Object> after =
                Demo.account().get("/api/restaurants?id=" + id).jsonPath().getMap("$");
        before.put("name", "Autre");
        before.put("version", after.get("version"));
        assertThat(after).isEqualTo(before);
    }

    @Test
    @DisplayName("What is exported is imported again without a change")
    void exportAndImport() {
        // Given
        String id = Demo.imported();
        String exported = Demo.service().get("/internal/restaurants/" + id).asString();

        // When
        Demo.imported(id, exported).then().statusCode(200);

        // Then
        assertThat(Demo.service().get("/internal/restaurants/" + id).asString()).isEqualTo(exported);
        assertThat(Demo.account().get("/api/restaurants/export?id=" + id).asString())
                .isEqualTo(exported);
        assertThat(exported).contains("\"tables\":[{", "\"diningServices\":[{", "\"offers\":[{", "\"faqs\":[{");
        Demo.service()
                .header("X-Allo-Account", "another")
                .get("/api/restaurants/export?id=" + id)
                .then()
                .statusCode(404);
        String table =
                Demo.account().get("/api/tables?restaurantId=" + id).jsonPath().getString("[0].id");
        Demo.imported(
                        UUID.randomUUID().toString(),
                        "{\"accountId\":\"" + Demo.ACCOUNT + "\",\"name\":\"R\",\"tables\":[{\"id\":\"" + table
                                + "\",\"name\":\"1\",\"seats\":2}]}")
                .then()
                .statusCode(400)
                .body("error", containsString("another's"));
        Demo.service().get("/internal/restaurants/" + UUID.randomUUID()).then().statusCode(404);
    }
}
