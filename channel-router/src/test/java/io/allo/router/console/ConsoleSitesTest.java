// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.allo.access.Role;
import io.allo.router.stubs.StubSessionConfig;
import io.allo.testkit.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Technicians, sites, sessions and figures of the console. */
@QuarkusTest
class ConsoleSitesTest extends ConsoleWorld {
    private static final String HOSTILE = "<img src=x onerror=alert(1)> '; drop table console_site; --";

    @Inject
    Pool pool;

    @Test
    @DisplayName("B66: a technician and his site are recorded and changed; what is not named stays")
    void recordedAndChanged() {
        String site = site("Pharmacie " + HOSTILE);
        String technician = technician("Karim", site);
        put("/api/console/technicians/" + technician, Map.of("name", "Karim Benali", "location", "Lyon 7e"))
                .statusCode(200)
                .body("name", equalTo("Karim Benali"))
                .body("location", equalTo("Lyon 7e"))
                .body("experience_years", equalTo(8))
                .body("site.client", equalTo("Pharmacie " + HOSTILE))
                .body("site.since", equalTo("2021-03-15"))
                .body("site.equipment[0].name", equalTo("Caméra dôme"))
                .body("site.equipment[0].quantity", equalTo(4));
        get(KEY, "/api/console/technicians").body("technicians.id", hasItem(technician));
        put("/api/console/sites/" + site, Map.of("notes", "Clé à l’accueil", "cameras", 7))
                .statusCode(200)
                .body("notes", equalTo("Clé à l’accueil"))
                .body("cameras", equalTo(7))
                .body("installer", equalTo("Allo Sécurité"));
    }

    @Test
    @DisplayName("B74: another account neither sees nor changes them")
    void othersSeeNothing() {
        String site = site("Pharmacie");
        String technician = technician("Karim", site);

        get(OTHERS, "/api/console/technicians").statusCode(200).body("technicians.id", not(hasItem(technician)));
        get(OTHERS, "/api/console/sites/" + site).statusCode(404).body("error", notNullValue());
        given().header("X-API-Key", OTHERS)
                .contentType("application/json")
                .body(Map.of("name", "Mallory"))
                .put("/api/console/technicians/" + technician)
                .then()
                .statusCode(404);
        post(OTHERS, "/api/console/technicians", Map.of("name", "Mallory", "site_id", site))
                .statusCode(404);
        given().get("/api/console/technicians").then().statusCode(401).body("error", notNullValue());
    }

    @Test
    @DisplayName("B70: who only reads sees the sessions and changes nothing, calls least of all")
    void readersOnlyRead() {
        String viewer = "Bearer " + TestTokens.token(Role.VIEWER, StubSessionConfig.ACCOUNT);
        given().header("Authorization", viewer)
                .get("/api/console/sessions")
                .then()
                .statusCode(200);
        given().header("Authorization", viewer).get("/twilio/token").then().statusCode(403);
        for (String path : List.of("/api/console/sites", "/twilio/initiate-call", "/demo/send-demo-transcription")) {
            given().header("Authorization", viewer)
                    .contentType("application/json")
                    .body(Map.of(
                            "client", "x", "phone_number", "+33612345678", "session_id", session, "text", "bonjour"))
                    .post(path)
                    .then()
                    .statusCode(403)
                    .body("error", equalTo("this role only reads"));
        }
    }

    @Test
    void whatIsUnfitIsRefusedWithAReason() {
        post("/api/console/sites", Map.of("notes", "no client"))
                .statusCode(400)
                .body("error", equalTo("client is required"));
        post("/api/console/sites", Map.of("client", "x", "since", "yesterday")).statusCode(400);
        post("/api/console/sites", Map.of("client", "x", "cameras", -1)).statusCode(400);
        post("/api/console/sites", Map.of("client", "x", "equipment", "none")).statusCode(400);
        put("/api/console/technicians/no-id", Map.of("name", "x")).statusCode(400);
        given().header("X-API-Key", KEY)
                .body("[]")
                .contentType("application/json")
                .post("/api/console/sites")
                .then()
                .statusCode(400);
    }

    @Test
    @DisplayName("B67: without a CRM reloading tells what is stored")
    void reloading() {
        String site = site("Pharmacie");
        post("/api/console/sites/" + site + "/reload", Map.of()).statusCode(200).body("equipment", hasSize(1));
        post("/api/console/sites/" + UUID.randomUUID() + "/reload", Map.of()).statusCode(404);
    }

