// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.session;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** {@code GET /api/ai} on this port is session-config-service's. */
@QuarkusTest
class SessionRelayTest {
    @Test
    void theAnswerIsPassedOnWithTheCallersOwnKey() {
        given().header("X-API-Key", "their-key")
                .queryParam("restaurantId", "r")
                .queryParam("callerPhone", "+33612345678")
                .get("/api/ai")
                .then()
                .statusCode(200)
                .body("key", equalTo("their-key"))
                .body("callerPhone", equalTo("+33612345678"));
    }

    @Test
    void refusalsArePassedOnAndAbsenceIsA502WithoutInternals() {
        given().get("/api/ai").then().statusCode(400).body("error", equalTo("restaurantId is required"));
        given().queryParam("restaurantId", "away")
                .get("/api/ai")
                .then()
                .statusCode(502)
                .body("error", not(containsString("secret")));
    }
}
