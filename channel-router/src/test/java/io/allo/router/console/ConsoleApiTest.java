// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.allo.access.Role;
import io.allo.router.stubs.StubSessionConfig;
import io.allo.testkit.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The chat of the console: typed words in, questions and solutions out. */
@QuarkusTest
class ConsoleApiTest extends ConsoleWorld {
    /** A little longer than {@code allo.console.window}. */
    private static final Duration WINDOW = Duration.ofMillis(2_300);

    @Inject
    Pool pool;

    @Test
    void aClearProblemFindsASolutionWithItsSource() { // B33, B36, B42, B44, B50
        says("la caméra du hall ne s'allume plus")
                .statusCode(200)
                .body("processing.status", equalTo("processed"))
                .body("processing.segment_id", instanceOf(Number.class))
                .body("processing.suggestions_count", equalTo(1))
                .body("processing.questions_count", equalTo(0))
                .body("processing.processing_time_ms", greaterThanOrEqualTo(0))
                .body("suggestions", hasSize(1));
        suggestions("session_id=" + session)
                .statusCode(200)
                .body("status", equalTo("success"))
                .body("suggestions", hasSize(1))
                .body("suggestions[0].id", instanceOf(Number.class))
                .body("suggestions[0].type", equalTo("knowledge_base"))
                .body("suggestions[0].title", startsWith("Solution"))
                .body("suggestions[0].content", containsString("PoE"))
                .body("suggestions[0].confidence", equalTo(0.87f))
                .body("suggestions[0].shown", equalTo(false))
                .body("suggestions[0].clicked", equalTo(false))
                .body("suggestions[0].source_chunks[0].source", equalTo("camera.md"));
    }

    @Test
    void whatIsNotClearIsAskedAbout() { // B44, B46, B65
        says("Bonjour")
                .statusCode(200)
                .body("processing.status", equalTo("processed"))
                .body("processing.questions_count", greaterThanOrEqualTo(1))
                .body("processing.questions_count", lessThanOrEqualTo(2))
                .body("suggestions.type", everyItem(equalTo("clarification_question")))
                .body("suggestions[0].content", startsWith("Pouvez-vous"));
        says(session + "-en", "hello", Map.of("language", "en-GB"))
                .body("suggestions[0].content", startsWith("Can you"));
    }

    @Test
    void nothingFoundIsNothingKept() { // B49, G14
        says("un problème de plomberie dans la cuisine")
                .body("processing.status", equalTo("processed"))
                .body("suggestions", empty());
        suggestions("session_id=" + session).body("suggestions", empty());
    }

    @Test
    void aWholeSentenceAboutADeviceFindsItsCardAlthoughMuchOfItIsInNoPassage() {
        knowledge.knows(
                StubSessionConfig.ACCOUNT,
                "",
                "diode",
                List.of(passage("11111111-0000-4000-8000-000000000077", "Caméra hors ligne", 0.3)));
        String told =
                "la caméro trois n'affiche plus d'image depuis ce matin, la diode est rouge, l'enregistreur indique une erreur";

        says(told).body("processing.questions_count", equalTo(0)).body("suggestions.title", hasSize(1));
        says(session + "-short", "la diode rouge de l'enregistreur est en panne", Map.of())
                .body("suggestions.type", not(hasItem("knowledge_base")));
        says(session + "-other", "la diode du tableau de bord du camion ne s'éteint plus depuis hier soir", Map.of())
                .body("suggestions.type", not(hasItem("knowledge_base")));
    }

    @Test
    void aTroubleOfWhichNothingIsKnownIsAskedAboutOnce() {
        says("l'interphone du deuxième étage ne sonne plus quand un visiteur appelle d'en bas")
                .body("processing.suggestions_count", equalTo(1))
                .body("processing.questions_count", equalTo(1));
        says(session + "-en", "the intercom does not ring on the second floor", Map.of("language", "en"))
                .body("suggestions[0].content", startsWith("Which message"));
    }

    @Test
    void theSameSolutionIsShownOnceAndAnsweredAgain() { // B40
        says("la caméra du hall ne s'allume plus").body("suggestions", hasSize(1));
        await().atMost(LIMIT)
                .pollDelay(WINDOW)
                .pollInterval(WINDOW)
                .untilAsserted(() -> says("cette caméra ne marche pas du tout")
                        .body("processing.status", equalTo("processed"))
                        .body("suggestions", hasSize(1)));
        suggestions("session_id=" + session).body("suggestions", hasSize(1));
    }

