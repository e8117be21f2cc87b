// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.allo.access.Role;
import io.allo.router.stubs.StubSessionConfig;
import io.allo.testkit.TestTokens;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** What pages and programs are told as it happens. */
@QuarkusTest
class ConsoleSocketTest extends ConsoleWorld {
    private static final Duration PUSHED_WITHIN = Duration.ofMillis(300);

    @TestHTTPResource("/")
    URI base;

    @Test
    void wordsAndSuggestionsArePushedAndKnownAgainAfterAReconnect() {
        String token = TestTokens.token(Role.TECHNICIAN, StubSessionConfig.ACCOUNT);
        try (SocketClient page = SocketClient.page(base, session, token)) {
            assertThat(page.next("connected").getValue("call")).isNull();
            says("la caméra du hall ne s'allume plus");
            Instant found = Instant.now();
            JsonObject suggestion = page.next("suggestion").getJsonObject("suggestion");
            assertThat(Duration.between(found, Instant.now())).isLessThan(PUSHED_WITHIN);
            assertThat(suggestion.fieldNames())
                    .containsExactlyInAnyOrder("id", "type", "title", "content", "confidence", "source_chunks");
            JsonObject segment = page.next("segment").getJsonObject("segment");
            assertThat(segment.fieldNames())
                    .containsExactlyInAnyOrder("id", "speaker", "speaker_role", "speaker_name", "text", "timestamp");
            page.send(new JsonObject().put("type", "ping"));
            page.next("pong");
            page.send(new JsonObject().put("type", "nonsense"));
            page.next("error");
            page.send(new JsonObject().put("type", "shown").put("suggestion_id", suggestion.getLong("id")));
            await().atMost(LIMIT)
                    .untilAsserted(
                            () -> suggestions("session_id=" + session).body("suggestions[0].shown", equalTo(true)));
        }
        try (SocketClient again = SocketClient.page(base, session, KEY)) {
            again.next("segment");
            again.next("suggestion");
            says("une autre question sur la sirène");
            again.next(
                    "segment",
                    one -> one.getJsonObject("segment").getString("text").contains("sirène"));
            assertThat(again.all("segment")).hasSize(2);
        }
    }

    @Test
    void nobodyListensWithoutAProofOrFromAForeignPage() {
        says("la caméra du hall ne s'allume plus");
        for (String token : new String[] {"wrong", "a.b.c", ""}) {
            SocketClient page = SocketClient.open(base, "/api/realtime/ws/" + session);
            page.send(new JsonObject().put("type", "token").put("token", token));
            assertThat(page.awaitClose()).isEqualTo(1008);
            assertThat(page.all("segment")).isEmpty();
        }
        SocketClient first = SocketClient.open(base, "/api/realtime/ws/" + session);
        first.send(new JsonObject().put("type", "ping"));
        assertThat(first.awaitClose()).isEqualTo(1008);
        assertThatThrownBy(() -> SocketClient.open(
                        base, "/api/realtime/ws/" + session, Map.of("Origin", "https://evil.example")))
                .hasMessageContaining("WebSocketHandshakeException");
        try (SocketClient stranger = SocketClient.page(base, session, OTHERS)) { // B74
            says(session, "le technicien de l'autre", Map.of("speaker", "technician"));
            assertThat(stranger.all("segment")).isEmpty();
        }
    }

    @Test
    void aFloodIsCutOff() {
        SocketClient page = SocketClient.page(base, session, KEY);
        for (int i = 0; i < 1_000; i++) {
            try {
                page.send(new JsonObject().put("type", "pong"));
            } catch (CompletionException cutOff) {
                break;
            }
        }
        assertThat(page.awaitClose()).isEqualTo(1008);
    }

    @Test
    void programsUseTheSameSessions() {
        given().header("X-API-Key", KEY)
                .contentType("application/json")
                .body(Map.of("call_id", session, "metadata", Map.of("queue", "support")))
                .post("/api/realtime/call/start")
                .then()
                .statusCode(200)
                .body("session_id", equalTo(session));
        int id = post("/api/realtime/transcription", Map.of("session_id", session, "text", "la caméra ne marche plus"))
                .statusCode(200)
                .body("processing.status", equalTo("processed"))
                .extract()
                .path("suggestions[0].id");
        given().header("X-API-Key", KEY)
                .get("/api/realtime/suggestions/" + session)
                .then()
                .body("suggestions[0].id", equalTo(id));
        String path = "/api/realtime/suggestions/" + id + "/feedback";
        post(path, Map.of("feedback", "helpful")).statusCode(200).body("feedback", equalTo("helpful"));
        post(path, Map.of("feedback", "great")).statusCode(400);
        post(OTHERS, path, Map.of("feedback", "irrelevant")).statusCode(404);
        post("/api/realtime/suggestions/x/feedback", Map.of("feedback", "helpful"))
                .statusCode(404);
        String events = given().header("X-API-Key", KEY)
                .get("/api/realtime/stream/" + session)
                .asString();
        assertThat(events).contains("event:connected", "event:segment", "event:suggestion", "\"id\":" + id);
        post("/api/realtime/call/end", Map.of("call_id", session)).body("session_stats.total_segments", equalTo(1));
    }
}
