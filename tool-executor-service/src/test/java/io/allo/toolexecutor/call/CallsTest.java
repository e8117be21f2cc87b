// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.call;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.allo.toolexecutor.Demo;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a voice server tells of its calls over HTTP. */
@QuarkusTest
class CallsTest {
    private String restaurant;

    @BeforeEach
    void aRestaurant() {
        restaurant = Demo.imported();
    }

    @Test
    @DisplayName("A121: a call is recorded at its start and finalised with outcome, duration, transcript and costs")
    void fromStartToEnd() {
        // When
        String id = post(Map.of("callId", "c1", "callerPhone", "06 12 34 56 78"))
                .then()
                .statusCode(201)
                .body("outcome", equalTo("in_progress"))
                .body("callerPhone", equalTo("+33612345678"))
                .body("costAi", nullValue())
                .extract()
                .path("id");
        post(Map.of(
                        "callId",
                        "c1",
                        "durationSec",
                        150,
                        "transcript",
                        List.of(
                                Map.of("role", "assistant", "content", "Bonjour"),
                                Map.of("role", "user", "content", "Vous êtes ouverts ?")),
                        "inputTokens",
                        12_000,
                        "costAi",
                        0.554,
                        "costTelecom",
                        0.0184,
                        "costCurrency",
                        "EUR"))
                .then()
                .statusCode(200);

        // Then
        String json = Demo.account()
                .get("/api/calls/" + id)
                .then()
                .statusCode(200)
                .body("outcome", equalTo("info_only"))
                .body("durationSec", equalTo(150))
                .body("transcript[1].content", equalTo("Vous êtes ouverts ?"))
                .body("inputTokens", equalTo(12_000))
                .extract()
                .asString();
        org.assertj.core.api.Assertions.assertThat(json).contains("\"costAi\":0.5540", "\"costTelecom\":0.0184");
        list("").then().body("id", contains(id));
    }

    @Test
    @DisplayName("A79: an order makes the running call's outcome, and a lesser word at its end does not take it back")
    void theOrderCounts() {
        post(Map.of("callId", "c2"));
        Demo.execute("c2", "1", "confirm_order", Demo.order(), Demo.context(restaurant));
        list("").then().body("outcome", contains("order_placed"));

        post(Map.of("callId", "c2", "outcome", "abandoned")).then().body("outcome", equalTo("order_placed"));
        post(Map.of("callId", "c2", "outcome", "transferred")).then().body("outcome", equalTo("transferred"));
    }

    @Test
    @DisplayName("A.15: a call that nobody ended is shown as abandoned, until its end is told")
    void aForgottenCall() {
        String longAgo = Instant.now().minus(Duration.ofHours(2)).toString();
        post(Map.of("callId", "old", "startedAt", longAgo));
        post(Map.of("callId", "chat", "startedAt", longAgo, "channel", "web"));

        list("").then().body("outcome", contains("abandoned"));
        list("&channel=web").then().body("outcome", contains("in_progress"));
        post(Map.of("callId", "old", "outcome", "info_only")).then().body("outcome", equalTo("info_only"));
    }

    @Test
    void theStaffCorrectsAnOutcomeAndFindsCalls() {
        String id = post(Map.of("callId", "c3", "callerPhone", "+33611111111", "durationSec", 4))
                .path("id");
        post(Map.of("callId", "c4", "callerPhone", "+33622222222", "outcome", "message_left"));

        patch(Map.of("id", id, "outcome", "info_only")).then().statusCode(200).body("outcome", equalTo("info_only"));
        patch(Map.of("id", id, "outcome", "in_progress")).then().statusCode(400).body("error", containsString("over"));

        list("&phone=0622222222").then().body("callId", contains("c4"));
        list("&phone=nobody").then().body("", empty());
        list("&outcome=info_only").then().body("callId", contains("c3"));
        list("&limit=1").then().body("", hasSize(1));
        list("&channel=all&before=2020-01-01T00:00:00Z").then().body("", empty());
    }

    @Test
    @DisplayName("A.18: what a restaurant's calls cost, by day of its calendar and currency")
    void totals() {
        // 23:30 UTC on 9 March is the 10th in Paris.
        for (String start : List.of("2027-03-09T23:30:00Z", "2027-03-10T11:00:00Z")) {
            post(Map.of(
                    "startedAt",
                    start,
                    "durationSec",
                    60,
                    "costAi",
                    0.1111,
                    "costTelecom",
                    0.01,
                    "costCurrency",
                    "EUR"));
        }
        post(Map.of("startedAt", "2027-03-10T12:00:00Z", "durationSec", 30, "costCurrency", "EUR"));

        Demo.account()
                .get("/api/calls/totals?restaurantId=" + restaurant + "&from=2027-03-08&to=2027-03-10")
                .then()
                .statusCode(200)
                .body("days", hasSize(1))
                .body("days[0].date", equalTo("2027-03-10"))
                .body("days[0].costCurrency", equalTo("EUR"))
                .body("days[0].calls", equalTo(3))
                .body("days[0].durationSec", equalTo(150))
                .body("days[0].costAi", equalTo(0.2222f))
                .body("days[0].costTelecom", equalTo(0.02f))
                .body("days[0].unpriced", equalTo(1));
    }

