// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.user;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.allo.sessionconfig.sipaccount.Sql;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Our pages stay logged in by a cookie. */
@QuarkusTest
class PageLoginTest {
    private static final String COOKIE = "allo_session";

    @Inject
    Sql sql;

    @Test
    void aPageGetsACookieThatNoScriptReadsAndNoRefreshTokenInTheBody() {
        Response login = logIn(page());

        login.then().statusCode(200).body("accessToken", notNullValue()).body("refreshToken", nullValue());
        assertThat(login.header("Cache-Control")).isEqualTo("no-store");
        List<String> cookies = login.headers().getValues("Set-Cookie");
        assertThat(cookies)
                .hasSize(2)
                .allSatisfy(cookie -> assertThat(cookie)
                        .startsWith(COOKIE + "=")
                        .containsIgnoringCase("HttpOnly")
                        .containsIgnoringCase("SameSite=Strict")
                        .containsPattern("(?i)Max-Age=12[0-9]{5}")
                        .doesNotContainIgnoringCase("Secure"));
        assertThat(cookies).anyMatch(cookie -> cookie.matches("(?i).*Path=\"?/api/login\"?(;.*|$)"));
        assertThat(cookies).anyMatch(cookie -> cookie.matches("(?i).*Path=\"?/api/logout\"?(;.*|$)"));
    }

    @Test
    void behindTlsTheCookieIsSecure() {
        Response login =
                logIn(page().header("X-API-Key", "test-service-key-0123456789").header("X-Allo-Scheme", "https"));

        assertThat(login.headers().getValues("Set-Cookie"))
                .hasSize(2)
                .allSatisfy(cookie -> assertThat(cookie).containsIgnoringCase(";Secure"));
    }

    @Test
    void whoGuessesThroughAnotherServicesPageIsStoppedByHisOwnAddress() {
        String email = People.person(People.account("page-login-key-" + UUID.randomUUID()), "staff");
        for (int i = 0; i < 10; i++) {
            through("192.0.2.1", email, "guess number " + i).then().statusCode(401);
        }

        through("192.0.2.1", email, People.PASSWORD).then().statusCode(429);
        through("192.0.2.2", email, People.PASSWORD).then().statusCode(200);
    }

    private static Response through(String client, String email, String password) {
        return page().header("X-API-Key", "test-service-key-0123456789")
                .header("X-Allo-Client", client)
                .contentType("application/json")
                .body(Map.of("email", email, "password", password))
                .post("/api/login");
    }

    @Test
    void theCookieRefreshesAndRotatesWithoutABody() {
        String first = logIn(page()).cookie(COOKIE);

        Response refreshed = page().cookie(COOKIE, first).post("/api/login/refresh");

        refreshed.then().statusCode(200).body("accessToken", notNullValue()).body("refreshToken", nullValue());
        page().contentType("application/json")
                .body("")
                .cookie(COOKIE, refreshed.cookie(COOKIE))
                .post("/api/login/refresh")
                .then()
                .statusCode(200);
        String second = refreshed.cookie(COOKIE);
        assertThat(second).isNotEqualTo(first).isNotEmpty();
        sql.run("update login_sessions set changed_at = changed_at - interval '31 seconds'");
        page().cookie(COOKIE, first).post("/api/login/refresh").then().statusCode(401);
        page().cookie(COOKIE, second).post("/api/login/refresh").then().statusCode(401);
    }

    @Test
    void withoutTheHeaderNoCookieIsLookedAt() {
        String cookie = logIn(page()).cookie(COOKIE);

        for (String path : List.of("/api/login/refresh", "/api/logout")) {
            given().noContentType().cookie(COOKIE, cookie).post(path).then().statusCode(400);
            given().cookie(COOKIE, cookie)
                    .contentType("application/json")
                    .post(path)
                    .then()
                    .statusCode(400);
            given().cookie(COOKIE, cookie)
                    .header("X-Allo-Page", "yes")
                    .contentType("application/x-www-form-urlencoded")
                    .body("a=b")
                    .post(path)
                    .then()
                    .statusCode(415);
        }
        given().cookie(COOKIE, cookie).get("/api/me").then().statusCode(401);
        page().cookie(COOKIE, cookie).get("/api/me").then().statusCode(401);
        page().cookie(COOKIE, cookie).post("/api/login/refresh").then().statusCode(200);
    }

    @Test
    void aPageOfAnotherOriginIsRefused() {
        String cookie = logIn(page()).cookie(COOKIE);

        page().cookie(COOKIE, cookie)
                .header("Sec-Fetch-Site", "same-site")
                .post("/api/login/refresh")
                .then()
                .statusCode(403);
        page().cookie(COOKIE, cookie)
                .header("Origin", "https://evil.example")
                .post("/api/logout")
                .then()
                .statusCode(403);
        page().cookie(COOKIE, cookie)
                .header("Origin", "http://localhost:" + RestAssured.port)
                .post("/api/login/refresh")
                .then()
                .statusCode(200);
    }

    @Test
    void loggingOutEndsTheLoginAndClearsTheCookie() {
        String cookie = logIn(page()).cookie(COOKIE);

        Response out = page().cookie(COOKIE, cookie).post("/api/logout");

        out.then().statusCode(204);
        assertThat(out.headers().getValues("Set-Cookie"))
                .hasSize(2)
                .allSatisfy(cleared -> assertThat(cleared).containsIgnoringCase("Max-Age=0"));
        page().cookie(COOKIE, cookie).post("/api/login/refresh").then().statusCode(401);
        page().post("/api/logout").then().statusCode(204);
        page().post("/api/login/refresh").then().statusCode(401);
    }

    private static RequestSpecification page() {
        return given().noContentType().header("X-Allo-Page", "1");
    }

    private static Response logIn(RequestSpecification who) {
        String email = People.person(People.account("page-login-key-" + UUID.randomUUID()), "staff");
        return who.contentType("application/json")
                .body(Map.of("email", email, "password", People.PASSWORD))
                .post("/api/login");
    }
}
