// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.menu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.allo.toolexecutor.Demo;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class MenuChangesTest {
    private String restaurant;

    @BeforeEach
    void aRestaurant() {
        restaurant = Demo.imported();
    }

    @Test
    @DisplayName(
            "A17, A25: an item that is added is numbered next, one that is sold out is not, and a category goes with its items")
    void aChangeIsInTheNextSession() {
        // Given
        String category = id(post(Map.of("type", "category", "name", "Glaces")));
        String item = id(post(Map.of("name", "Sorbet", "price", 4.5, "categoryId", category)));
        assertThat(names()).endsWith("Sorbet");

        // When
        patch(Map.of("id", item, "available", false))
                .then()
                .statusCode(200)
                .body("available", equalTo(false))
                .body("price", equalTo(4.5f))
                .body("categoryId", equalTo(category));

        // Then
        assertThat(names()).doesNotContain("Sorbet");
        patch(Map.of("id", item, "available", true, "price", 5)).then().statusCode(200);
        assertThat(names()).contains("Sorbet");
        patch(Map.of("id", category, "type", "category", "active", false))
                .then()
                .statusCode(200);
        assertThat(names()).doesNotContain("Sorbet");
        Demo.service()
                .header("X-Allo-Account", "another")
                .delete("/api/menu?type=category&id=" + category)
                .then()
                .statusCode(404);
        Demo.account()
                .delete("/api/menu?type=category&id=" + category)
                .then()
                .statusCode(200)
                .body("success", equalTo(true));
        assertThat(Demo.account()
                        .get("/api/menu?restaurantId=" + restaurant)
                        .jsonPath()
                        .getList("items.name"))
                .doesNotContain("Sorbet");
        Demo.account().delete("/api/menu?id=" + item).then().statusCode(404);
    }

    @Test
    @DisplayName("A.4: without a category it is a set menu, whose options may choose among categories and items")
    void setMenus() {
        // Given
        var menu = Demo.account().get("/api/menu?restaurantId=" + restaurant).jsonPath();
        String category = menu.getString("categories[0].id");
        String item = menu.getString("items[0].id");

        // When
        Map<String, Object> lunch = Map.of(
                "name",
                "Midi",
                "price",
                14.9,
                "options",
                List.of(
                        Map.of("name", "Entrée", "source", "category", "categoryId", category, "maxPrice", 7),
                        Map.of("name", "Plat", "source", "items", "itemIds", List.of(item)),
                        Map.of(
                                "name", "Cuisson",
                                "type", "single_choice",
                                "choices", List.of(Map.of("label", "À point", "price_modifier", 0)))));

        // Then
        post(lunch).then().statusCode(201).body("categoryId", nullValue()).body("options.size()", equalTo(3));
        assertThat(facts().getList("setMenus.name")).asList().contains("Midi");
    }

    @ParameterizedTest
    @DisplayName("A.4: an option group of none of the three forms is refused with what is missing")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"name\":\"G\"}                                         | choices",
                "{\"name\":\"G\",\"choices\":[]}                          | choices",
                "{\"name\":\"G\",\"source\":\"category\"}                 | categoryId",
                "{\"name\":\"G\",\"source\":\"items\"}                    | itemIds",
                "{\"name\":\"G\",\"source\":\"magic\",\"choices\":[{\"label\":\"a\"}]} | source",
                "{\"source\":\"items\",\"itemIds\":[]}                    | name",
                "{\"name\":\"G\",\"source\":\"category\",\"categoryId\":\"0b6c0000-0000-4000-8000-000000000000\"} | none of this restaurant"
            })
    void badOptions(String group, String expected) {
        Demo.account()
                .body("{\"restaurantId\":\"" + restaurant + "\",\"name\":\"X\",\"price\":1,\"options\":[" + group
                        + "]}")
                .post("/api/menu")
                .then()
                .statusCode(400)
                .body("error", containsString(expected));
    }

    @Test
    void pricesAreMoney() {
        for (Object price : new Object[] {-1, "cheap", 10_000_000, true}) {
            post(Map.of("name", "X", "price", price)).then().statusCode(400).body("error", containsString("price"));
        }
        post(Map.of("type", "dish", "name", "X", "price", 1)).then().statusCode(400);
    }

    private List<String> names() {
        return facts().getList("categories.items.flatten().name");
    }

    private JsonPath facts() {
        return Demo.service()
                .get("/internal/restaurants/" + restaurant + "/session-facts")
                .jsonPath();
    }

    private Response post(Map<String, Object> fields) {
        Map<String, Object> body = new HashMap<>(fields);
        body.put("restaurantId", restaurant);
        return Demo.account().body(body).post("/api/menu");
    }

    private static Response patch(Map<String, Object> body) {
        return Demo.account().body(body).patch("/api/menu");
    }

    private static String id(Response created) {
        return created.then().statusCode(201).extract().path("id");
    }
}
