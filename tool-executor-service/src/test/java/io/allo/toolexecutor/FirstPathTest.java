// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The road of one order: import, facts, tool call. */
@QuarkusTest
class FirstPathTest {
    @Test
    @DisplayName("A17, A25: the facts give the imported menu in numbering order, with an ETag")
    void factsFollowTheImport() {
        // Given
        String restaurant = Demo.imported();

        // When
        var answer = Demo.service().get("/internal/restaurants/" + restaurant + "/session-facts");

        // Then
        answer.then().statusCode(200);
        JsonPath facts = answer.jsonPath();
        assertThat(facts.getList("categories.name", String.class))
                .containsExactly("Entrées", "Pizzas", "Desserts", "Boissons");
        assertThat(facts.getList("categories[1].items.name", String.class)).startsWith("Margherita", "Reine");
        assertThat(facts.getList("setMenus.name", String.class)).containsExactly("Menu midi");
        assertThat(facts.getList("faqs")).hasSize(6);
        assertThat(facts.getBoolean("restaurant.reservationEnabled")).isTrue();
        assertThat(answer.header("ETag")).isEqualTo("\"" + facts.getLong("version") + "\"");
    }

    @Test
    @DisplayName("A42, A65, A66, A72, A73: confirm_order becomes a stored order with real item ids")
    void anOrderIsConfirmedThroughTheTool() {
        // Given
        String restaurant = Demo.imported();
        Map<String, Object> context = Demo.context(restaurant);

        // When
        JsonPath answer = Demo.execute(UUID.randomUUID().toString(), "call_1", "confirm_order", Demo.order(), context)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        // Then
        assertThat(answer.getBoolean("result.success")).isTrue();
        assertThat(answer.getInt("result.order_number")).isEqualTo(1);
        assertThat(answer.getString("result.mode")).isEqualTo("prete");
        assertThat(answer.getString("result.heure_estimee")).matches("\\d\\d:\\d\\d");
        assertThat(answer.getMap("result"))
                .containsOnlyKeys("success", "order_id", "order_number", "message", "heure_estimee", "mode");
    }

    @Test
    @DisplayName("A75: the same tool call again gets the same answer and makes no second order")
    void aRepeatedToolCallIsAnsweredFromTheStore() {
        // Given
        String restaurant = Demo.imported();
        Map<String, Object> context = Demo.context(restaurant);
        String conversation = UUID.randomUUID().toString();
        String first = Demo.execute(conversation, "call_1", "confirm_order", Demo.order(), context)
                .asString();

        // When
        String second = Demo.execute(conversation, "call_1", "confirm_order", Demo.order(), context)
                .asString();

        // Then
        assertThat(second).isEqualTo(first);
        JsonPath later = Demo.execute(UUID.randomUUID().toString(), "call_1", "confirm_order", Demo.order(), context)
                .jsonPath();
        assertThat(later.getInt("result.order_number")).isEqualTo(2);
    }

    @Test
    @DisplayName("A76: an empty order is refused in words")
    void anEmptyOrderIsRefused() {
        // Given
        String restaurant = Demo.imported();
        Map<String, Object> empty = Map.of("order_type", "pickup", "items", List.of(), "total", 0);

        // When
        JsonPath answer = Demo.execute(
                        UUID.randomUUID().toString(), "call_1", "confirm_order", empty, Demo.context(restaurant))
                .jsonPath();

        // Then
        assertThat(answer.getBoolean("result.success")).isFalse();
        assertThat(answer.getString("result.error")).contains("vide");
    }
}