    @Test
    @DisplayName("B68, B76: a site's calls, what helped there, and what comes back")
    void historyAndHints() {
        String site = site("Pharmacie");
        for (int visit = 0; visit < 2; visit++) {
            String id = session + "-" + visit;
            says(id, "la caméra du hall ne s'allume plus", Map.of()).statusCode(200);
            atSite(id, site, "performance_issue");
        }
        pool.preparedQuery(
                        "update console_suggestion set agent_feedback = 'helpful' where account_id = $1 and session_id = $2")
                .execute(Tuple.of(StubSessionConfig.ACCOUNT, session + "-0"))
                .await()
                .atMost(LIMIT);

        get(KEY, "/api/console/sites/" + site + "/calls")
                .statusCode(200)
                .body("calls", hasSize(2))
                .body("calls[0].session_id", equalTo(session + "-1"))
                .body("calls[1].solutions", equalTo(1))
                .body("calls[1].helpful", equalTo(1));
        get(KEY, "/api/console/sites/" + site + "/hints")
                .statusCode(200)
                .body("hints.find { it.kind == 'repeated' }.count", equalTo(2))
                .body("hints.find { it.kind == 'repeated' }.issue", equalTo("performance_issue"))
                .body("hints.find { it.kind == 'helped' }.content", notNullValue());
        get(OTHERS, "/api/console/sites/" + site + "/calls").body("calls", empty());
        get(OTHERS, "/api/console/sites/" + site + "/hints").body("hints", empty());
        get(KEY, "/api/console/sites/none/hints").statusCode(200).body("hints", empty());
    }

    @Test
    @DisplayName("B69: the solutions of a session as a PDF")
    void pdf() {
        says("la caméra du hall ne s'allume plus").statusCode(200);
        byte[] pdf = given().header("X-API-Key", KEY)
                .get("/api/console/sessions/" + session + "/solutions.pdf")
                .then()
                .statusCode(200)
                .contentType("application/pdf")
                .extract()
                .asByteArray();
        assertThat(new String(pdf, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
        get(OTHERS, "/api/console/sessions/" + session + "/solutions.pdf").statusCode(404);
    }

    @Test
    @DisplayName("B73, B75: all sessions of the account, and what they come to")
    void sessionsAndFigures() {
        says("la caméra du hall ne s'allume plus").statusCode(200);
        String other = session + "-b";
        says(other, "un problème de plomberie dans la cuisine", Map.of()).statusCode(200);
        pool.preparedQuery(
                        "update console_suggestion set agent_feedback = 'helpful' where account_id = $1 and session_id = $2")
                .execute(Tuple.of(StubSessionConfig.ACCOUNT, session))
                .await()
                .atMost(LIMIT);

        get(KEY, "/api/console/sessions?running=true&limit=500")
                .statusCode(200)
                .body("sessions.session_id", hasItem(session))
                .body("sessions.session_id", hasItem(other))
                .body("sessions.find { it.session_id == '" + session + "' }.solutions", equalTo(1))
                .body("sessions.find { it.session_id == '" + session + "' }.running", equalTo(true))
                .body(
                        "sessions.find { it.session_id == '" + session + "' }.last_text",
                        equalTo("la caméra du hall ne s'allume plus"));
        get(OTHERS, "/api/console/sessions").body("sessions.session_id", not(hasItem(session)));
        get(KEY, "/api/console/analytics")
                .statusCode(200)
                .body("sessions", greaterThanOrEqualTo(2))
                .body("resolved", greaterThanOrEqualTo(1))
                .body("feedback.helpful", greaterThanOrEqualTo(1))
                .body("time_to_solution.median_seconds", notNullValue())
                .body("days[-1].sessions", greaterThanOrEqualTo(2));
        get(KEY, "/api/console/analytics?from=2020-01-01&to=2020-01-31")
                .statusCode(200)
                .body("sessions", equalTo(0))
                .body("days", empty())
                .body("time_to_solution.median_seconds", nullValue());
        get(KEY, "/api/console/analytics?from=2020-01-01&to=2019-01-31").statusCode(400);
        get(KEY, "/api/console/analytics?from=nonsense").statusCode(400);
    }

    private void atSite(String id, String site, String issue) {
        pool.preparedQuery(
                        "update console_session set worksite = $3, detected_intent = $4 where account_id = $1 and id = $2")
                .execute(Tuple.of(StubSessionConfig.ACCOUNT, id, new JsonObject().put("id", site), issue))
                .await()
                .atMost(LIMIT);
    }

    private String site(String client) {
        return post(
                        "/api/console/sites",
                        Map.of(
                                "client",
                                client,
                                "since",
                                "2021-03-15",
                                "installer",
                                "Allo Sécurité",
                                "cameras",
                                4,
                                "equipment",
                                List.of(Map.of("name", "Caméra dôme", "quantity", 4, "kind", "camera"))))
                .statusCode(201)
                .extract()
                .path("id");
    }

    private String technician(String name, String site) {
        return post("/api/console/technicians", Map.of("name", name, "experience_years", 8, "site_id", site))
                .statusCode(201)
                .body("site.id", equalTo(site))
                .extract()
                .path("id");
    }

    private static ValidatableResponse get(String key, String path) {
        return given().header("X-API-Key", key).get(path).then();
    }

    private static ValidatableResponse put(String path, Map<String, ?> body) {
        return given().header("X-API-Key", KEY)
                .contentType("application/json")
                .body(body)
                .put(path)
                .then();
    }
}
