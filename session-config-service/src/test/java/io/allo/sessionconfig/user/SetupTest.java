// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.user;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.allo.sessionconfig.sipaccount.Sql;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The first administrator of an empty installation. The people of other tests stand aside meanwhile. */
@QuarkusTest
class SetupTest {
    @Inject
    Sql sql;

    @Inject
    FirstAdministrator first;

    @BeforeEach
    void nobody() {
        sql.run("alter table users rename to users_aside; create table users (like users_aside including defaults)");
        sql.run("delete from login_attempts");
    }

    @AfterEach
    void everybody() {
        sql.run("drop table users; alter table users_aside rename to users");
    }

    @Test
    void whoKnowsTheCodeBecomesTheAdministratorOnce() {
        given().get("/api/setup").then().statusCode(200).body("needed", equalTo(true));
        assertThat(first.code()).matches("[0-9A-V]{4}(-[0-9A-V]{4}){3}");

        make(first.code().toLowerCase(Locale.ROOT).replace('-', ' '), "anna@example.com")
                .then()
                .statusCode(201)
                .body("role", equalTo("admin"))
                .body("accountId", nullValue());

        given().get("/api/setup").then().statusCode(200).body("needed", equalTo(false));
        make(first.code(), "eve@example.com").then().statusCode(409);
        assertThat(sql.texts("select email from users")).containsExactly("anna@example.com");
        assertThat(sql.texts("select actor from audit_log where action = 'user.created' and object = 'user:'"
                        + " || (select id from users)"))
                .containsExactly("setup");
    }

    @Test
    void ofTwoAtOnceOneIsTheFirst() {
        CompletableFuture<Response> anna = CompletableFuture.supplyAsync(() -> make(first.code(), "anna@example.com"));
        CompletableFuture<Response> bob = CompletableFuture.supplyAsync(() -> make(first.code(), "bob@example.com"));

        assertThat(List.of(anna.join().statusCode(), bob.join().statusCode())).containsExactlyInAnyOrder(201, 409);
        assertThat(sql.texts("select id from users")).hasSize(1);
    }

    @Test
    void whoGuessesTheCodeIsStopped() {
        for (int i = 0; i < 10; i++) {
            make("GUES-S000-0000-000" + i, "eve@example.com").then().statusCode(403);
        }
        make(first.code(), "eve@example.com")
                .then()
                .statusCode(429)
                .header("Retry-After", Integer::parseInt, org.hamcrest.Matchers.greaterThan(0));
        given().get("/api/setup").then().body("needed", equalTo(true));
    }

    private static Response make(String code, String email) {
        return given().contentType("application/json")
                .body(Map.of("code", code, "email", email, "name", "Anna", "password", People.PASSWORD))
                .post("/api/setup");
    }
}
