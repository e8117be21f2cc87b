// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.allo.toolexecutor.Demo;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class RestaurantImportTest {
    @Test
    void importingAgainKeepsEveryIdAndRaisesTheVersion() {
        // Given
        String id = Demo.imported();
        String before = menu(id);
        long version = version(id);

        // When
        Demo.imported(id, Demo.document()).then().statusCode(200);

        // Then
        assertThat(menu(id)).isEqualTo(before);
        assertThat(version(id)).isGreaterThan(version);
        assertThat(Demo.account().get("/api/faq?restaurantId=" + id).jsonPath().getList("$"))
                .hasSize(6);
    }

    @Test
    void whatTheDocumentNoLongerNamesIsGone() {
        // Given
        String id = Demo.imported();
        String smaller = "{\"accountId\":\"" + Demo.ACCOUNT
                + "\",\"name\":\"Petit\",\"categories\":[{\"name\":\"Pizzas\",\"items\":[{\"name\":\"Reine\",\"price\":10}]}]}";

        // When
        Demo.imported(id, smaller).then().statusCode(200);

        // Then
        assertThat(Demo.account().get("/api/menu?restaurantId=" + id).jsonPath().getList("items.name"))
                .isEqualTo(List.of("Reine"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"R\"}                                         | accountId is missing",
                "{\"accountId\":\"a\",\"name\":\"\"}                      | name",
                "{\"accountId\":\"a\",\"name\":\"R\",\"timezone\":\"Mars/Olympus\"} | expected: an IANA name",
                "{\"accountId\":\"a\",\"name\":\"R\",\"currency\":\"ZZZ\"}  | expected: an ISO 4217 code",
                "{\"accountId\":\"a\",\"name\":\"R\",\"avgPrepTimeMin\":\"x\"} | avgPrepTimeMin is \"x\" (expected: integer",
                "{\"accountId\":\"a\",\"name\":\"R\",\"categories\":[{\"name\":\"C\",\"items\":[{\"name\":\"I\",\"price\":-1}]}]} | categories.0.items.0.price",
                "{\"accountId\":\"a\",\"name\":\"R\",\"phone\":\"06\"}      | phone is \"06\" (expected: the form",
                "{\"accountId\":\"a\",\"name\":\"R\",\"colour\":\"red\"}    | colour",
                "[]                                                       | expected: object"
            })
    void aDocumentThatDoesNotFitIsRefusedWithWhatWasExpected(String document, String expected) {
        Demo.imported(UUID.randomUUID().toString(), document)
                .then()
                .statusCode(400)
                .body("error", containsString(expected));
    }

    @Test
    void anotherAccountCannotTakeARestaurantOver() {
        // Given
        String id = Demo.imported();

        // Then
        Demo.imported(id, "{\"accountId\":\"thief\",\"name\":\"Mine\"}")
                .then()
                .statusCode(400)
                .body("error", containsString("another account"));
        assertThat(Demo.account().get("/api/restaurants?id=" + id).jsonPath().getString("name"))
                .isEqualTo("Pizzeria Allô");
    }

    @Test
    void anotherRestaurantsDishCannotBeTakenAway() {
        // Given
        String owner = Demo.imported();
        String dish =
                Demo.account().get("/api/menu?restaurantId=" + owner).jsonPath().getString("items[0].id");

        // When
        String document = "{\"accountId\":\"demo\",\"name\":\"R\",\"setMenus\":[{\"id\":\"" + dish
                + "\",\"name\":\"Mine\",\"price\":1}]}";

        // Then
        Demo.imported(UUID.randomUUID().toString(), document)
                .then()
                .statusCode(400)
                .body("error", containsString("another restaurant's"));
        assertThat(menu(owner)).contains(dish);
    }

    private static String menu(String id) {
        return Demo.account().get("/api/menu?restaurantId=" + id).asString();
    }

    private static long version(String id) {
        return Demo.account().get("/api/restaurants?id=" + id).jsonPath().getLong("version");
    }
}