    @Test
    void anErasedCallKeepsItsTimesOnly() {
        String id = post(Map.of("callId", "c6", "callerPhone", "0612345678", "transcript", "words", "durationSec", 9))
                .path("id");
        String byVoiceServer = "/api/calls?restaurantId=" + restaurant + "&callId=c6";

        for (String path : List.of("/api/calls?id=" + id, byVoiceServer, byVoiceServer)) {
            Demo.account().delete(path).then().statusCode(200).body("success", equalTo(true));
        }

        Demo.account()
                .get("/api/calls/" + id)
                .then()
                .body("callerPhone", nullValue())
                .body("transcript", nullValue())
                .body("durationSec", equalTo(9));
        Demo.account().delete("/api/calls").then().statusCode(400);
        Demo.account().delete(byVoiceServer + "x").then().statusCode(404);
        Demo.service()
                .header("X-Allo-Account", "another")
                .delete("/api/calls?id=" + id)
                .then()
                .statusCode(404);
    }

    @Test
    void aRepeatedReportIsOneRecord() {
        for (int i = 0; i < 2; i++) {
            Demo.account()
                    .header("Idempotency-Key", "end-" + restaurant)
                    .body(Map.of("restaurantId", restaurant, "durationSec", 5))
                    .post("/api/calls")
                    .then()
                    .statusCode(201);
        }
        list("").then().body("", hasSize(1));
    }

    @Test
    void whatCannotBeIsRefusedInWords() {
        Stream.<Map<String, Object>>of(
                        Map.of("outcome", "great"),
                        Map.of("channel", "fax"),
                        Map.of("durationSec", -1),
                        Map.of("durationSec", "x"),
                        Map.of("costAi", -1),
                        Map.of("costCurrency", "euro"),
                        Map.of("inputTokens", -1),
                        Map.of("startedAt", "yesterday"),
                        Map.of("startedAt", "9999-01-01T00:00:00Z"),
                        Map.of("startedAt", "2027-01-02T00:00:00Z", "endedAt", "2027-01-01T00:00:00Z"),
                        Map.of("transcript", 5),
                        Map.of("transcript", List.of("text")),
                        Map.of("transcript", "x".repeat(300_000)),
                        Map.of("callId", "x".repeat(300)))
                .forEach(body -> post(body).then().statusCode(400).body("error", containsString("")));
        for (String query : List.of("&limit=0", "&limit=x", "&outcome=great", "&channel=fax", "&before=now")) {
            list(query).then().statusCode(400);
        }
        for (String query : List.of("&from=x", "&from=2027-01-02&to=2027-01-01", "&from=2001-01-01&to=2027-01-01")) {
            Demo.account()
                    .get("/api/calls/totals?restaurantId=" + restaurant + query)
                    .then()
                    .statusCode(400);
        }
    }

    @Test
    void anotherAccountSeesNothing() {
        String id = post(Map.of("callId", "c5")).path("id");
        var other = Map.of("X-Allo-Account", "another");
        Demo.service().headers(other).get("/api/calls/" + id).then().statusCode(404);
        Demo.service()
                .headers(other)
                .get("/api/calls?restaurantId=" + restaurant)
                .then()
                .statusCode(404);
        Demo.service()
                .headers(other)
                .body(Map.of("id", id, "outcome", "error"))
                .patch("/api/calls")
                .then()
                .statusCode(404);
        Demo.account().get("/api/calls/no-uuid").then().statusCode(404);
        Demo.account().get("/api/calls/" + UUID.randomUUID()).then().statusCode(404);
    }

    private Response list(String query) {
        return Demo.account().get("/api/calls?restaurantId=" + restaurant + query);
    }

    private Response post(Map<String, ?> report) {
        Map<String, Object> body = new HashMap<>(report);
        body.put("restaurantId", restaurant);
        return Demo.account().body(body).post("/api/calls");
    }

    private static Response patch(Map<String, ?> change) {
        return Demo.account().body(change).patch("/api/calls");
    }
}
