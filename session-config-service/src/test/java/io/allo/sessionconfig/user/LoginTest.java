// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.user;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import io.allo.access.AccessTokens;
import io.allo.access.Person;
import io.allo.access.Role;
import io.allo.sessionconfig.sipaccount.Api;
import io.allo.sessionconfig.sipaccount.Sql;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** People log in, stay in, and go out. */
@QuarkusTest
class LoginTest {
    @Inject
    Sql sql;

    @Inject
    MeterRegistry meters;

    @Test
    void aPersonLogsInAndEveryServiceCanCheckHisToken() {
        String account = People.account("login-test-key-" + UUID.randomUUID());
        String email = People.person(account, "staff");

        Response login = People.login(email.toUpperCase(java.util.Locale.ROOT), People.PASSWORD);

        login.then()
                .statusCode(200)
                .body("tokenType", equalTo("Bearer"))
                .body("expiresIn", equalTo(600))
                .body("user.role", equalTo("staff"))
                .body("user.accountId", equalTo(account))
                .body("user.passwordHash", nullValue());
        String keys = given().get("/.well-known/jwks.json")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(keys).doesNotContain("\"d\"");
        Person person = AccessTokens.of(keys)
                .verify(login.path("accessToken"), Instant.now())
                .orElseThrow();
        assertThat(person.accountId()).isEqualTo(account);
        assertThat(person.role()).isEqualTo(Role.STAFF);
        People.bearer(login.path("accessToken"))
                .get("/api/me")
                .then()
                .statusCode(200)
                .body("email", equalTo(email));
    }

    @Test
    void aWrongPasswordAndAnUnknownAddressSoundTheSame() {
        String email = People.person(People.account("login-test-key-" + UUID.randomUUID()), "staff");

        String wrong = People.login(email, "not the password")
                .then()
                .statusCode(401)
                .extract()
                .asString();
        String unknown = People.login("x" + email, "not the password")
                .then()
                .statusCode(401)
                .extract()
                .asString();

        assertThat(wrong).isEqualTo(unknown).contains("email or password is wrong");
    }

    @Test
    void whoGuessesIsStoppedAndTheRightPasswordDoesNotHelpHimThen() {
        String email = People.person(People.account("login-test-key-" + UUID.randomUUID()), "staff");
        double refused = logins("refused");
        double limited = logins("limited");
        for (int i = 0; i < 10; i++) {
            People.login(email, "guess number " + i).then().statusCode(401);
        }

        Response stopped = People.login(email, People.PASSWORD);

        stopped.then().statusCode(429).body("error", containsString("too many"));
        assertThat(Integer.parseInt(stopped.header("Retry-After"))).isBetween(1, 901);
        assertThat(logins("refused") - refused).isEqualTo(10);
        assertThat(logins("limited") - limited).isEqualTo(1);
        sql.run("update login_attempts set window_start = window_start - interval '16 minutes'");
        People.login(email, People.PASSWORD).then().statusCode(200);
    }

    private double logins(String outcome) {
        return meters.counter("allo.logins", "way", "password", "outcome", outcome)
                .count();
    }

    @Test
    void aRefreshTokenWorksOnceAndACopyOfItEndsTheLogin() {
        String email = People.person(People.account("login-test-key-" + UUID.randomUUID()), "owner");
        String first = People.login(email, People.PASSWORD).path("refreshToken");
        String second = refresh(first).then().statusCode(200).extract().path("refreshToken");
        assertThat(second).isNotEqualTo(first);
        // an answer that was lost: the one before still works for half a minute
        String third = refresh(first).then().statusCode(200).extract().path("refreshToken");
        String fourth = refresh(third).then().statusCode(200).extract().path("refreshToken");

        sql.run("update login_sessions set changed_at = changed_at - interval '31 seconds'");
        refresh(third).then().statusCode(401);

        refresh(fourth).then().statusCode(401);
    }

