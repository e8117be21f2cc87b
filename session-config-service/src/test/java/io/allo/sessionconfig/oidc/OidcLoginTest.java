// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.oidc;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.allo.sessionconfig.sipaccount.Api;
import io.allo.sessionconfig.sipaccount.Sql;
import io.allo.sessionconfig.user.People;
import io.allo.testkit.provider.OpenIdServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Login by an OpenID provider, as a browser goes through it. */
@QuarkusTest
@QuarkusTestResource(ProviderForTests.class)
class OidcLoginTest {
    @Inject
    Sql sql;

    private final String subject = "subject-" + UUID.randomUUID();
    private final String email = subject + "@example.org";
    private OpenIdServer provider;
    private String account;

    @BeforeEach
    void anAccount() {
        provider = ProviderForTests.provider();
        account = People.account("oidc-key-" + UUID.randomUUID());
    }

    @Test
    void whomTheProviderKnowsComesInAndHasASessionOfOurs() {
        provider.person(person("editors", account));

        Response end = comeBack(begin("/admin/"));

        assertThat(end.statusCode()).isEqualTo(303);
        assertThat(end.header("Location")).endsWith("/admin/");
        String session = end.cookie("allo_session");
        Response refreshed = given().noContentType()
                .header("X-Allo-Page", "1")
                .cookie("allo_session", session)
                .post("/api/login/refresh");
        refreshed
                .then()
                .statusCode(200)
                .body("user.role", equalTo("agent-editor"))
                .body("user.accountId", equalTo(account))
                .body("user.email", equalTo(email));
        People.login(email, "-").then().statusCode(401);
        assertThat(sql.texts("select fields from audit_log where action = 'login' and object = 'user:"
                        + refreshed.path("user.id") + "'"))
                .containsExactly("oidc");
    }

    @Test
    void whoLogsOutHereLogsOutAtTheProviderToo() throws Exception {
        provider.person(person("editors", account));
        String session = comeBack(begin(null)).cookie("allo_session");

        Response out = given().noContentType()
                .header("X-Allo-Page", "1")
                .cookie("allo_session", session)
                .post("/api/logout");

        out.then().statusCode(200);
        assertThat(out.cookie("allo_session")).isEmpty();
        URI next = URI.create(out.path("providerLogout"));
        assertThat(next.toString()).startsWith(provider.issuer() + "/logout?").contains("client_id=allo");
        try (HttpClient browser = HttpClient.newHttpClient()) {
            browser.send(HttpRequest.newBuilder(next).build(), HttpResponse.BodyHandlers.discarding());
        }
        assertThat(provider.loggedOut()).contains(subject);
        assertThat(sql.texts(
                        "select id_token from login_sessions s join users u on u.id = s.user_id where oidc_subject = '"
                                + subject + "'"))
                .allSatisfy(stored -> assertThat(stored).doesNotContain("eyJ"));
        given().noContentType()
                .header("X-Allo-Page", "1")
                .cookie("allo_session", session)
                .post("/api/logout")
                .then()
                .statusCode(204);
    }

    @Test
    void whoCameInByPasswordIsSentNowhere() {
        Response login = given().header("X-Allo-Page", "1")
                .contentType("application/json")
                .body(Map.of("email", People.person(account, "owner"), "password", People.PASSWORD))
                .post("/api/login");

        given().noContentType()
                .header("X-Allo-Page", "1")
                .cookie("allo_session", login.cookie("allo_session"))
                .post("/api/logout")
                .then()
                .statusCode(204);
    }

    @Test
    void aNewRoleAtTheProviderCountsAtTheNextLoginAndThereIsOnePerson() {
        provider.person(person("editors", account));
        comeBack(begin(null));
        provider.person(person("readers", account));
        comeBack(begin(null));

        assertThat(sql.texts("select role from users where oidc_subject = '" + subject + "'"))
                .containsExactly("viewer");
        provider.person(person("allo-admins", account));
        comeBack(begin(null));
        assertThat(sql.texts("select role || coalesce(account_id::text, ' of all') from users where oidc_subject = '"
                        + subject + "'"))
                .containsExactly("admin of all");
    }

