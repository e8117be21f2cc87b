// SPDX-License-Identifier: Apache-2.0
package io.allo.loginrelay;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A page of this service logs in at its own origin: cookies, the person's address and refusals go through, nothing else does. */
@QuarkusTest
@QuarkusTestResource(StubLogins.class)
class LoginRelayTest {
    @Test
    void theCookieOfTheSessionGoesBothWaysAndNoOtherDoes() {
        Response answer =
                page().cookie("allo_session", "first").cookie("other", "x").post("/api/login/refresh");

        answer.then()
                .statusCode(200)
                .body("path", equalTo("/api/login/refresh"))
                .body("client", equalTo("127.0.0.1"))
                .body("scheme", equalTo("http"))
                .body("page", equalTo("1"))
                .body("cookie", equalTo("allo_session=first"));
        assertThat(answer.headers().getValues("Set-Cookie"))
                .hasSize(2)
                .allSatisfy(cookie ->
                        assertThat(cookie).startsWith("allo_session=next;").contains("HttpOnly"));
        page().post("/api/logout")
                .then()
                .statusCode(200)
                .body("path", equalTo("/api/logout"))
                .body("cookie", nullValue());
    }

    @Test
    void nobodySaysForWhomHeComes() {
        page().header("X-Allo-Client", "192.0.2.1")
                .header("X-Allo-Scheme", "https")
                .contentType("application/json")
                .body("{\"email\":\"a\"}")
                .post("/api/login")
                .then()
                .statusCode(200)
                .body("client", equalTo("127.0.0.1"))
                .body("scheme", equalTo("http"))
                .body("body", equalTo("{\"email\":\"a\"}"));
    }

    @Test
    void whatIsRefusedStaysRefusedAndWhoIsAwayIsA503() {
        json().body("\"stop\"").post("/api/login").then().statusCode(429).header("Retry-After", "7");
        json().body("\"away\"")
                .post("/api/login")
                .then()
                .statusCode(503)
                .body("error", not(containsString("127.0.0.1")));
        json().body("x".repeat(9000)).post("/api/login").then().statusCode(413);
    }

    @Test
    void aPageOfAnotherOriginIsRefused() {
        for (String path : List.of("/api/login", "/api/login/refresh", "/api/logout")) {
            page().header("Sec-Fetch-Site", "same-site").post(path).then().statusCode(403);
            page().header("Origin", "https://evil.example").post(path).then().statusCode(403);
            page().header("Sec-Fetch-Site", "same-origin").post(path).then().statusCode(200);
        }
    }

    @Test
    void anAdministratorSeesTheNamesOfAccountsAndAStrangerNothing() {
        given().header("Authorization", "Bearer admin")
                .get("/api/login/accounts")
                .then()
                .statusCode(200)
                .body("name", equalTo(List.of("Pizzeria")))
                .body("[0].email", nullValue());
        given().header("Authorization", "Bearer stranger")
                .get("/api/login/accounts")
                .then()
                .statusCode(401);
        given().get("/api/login/accounts").then().statusCode(401);
    }

    private static RequestSpecification page() {
        return given().noContentType().header("X-Allo-Page", "1");
    }

    private static RequestSpecification json() {
        return given().contentType("application/json");
    }
}
