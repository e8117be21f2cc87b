// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.allo.contracts.session.SessionFacts;
import io.allo.toolexecutor.Demo;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SessionFactsTest {
    @Test
    void theAnswerIsTheContractsRecord() {
        // Given
        String restaurant = Demo.imported();

        // When
        SessionFacts facts = facts(restaurant, null, null).as(SessionFacts.class);

        // Then
        assertThat(facts.restaurant().deliveryFee()).isEqualByComparingTo("3.50");
        assertThat(facts.restaurant().openingHoursText()).containsKeys("fr", "en");
        assertThat(facts.restaurant().openingHours().get("2")).hasSize(2);
        assertThat(facts.restaurant().totalSeats()).as("of its tables").isEqualTo(26);
        assertThat(facts.categories()).hasSize(4);
        assertThat(facts.categories().get(1).items().get(2).options()).hasSize(1);
        assertThat(facts.customer()).isNull();
    }

    @Test
    @DisplayName(
            "304 while nothing changed and no customer is to be told of; a known caller always gets the whole answer")
    void revalidation() {
        // Given
        String restaurant = Demo.imported();
        String tag = facts(restaurant, null, null).header("ETag");

        // Then
        assertThat(facts(restaurant, null, tag).statusCode()).isEqualTo(304);
        assertThat(facts(restaurant, Demo.CALLER, tag).statusCode()).isEqualTo(304);
        assertThat(facts(restaurant, null, "\"0\"").statusCode()).isEqualTo(200);
        Demo.account()
                .body(Map.of("restaurantId", restaurant, "phone", Demo.CALLER, "firstName", "Zoé"))
                .post("/api/customers")
                .then()
                .statusCode(200);
        Response known = facts(restaurant, "06 12 34 56 78", tag);
        assertThat(known.statusCode()).isEqualTo(200);
        assertThat(known.jsonPath().getString("customer.firstName")).isEqualTo("Zoé");
        assertThat(known.header("ETag")).isEqualTo(tag);
    }

    @Test
    @DisplayName("A17, A20: an answer to a question changes the next facts; pending and ignored questions are not told")
    void answersAreTold() {
        // Given
        String restaurant = Demo.imported();
        String tag = facts(restaurant, null, null).header("ETag");
        String id = Demo.account()
                .body(Map.of("restaurantId", restaurant, "question", "Avez-vous une terrasse ?"))
                .post("/api/faq")
                .then()
                .statusCode(201)
                .body("status", equalTo("pending"))
                .body("answer", nullValue())
                .extract()
                .path("id");
        assertThat(facts(restaurant, null, null).jsonPath().getList("faqs")).hasSize(6);

        // When
        Demo.account()
                .body(Map.of("id", id, "answer", "Oui, l'été."))
                .patch("/api/faq")
                .then()
                .statusCode(200)
                .body("status", equalTo("answered"));

        // Then
        Response after = facts(restaurant, null, tag);
        assertThat(after.statusCode()).isEqualTo(200);
        assertThat(after.header("ETag")).isNotEqualTo(tag);
        assertThat(after.jsonPath().getList("faqs.answer", String.class)).contains("Oui, l'été.");
        Demo.account()
                .body(Map.of("id", id, "status", "ignored"))
                .patch("/api/faq")
                .then()
                .statusCode(200);
        assertThat(facts(restaurant, null, null).jsonPath().getList("faqs")).hasSize(6);
    }

    @Test
    @DisplayName("A25: unavailable items, inactive and empty categories are not numbered")
    void whatIsNotOfferedIsNotNumbered() {
        // Given
        String id = UUID.randomUUID().toString();
        Demo.imported(id, """
                        {"accountId":"%s","name":"R","categories":[
                          {"name":"Fermée","active":false,"items":[{"name":"A","price":1}]},
                          {"name":"Vide","items":[{"name":"B","price":1,"available":false}]},
                          {"name":"Ouverte","items":[{"name":"C","price":1,"available":false},{"name":"D","price":2}]}],
                         "setMenus":[{"name":"M1","price":10},{"name":"M2","price":11,"available":false}]}
                        """.formatted(Demo.ACCOUNT)).then().statusCode(200);

        // When
        var facts = facts(id, null, null).jsonPath();

        // Then
        assertThat(facts.getList("categories.items.flatten().name", String.class))
                .containsExactly("D");
        assertThat(facts.getList("setMenus.name", String.class)).containsExactly("M1");
        Demo.account().get("/api/menu?restaurantId=" + id).then().body("items.size()", equalTo(6));
    }

    @Test
    @DisplayName("A15: an unknown restaurant is a 404")
    void unknownRestaurant() {
        assertThat(facts(UUID.randomUUID().toString(), null, null).statusCode()).isEqualTo(404);
        assertThat(facts("not-a-uuid", null, null).statusCode()).isEqualTo(404);
    }

    private static Response facts(String restaurant, String caller, String tag) {
        var request = Demo.service();
        if (caller != null) {
            request.queryParam("callerPhone", caller);
        }
        if (tag != null) {
            request.header("If-None-Match", tag);
        }
        return request.get("/internal/restaurants/" + restaurant + "/session-facts");
    }
}
