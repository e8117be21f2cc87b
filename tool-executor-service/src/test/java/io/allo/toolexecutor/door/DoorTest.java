// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.door;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.allo.toolexecutor.Demo;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who comes in, and what the others are told. */
@QuarkusTest
class DoorTest {
    @ParameterizedTest
    @CsvSource({
        "GET,  /internal/restaurants/5d0e0000-0000-4000-8000-000000000001/session-facts",
        "POST, /internal/tools/execute",
        "GET,  /api/restaurants",
        "GET,  /api/orders",
        "POST, /api/ai/tools/confirm-order",
        "POST, /api/availability/check"
    })
    void nothingOpensWithoutAKey(String method, String path) {
        given().contentType(ContentType.JSON)
                .request(method, path)
                .then()
                .statusCode(401)
                .body("error", containsString("API key"));
        given().header("X-API-Key", "wrong")
                .contentType(ContentType.JSON)
                .request(method, path)
                .then()
                .statusCode(401);
    }

    @Test
    void anAccountKeyOpensItsOwnRestaurantsOnly() {
        // Given
        String restaurant = Demo.imported();

        // Then
        given().header("X-API-Key", StubAccounts.DEMO_KEY)
                .get("/api/restaurants?id=" + restaurant)
                .then()
                .statusCode(200)
                .body("name", equalTo("Pizzeria Allô"))
                .body("latitude", equalTo(48.8566f));
        given().get("/api/menu?restaurantId=" + restaurant + "&key=" + StubAccounts.DEMO_KEY)
                .then()
                .statusCode(200);
        given().header("X-API-Key", StubAccounts.OTHER_KEY)
                .get("/api/restaurants?id=" + restaurant)
                .then()
                .statusCode(404)
                .body("error", containsString("unknown restaurant"));
        given().header("X-API-Key", StubAccounts.OTHER_KEY)
                .get("/api/restaurants")
                .then()
                .statusCode(200)
                .body("size()", equalTo(0));
    }

    @Test
    void anAccountKeyDoesNotOpenTheInternalPaths() {
        given().header("X-API-Key", StubAccounts.DEMO_KEY)
                .contentType(ContentType.JSON)
                .body("{}")
                .post("/internal/tools/execute")
                .then()
                .statusCode(401);
    }

    @Test
    void theServiceKeyNeedsAnAccountOnBusinessPaths() {
        Demo.service().get("/api/restaurants").then().statusCode(401).body("error", containsString("X-Allo-Account"));
    }

    @ParameterizedTest
    @CsvSource({
        "/api/ai/tools/confirm-order, success",
        "/api/ai/tools/cancel-order,  success",
        "/api/availability/check,     available"
    })
    void brokenJsonIsA400InThePathsOwnEnvelope(String path, String field) {
        Demo.account()
                .body("{\"restaurantId\": ")
                .post(path)
                .then()
                .statusCode(400)
                .body(field, equalTo(false))
                .body("error", containsString("JSON"));
        Demo.account().body("[1,2]").post(path).then().statusCode(400).body(field, equalTo(false));
    }

    @ParameterizedTest
    @CsvSource({"/api/customers", "/api/faq", "/api/messages", "/internal/tools/execute"})
    void brokenJsonIsA400InThePlainEnvelope(String path) {
        Demo.account().body("{").post(path).then().statusCode(400).body("error", containsString("JSON"));
    }

    @Test
    void aFieldOfTheWrongTypeIsNamed() {
        Demo.account()
                .body("{\"restaurantId\":\"x\",\"items\":\"pizza\"}")
                .post("/api/ai/tools/confirm-order")
                .then()
                .statusCode(400)
                .body("error", containsString("items"));
    }

    /** By hand: the answer comes before the body, and a client that still writes may lose it with the connection. */
    @Test
    void aBodyBeyondTheLimitIsA413() throws IOException {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(10_000);
            String head = "POST /api/messages HTTP/1.1\r\nHost: localhost\r\nX-API-Key: " + Demo.SERVICE_KEY
                    + "\r\nX-Allo-Account: " + Demo.ACCOUNT
                    + "\r\nContent-Type: application/json\r\nContent-Length: 1100000\r\n\r\n{";
            socket.getOutputStream().write(head.getBytes(US_ASCII));
            socket.getOutputStream().flush();

            assertThat(new String(socket.getInputStream().readNBytes(12), US_ASCII))
                    .isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void anUnknownPathIsA404WithoutInternals() {
        Demo.account().get("/api/nothing").then().statusCode(404);
    }

    @Test
    void anOverlongIdempotencyKeyIsRefused() {
        Demo.account()
                .header("Idempotency-Key", "k".repeat(256))
                .body("{}")
                .post("/api/messages")
                .then()
                .statusCode(400)
                .body("error", containsString("at most 255"));
    }
}