    @Test
    void whoIsLoggedOutOrSwitchedOffRefreshesNothing() {
        String account = People.account("login-test-key-" + UUID.randomUUID());
        String email = People.person(account, "staff");
        Response login = People.login(email, People.PASSWORD);
        String id = login.path("user.id");

        given().contentType("application/json")
                .body(Map.of("refreshToken", login.<String>path("refreshToken")))
                .post("/api/logout")
                .then()
                .statusCode(204);
        refresh(login.path("refreshToken")).then().statusCode(401);

        String again = People.login(email, People.PASSWORD).path("refreshToken");
        Api.service()
                .body("{\"isActive\":false}")
                .put("/api/users/" + id)
                .then()
                .statusCode(200);
        refresh(again).then().statusCode(401);
        People.login(email, People.PASSWORD).then().statusCode(401);
    }

    @Test
    void aNewPasswordEndsTheLoginsAndThenOpens() {
        String email = People.person(People.account("login-test-key-" + UUID.randomUUID()), "technician");
        Response login = People.login(email, People.PASSWORD);
        String token = login.path("accessToken");

        People.bearer(token)
                .body(Map.of("current", "wrong", "password", "another horse 8"))
                .put("/api/me/password")
                .then()
                .statusCode(422);
        People.bearer(token)
                .body(Map.of("current", People.PASSWORD, "password", "another horse 8"))
                .put("/api/me/password")
                .then()
                .statusCode(204);

        refresh(login.path("refreshToken")).then().statusCode(401);
        People.login(email, People.PASSWORD).then().statusCode(401);
        People.login(email, "another horse 8").then().statusCode(200);
    }

    @Test
    void anOwnerSeesAndChangesThePeopleOfHisAccountOnly() {
        String mine = People.account("login-test-key-" + UUID.randomUUID());
        String other = People.account("login-test-key-" + UUID.randomUUID());
        String owner = People.token(mine, "owner");
        String colleague =
                People.login(People.person(mine, "staff"), People.PASSWORD).path("user.id");
        String stranger =
                People.login(People.person(other, "staff"), People.PASSWORD).path("user.id");

        List<String> seen = People.bearer(owner)
                .get("/api/users")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        assertThat(seen).contains(colleague).doesNotContain(stranger).hasSize(2);
        People.bearer(owner).get("/api/users/" + stranger).then().statusCode(404);
        People.bearer(owner)
                .body("{\"name\":\"x\"}")
                .put("/api/users/" + stranger)
                .then()
                .statusCode(404);
        People.bearer(owner).delete("/api/users/" + stranger).then().statusCode(404);
        People.bearer(owner)
                .body("{\"role\":\"supervisor\"}")
                .put("/api/users/" + colleague)
                .then()
                .statusCode(200);
        People.bearer(owner)
                .body("{\"role\":\"admin\"}")
                .put("/api/users/" + colleague)
                .then()
                .statusCode(422);
        People.bearer(owner)
                .body(Map.of("email", "a@b.example", "name", "A", "role", "admin", "password", People.PASSWORD))
                .post("/api/users")
                .then()
                .statusCode(403);
        People.bearer(owner)
                .body(Map.of(
                        "email",
                        "a@b.example",
                        "name",
                        "A",
                        "role",
                        "staff",
                        "password",
                        People.PASSWORD,
                        "accountId",
                        other))
                .post("/api/users")
                .then()
                .statusCode(422);
        People.bearer(owner)
                .get("/api/audit")
                .then()
                .statusCode(200)
                .body("action", hasItem("user.changed"))
                .body("findAll { it.accountId != '" + mine + "' }.size()", equalTo(0));
    }

    @Test
    void aRoleOpensWhatItIsFor() {
        String key = "login-test-key-" + UUID.randomUUID();
        String account = People.account(key);
        String staff = People.token(account, "staff");
        String owner = People.token(account, "owner");
        String admin = People.token(null, "admin");

        People.bearer(staff).get("/api/ai-pricing").then().statusCode(200);
        for (String path : List.of("/api/users", "/api/users/", "/api/audit", "/api/admin/sip-accounts", "/api/ai")) {
            People.bearer(staff).get(path).then().statusCode(403);
        }
        People.bearer(staff).body("{}").post("/api/workflows").then().statusCode(403);
        People.bearer(owner).get("/api/admin/sip-accounts").then().statusCode(200);
        People.bearer(owner)
                .body("{\"defaultMarginPct\":1}")
                .put("/api/ai-pricing")
                .then()
                .statusCode(403);
        People.bearer(admin).get("/api/users").then().statusCode(200);
        People.bearer(admin).get("/internal/trunks").then().statusCode(401);
        People.bearer("nonsense").get("/api/me").then().statusCode(401);
        Api.business(key).get("/api/users").then().statusCode(403);
    }

