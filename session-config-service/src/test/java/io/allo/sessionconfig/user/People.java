// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.user;

import static io.restassured.RestAssured.given;

import io.allo.sessionconfig.sipaccount.Api;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** People of accounts that belong to one test alone. */
public final class People {
    public static final String PASSWORD = "correct horse 7";

    private People() {}

    /** A new account, its id. */
    public static String account(String key) {
        String id = UUID.randomUUID().toString();
        Api.importBusiness(id, key, null);
        return id;
    }

    /** A new person with {@link #PASSWORD}: his e-mail address. */
    public static String person(@Nullable String account, String role) {
        String email = role + "-" + UUID.randomUUID() + "@example.com";
        Map<String, Object> body =
                new HashMap<>(Map.of("email", email, "name", "Zoé", "role", role, "password", PASSWORD));
        body.put("accountId", account);
        Api.service().body(body).post("/api/users").then().statusCode(201);
        return email;
    }

    public static Response login(String email, String password) {
        return given().contentType("application/json")
                .body(Map.of("email", email, "password", password))
                .post("/api/login");
    }

    /** A new person of this account, logged in: his access token. */
    public static String token(@Nullable String account, String role) {
        return login(person(account, role), PASSWORD)
                .then()
                .statusCode(200)
                .extract()
                .path("accessToken");
    }

    public static RequestSpecification bearer(String token) {
        return given().header("Authorization", "Bearer " + token).contentType("application/json");
    }
}
