// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.stats;

import static org.hamcrest.Matchers.equalTo;

import io.allo.toolexecutor.Demo;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StatsTest {
    @Test
    @DisplayName("A.15: orders, money, questions and messages of the restaurant, of its account only")
    void numbers() {
        // Given
        String restaurant = Demo.imported();
        String path = "/api/stats?restaurantId=" + restaurant;
        Demo.account()
                .get(path)
                .then()
                .statusCode(200)
                .body("averageOrder", equalTo(0))
                .body("totalOrders", equalTo(0));
        Demo.execute(UUID.randomUUID().toString(), "1", "confirm_order", Demo.order(), Demo.context(restaurant));
        Demo.account().body(Map.of("restaurantId", restaurant, "content", "x")).post("/api/messages");
        Demo.account().body(Map.of("restaurantId", restaurant, "question", "x")).post("/api/faq");

        // Then
        Demo.account()
                .get(path)
                .then()
                .body("ordersToday", equalTo(1))
                .body("revenueToday", equalTo(22.5f))
                .body("averageOrder", equalTo(22.5f))
                .body("openOrders", equalTo(1))
                .body("customers", equalTo(1))
                .body("unreadMessages", equalTo(1))
                .body("pendingQuestions", equalTo(1))
                .body("guestsToday", equalTo(0));
        Demo.account().get("/api/stats").then().statusCode(400);
        Demo.service().header("X-Allo-Account", "another").get(path).then().statusCode(404);
    }
}