    @Test
    void whoEditsAgentsGetsNoKeyAndNoLinesAndWhoLooksChangesNothing() {
        String account = People.account("login-test-key-" + UUID.randomUUID());
        String editor = People.token(account, "agent-editor");
        String viewer = People.token(account, "viewer");

        String agent = People.bearer(editor)
                .body("{\"name\":\"Zoé\"}")
                .post("/api/agents")
                .then()
                .statusCode(201)
                .body("apiToken", nullValue())
                .extract()
                .path("id");
        People.bearer(editor)
                .body("{\"basePrompt\":\"Be kind.\"}")
                .put("/api/agents/" + agent)
                .then()
                .statusCode(200);
        People.bearer(editor)
                .body("{\"phoneNumber\":\"+33123456789\"}")
                .post("/api/agents/" + agent + "/phone-lines")
                .then()
                .statusCode(403);
        for (String path : List.of("/api/users", "/api/audit", "/api/admin/sip-accounts", "/api/account-keys")) {
            People.bearer(editor).get(path).then().statusCode(403);
            People.bearer(viewer).get(path).then().statusCode(403);
        }
        People.bearer(viewer).get("/api/agents/" + agent).then().statusCode(200);
        People.bearer(viewer).body("{}").put("/api/agents/" + agent).then().statusCode(403);
        People.bearer(viewer).body("{}").post("/api/workflows").then().statusCode(403);
    }

    @Test
    void theLogSaysWhoseLoginFailedAndNotFromWhere() {
        String account = People.account("login-test-key-" + UUID.randomUUID());
        String email = People.person(account, "staff");
        String owner = People.token(account, "owner");
        People.login(email, "not the password").then().statusCode(401);
        People.login("stranger-of-" + email, "not the password").then().statusCode(401);

        People.bearer(owner)
                .get("/api/audit")
                .then()
                .statusCode(200)
                .body("action", hasItem("login.failed"))
                .body("find { it.action == 'login.failed' }.actor", containsString("source:"));
        List<String> lines = sql.texts("select actor || ' ' || object from audit_log where action = 'login.failed'"
                + " and account_id is null order by id desc limit 1");
        assertThat(lines).singleElement().asString().endsWith(" nobody").doesNotContain("127.0.0.1", "stranger-of");
    }

    @Test
    void whatIsUnfitIsNamedAndAnAddressIsTakenOnce() {
        String account = People.account("login-test-key-" + UUID.randomUUID());
        String email = People.person(account, "staff");

        Api.service()
                .body(Map.of(
                        "email",
                        email,
                        "name",
                        "B",
                        "role",
                        "staff",
                        "password",
                        People.PASSWORD,
                        "accountId",
                        account))
                .post("/api/users")
                .then()
                .statusCode(409);
        Api.service()
                .body("{\"email\":[]}")
                .post("/api/users")
                .then()
                .statusCode(400)
                .body("error", containsString("email"));
        Api.service()
                .body("{\"email\":\"x\",\"password\":\"short\"}")
                .post("/api/users")
                .then()
                .statusCode(400);
        given().contentType("application/json")
                .body("{")
                .post("/api/login")
                .then()
                .statusCode(400);
        given().contentType("application/json")
                .body("")
                .post("/api/login")
                .then()
                .statusCode(400);
        given().contentType("application/json")
                .body("{\"email\":\"a\\u0000b\",\"password\":\"x\"}")
                .post("/api/login")
                .then()
                .statusCode(400);
    }

    private static Response refresh(String token) {
        return given().contentType("application/json")
                .body(Map.of("refreshToken", token))
                .post("/api/login/refresh");
    }
}