    @Test
    void whoHasNoRoleOrNoAccountOrAnAddressOfAnotherOrIsSwitchedOffStaysOut() {
        refused(person("guests", account));
        refused(person("editors", null));
        refused(person("editors", UUID.randomUUID().toString()));
        Map<String, Object> taken = person("editors", account);
        taken.put("email", People.person(account, "owner"));
        refused(taken);

        provider.person(person("editors", account));
        comeBack(begin(null));
        String id = sql.texts("select id from users where oidc_subject = '" + subject + "'")
                .getFirst();
        Api.service()
                .body("{\"isActive\":false}")
                .put("/api/users/" + id)
                .then()
                .statusCode(200);
        refused(person("editors", account));
    }

    @Test
    void aTokenThatWasNotMadeForThisLoginOpensNothing() {
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("nonce", "another"),
                Map.of("aud", "another"),
                Map.of("aud", List.of("allo", "another")),
                Map.of("azp", "another"),
                Map.of("iss", "https://another.example"),
                Map.of("exp", 1_000_000))) {
            Map<String, Object> claims = person("editors", account);
            claims.putAll(wrong);
            provider.person(claims);
            assertThat(comeBack(begin(null)).header("Location")).as("%s", wrong).endsWith("/admin/?login=failed");
        }
        assertThat(sql.texts("select id from users where oidc_subject = '" + subject + "'"))
                .isEmpty();
    }

    @Test
    void stateAndCookieBelongTogetherAndACodeWorksOnce() {
        provider.person(person("editors", account));
        Start mine = begin(null);
        Start other = begin(null);

        assertThat(callback(mine.callback(), other.cookie()).header("Location")).endsWith("login=failed");
        assertThat(callback(mine.callback(), mine.cookie() + "0").header("Location"))
                .endsWith("login=failed");
        assertThat(callback(mine.callback(), null).header("Location")).endsWith("login=failed");
        assertThat(callback(mine.callback(), mine.cookie()).cookie("allo_session"))
                .isNotEmpty();
        assertThat(callback(mine.callback(), mine.cookie()).header("Location")).endsWith("login=failed");
        assertThat(provider.refusals()).last().asString().contains("code");
    }

    @Test
    void theCookieIsShortLivedAndTheWayEndsOnOurOwnPages() {
        Response begun = given().redirects().follow(false).get("/api/login/oidc?to=https://evil.example/");
        assertThat(begun.header("Set-Cookie"))
                .containsIgnoringCase("HttpOnly")
                .containsIgnoringCase("SameSite=Lax")
                .contains("Path=/api/login/oidc", "Max-Age=600");
        provider.person(person("editors", account));
        assertThat(comeBack(begin("//evil.example")).header("Location"))
                .endsWith("/admin/")
                .doesNotContain("evil");
        given().get("/api/login/oidc/state")
                .then()
                .statusCode(200)
                .body("enabled", equalTo(true))
                .body("label", equalTo("Example"));
    }

    /** Where the provider sends the browser, and what the browser keeps. */
    private record Start(String callback, String cookie) {}

    private static Start begin(String to) {
        Response begun = given().redirects()
                .follow(false)
                .queryParams(to == null ? Map.of() : Map.of("to", to))
                .get("/api/login/oidc");
        assertThat(begun.statusCode()).isEqualTo(303);
        Response let =
                given().urlEncodingEnabled(false).redirects().follow(false).get(begun.header("Location"));
        assertThat(let.statusCode()).as(let.asString()).isEqualTo(302);
        return new Start(let.header("Location"), begun.cookie("allo_oidc"));
    }

    private static Response comeBack(Start start) {
        return callback(start.callback(), start.cookie());
    }

    private static Response callback(String address, String cookie) {
        var browser = given().urlEncodingEnabled(false).redirects().follow(false);
        return (cookie == null ? browser : browser.cookie("allo_oidc", cookie)).get(address);
    }

    private void refused(Map<String, Object> person) {
        provider.person(person);
        Response end = comeBack(begin(null));
        assertThat(end.header("Location")).as("%s", person).endsWith("/admin/?login=refused");
        assertThat(end.cookie("allo_session")).isNull();
    }

    private Map<String, Object> person(String role, String itsAccount) {
        Map<String, Object> claims = new HashMap<>(Map.of(
                "sub",
                subject,
                "email",
                email,
                "name",
                "Zoé",
                "realm_access",
                Map.of("roles", List.of("other", role))));
        if (itsAccount != null) {
            claims.put("allo_account", itsAccount);
        }
        return claims;
    }
}
