// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.availability;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import io.allo.toolexecutor.Demo;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DeliveryCheckTest {
    private static final Map<String, Object> HERE = Map.of("restaurantLat", 48.8566, "restaurantLng", 2.3522);

    @Test
    @DisplayName("A60: the vectors, for a restaurant and for any place")
    void vectors() {
        check(HERE, Map.of("customerLat", 48.87, "customerLng", 2.33, "customerAddress", "1 rue A"))
                .statusCode(200)
                .body("isDeliverable", equalTo(true))
                .body("distanceKm", equalTo(3.1f))
                .body("durationMin", equalTo(10))
                .body("distanceText", equalTo("3.1 km"))
                .body("durationText", equalTo("10 min"))
                .body("estimatedDeliveryMin", equalTo(40))
                .body("customerAddressFormatted", equalTo("1 rue A"))
                .body("googleApiCalls", equalTo(0))
                .body("$", not(hasKey("reason")));
        check(
                        Map.of("restaurantId", Demo.imported()),
                        Map.of("customerLat", 48.9, "customerLng", 2.4, "customerAddress", "x"))
                .statusCode(200)
                .body("isDeliverable", equalTo(false))
                .body("reason", equalTo("distance_8.3km_max_5km"))
                .body("durationMin", equalTo(25))
                .body("customerLat", equalTo(48.9f));
        check(HERE, Map.of("customerLat", 48.9, "customerLng", 2.4, "deliveryRadiusKm", 6, "avgPrepTimeMin", 10))
                .body("isDeliverable", equalTo(true))
                .body("estimatedDeliveryMin", equalTo(35));
    }

    @Test
    @DisplayName("A61: an address is looked up; one that is not found is a refusal")
    void addresses() {
        check(HERE, Map.of("customerAddress", "10 rue de Rivoli", "customerCity", "Paris"))
                .body("isDeliverable", equalTo(true))
                .body("customerAddressFormatted", containsString("Paris"));
        check(HERE, Map.of("customerAddress", "rue Inconnue"))
                .statusCode(200)
                .body("isDeliverable", equalTo(false))
                .body("reason", equalTo("address_not_found"));
    }

    @Test
    @DisplayName("A.7: 404 for an unknown restaurant, 400 without coordinates or address or with unusable ones")
    void badInput() {
        Map<String, Object> address = Map.of("customerAddress", "10 rue de Rivoli");
        check(Map.of("restaurantId", UUID.randomUUID().toString()), address).statusCode(404);
        check(Map.of("restaurantId", "no uuid"), address).statusCode(404);
        check(Map.of(), address).statusCode(400).body("error", containsString("restaurantLat"));
        check(Map.of("restaurantLat", 48.8), address).statusCode(400);
        check(HERE, Map.of()).statusCode(400).body("error", containsString("customerAddress"));
        check(HERE, Map.of("customerLat", 91, "customerLng", 0)).statusCode(400).body("error", containsString("90"));
        check(HERE, Map.of("customerAddress", "x".repeat(400))).statusCode(400);
        check(HERE, Map.of("customerAddress", "x", "deliveryRadiusKm", -1)).statusCode(400);
        check(HERE, Map.of("customerAddress", "x", "avgPrepTimeMin", "soon")).statusCode(400);
    }

    private static ValidatableResponse check(Map<String, ?> start, Map<String, ?> to) {
        Map<String, Object> body = new HashMap<>(start);
        body.putAll(to);
        return Demo.account().body(body).post("/api/delivery/check").then();
    }
}