    @Test
    void aBurstIsThrottledAndItsLastTextIsThoughtAboutAfterwards() { // B47, B48
        says("bonjour").body("processing.status", equalTo("processed"));
        says("la caméra du hall ne s'allume plus")
                .body("processing.status", equalTo("skipped"))
                .body("processing.reason", equalTo("throttled"))
                .body("suggestions", empty());
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> suggestions("session_id=" + session).body("suggestions.type", hasItem("knowledge_base")));
    }

    @Test
    void whatIsTooShortOrSaidByOthersIsKeptAndNotThoughtAbout() { // B47
        says("oui")
                .body("processing.status", equalTo("skipped"))
                .body("processing.reason", equalTo("text_too_short"))
                .body("processing.segment_id", instanceOf(Number.class));
        says(session, "la caméra ne s'allume plus", Map.of("speaker", "agent"))
                .body("processing.reason", equalTo("speaker_not_processed"));
        says(session, "la caméra ne s'allume plus", Map.of("speaker", "technician")) // B34, G11
                .body("processing.status", equalTo("processed"));
    }

    @Test
    void atMostFiveSolutionsTheSurestFirst() { // B46
        knowledge.knows(
                StubSessionConfig.ACCOUNT,
                "",
                "sirène",
                IntStream.range(0, 9)
                        .mapToObj(
                                i -> passage("11111111-0000-4000-8000-00000000002" + i, "Sirène " + i, 0.5 + i * 0.05))
                        .toList());
        says("la sirène extérieure de la centrale affiche erreur E12 depuis ce matin")
                .body("suggestions", hasSize(lessThanOrEqualTo(5)));
        assertThat(knowledge.searches()).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void theNewestComesFirstAndTheLimitHolds() { // B38
        says("bonjour").body("processing.status", equalTo("processed"));
        await().atMost(LIMIT)
                .pollDelay(WINDOW)
                .pollInterval(WINDOW)
                .untilAsserted(() ->
                        says("la caméra du hall ne s'allume plus").body("processing.status", equalTo("processed")));
        List<Integer> ids = suggestions("session_id=" + session).extract().path("suggestions.id");
        assertThat(ids).hasSizeGreaterThan(1).isSortedAccordingTo(Comparator.reverseOrder());
        suggestions("limit=1&session_id=" + session).body("suggestions.id", contains(ids.getFirst()));
        for (String limit : List.of("0", "-1", "x")) {
            suggestions("limit=" + limit + "&session_id=" + session)
                    .statusCode(400)
                    .body("error", containsString("limit"));
        }
    }

    @Test
    void withoutASessionItIs400AndAnUnknownOneStaysParseable() { // B37
        suggestions("limit=20").statusCode(400).body("error", containsString("session_id"));
        suggestions("session_id=nobody-knows-it")
                .statusCode(200)
                .body("status", equalTo("error"))
                .body("suggestions", empty());
    }

    @Test
    void hostileInputIsRefusedOrHarmless() {
        says("").statusCode(400).body("error", containsString("text"));
        says("   ").statusCode(400);
        says("x".repeat(4_001)).statusCode(400).body("error", containsString("4000"));
        says("a b/c", "bonjour", Map.of()).statusCode(400).body("error", containsString("session_id"));
        says(session, "bonjour", Map.of("confidence", 2)).statusCode(400);
        says(session, "bonjour", Map.of("speaker", "x".repeat(300))).statusCode(400);
        says(session, "<script>alert(1)</script> ' or 1=1; drop\0 table", Map.of("language", "../../etc"))
                .statusCode(200);
        for (String body : List.of("", "[", "[1]", "null", "\"x\"", "{\"session_id\":1}")) {
            given().header("X-API-Key", KEY)
                    .contentType("application/json")
                    .body(body)
                    .post("/demo/send-demo-transcription")
                    .then()
                    .statusCode(400)
                    .body("error", not(equalTo(null)));
        }
    }

    @Test
    void aSessionWithoutATelephoneBeginsAndEndsWithItsStatistics() { // B28, B54
        post("/demo/start-demo-call", Map.of("session_id", session, "technician_name", "Luc"))
                .statusCode(200)
                .body("success", equalTo(true))
                .body("session_id", equalTo(session))
                .body("status", equalTo("active"));
        says("la caméra du hall ne s'allume plus");
        post("/demo/end-demo-call", Map.of("session_id", session))
                .statusCode(200)
                .body("status", equalTo("completed"))
                .body("duration", greaterThanOrEqualTo(0))
                .body("session_stats.session_id", equalTo(session))
                .body("session_stats.total_segments", equalTo(1))
                .body("session_stats.speakers.customer.speaker_role", equalTo("customer"))
                .body("session_stats.speakers.customer.segment_count", equalTo(1))
                .body("session_stats.speakers.customer.first_spoke", containsString("T"));
        post("/demo/end-demo-call", Map.of("session_id", session)).body("session_stats.total_segments", equalTo(0));
        post("/demo/end-demo-call", Map.of("session_id", "nobody"))
                .statusCode(404)
                .body("error", not(equalTo(null)));
        post("/demo/mute-call", Map.of("session_id", session, "muted", true)).body("muted", equalTo(true));
        post("/demo/mute-call", Map.of("session_id", session)).statusCode(400);
    }

    @Test
    void everyCustomerHasHisOwnKnowledge() { // B77
        String one = "aaaa0000-0000-4000-8000-000000000001";
        knowledge.knows(
                StubSessionConfig.ACCOUNT,
                one,
                "badge",
                List.of(passage("22222222-0000-4000-8000-000000000001", "Badge chez Un", 0.9)));
        knowledge.knows(
                StubSessionConfig.ACCOUNT,
                UUID.nameUUIDFromBytes("deux".getBytes(UTF_8)).toString(),
                "badge",
                List.of(passage("22222222-0000-4000-8000-000000000002", "Badge chez Deux", 0.9)));
        says(session + "-1", "le badge est refusé partout", Map.of("customer_id", one))
                .body("suggestions[0].content", containsString("chez Un"));
        says(session + "-2", "le badge est refusé partout", Map.of("customer_id", "deux"))
                .body("suggestions[0].content", containsString("chez Deux"));
        says(session + "-3", "le badge est refusé partout", Map.of())
                .body("suggestions.type", everyItem(equalTo("clarification_question")));
    }

    @Test
    void anotherAccountHasSessionsOfItsOwn() { // B74
        says("la caméra du hall ne s'allume plus").body("suggestions", hasSize(1));
        given().header("X-API-Key", OTHERS)
                .get("/demo/get-session-suggestions?session_id=" + session)
                .then()
                .body("suggestions", empty());
        post(OTHERS, "/demo/send-demo-transcription", Map.of("session_id", session, "text", "la caméra ne marche pas"))
                .statusCode(200)
                .body("suggestions.type", everyItem(equalTo("clarification_question")));
        suggestions("session_id=" + session).body("suggestions", hasSize(1));
    }

    @Test
    void technicianAndStaffUseItAndNobodyWithoutAProof() { // B70
        for (Role role : List.of(Role.TECHNICIAN, Role.STAFF)) {
            given().header("Authorization", "Bearer " + TestTokens.token(role, StubSessionConfig.ACCOUNT))
                    .contentType("application/json")
                    .body(Map.of("session_id", session, "text", "bonjour"))
                    .post("/demo/send-demo-transcription")
                    .then()
                    .statusCode(200);
        }
        given().contentType("application/json")
                .body(Map.of("session_id", session, "text", "bonjour"))
                .post("/demo/send-demo-transcription")
                .then()
                .statusCode(401)
                .body("error", containsString("login"));
    }

    @Test
    void knowledgeThatIsAwayCostsNoWord() {
        knowledge.hang(true);
        says("la caméra du hall ne s'allume plus")
                .statusCode(200)
                .body("processing.status", equalTo("processed"))
                .body("suggestions.type", everyItem(equalTo("clarification_question")));
        assertThat(steps("error")).isEqualTo(1);
    }

    @Test
    void everyStepIsLogged() {
        says("la caméra du hall ne s'allume plus").body("suggestions", hasSize(1));
        assertThat(steps("success")).isEqualTo(2);
    }

    private long steps(String status) {
        return pool.preparedQuery("select count(*) from console_step where session_id = $1 and status = $2")
                .execute(Tuple.of(session, status))
                .await()
                .atMost(LIMIT)
                .iterator()
                .next()
                .getLong(0);
    }
}
