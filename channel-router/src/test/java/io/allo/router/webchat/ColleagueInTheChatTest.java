// SPDX-License-Identifier: Apache-2.0
package io.allo.router.webchat;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.contracts.account.AccountIdentity;
import io.allo.contracts.session.TakeoverSettings;
import io.allo.router.conversation.ScriptedModel;
import io.allo.router.stubs.StubSessionConfig;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A person of the business takes a web chat over, as the widget sees it. */
@QuarkusTest
class ColleagueInTheChatTest {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final String KEY = "account-key-of-colleagues";

    @TestHTTPResource
    URI base;

    @Inject
    StubSessionConfig sessions;

    @Inject
    ScriptedModel model;

    @Inject
    Pool pool;

    private final String agent = "web-" + UUID.randomUUID();

    @BeforeEach
    void reset() {
        sessions.reset();
        model.reset();
        sessions.account(KEY, new AccountIdentity(StubSessionConfig.ACCOUNT, "Demo", "FR"));
        sessions.agent(
                agent,
                sessions.demoAgent(UUID.randomUUID().toString(), ScriptedModel.NAME)
                        .with(TakeoverSettings.USUAL));
    }

    @Test
    void hisWordsAppearOnEveryReplicaAndAgainAfterAReload() {
        JsonObject ready;
        try (ChatClient client = ChatClient.open(base, agent)) {
            ready = client.start();
            client.write("m1", "Je voudrais parler à un humain.");
            assertThat(client.answerTo("m1").getString("text")).startsWith("Je demande à un collègue");
            String id = waiting();
            client.write("m2", "allô ?");
            assertThat(client.answerTo("m2").getString("text")).isEmpty();
            assertThat(client.answerTo("m2").getString("state")).isEqualTo("open");

            post(id, "take", Map.of("name", "Marie"));
            post(id, "messages", Map.of("text", "Ici Marie"));
            await().atMost(LIMIT)
                    .until(() ->
                            client.all("final").stream().anyMatch(one -> "Ici Marie".equals(one.getString("text"))));

            // another replica has sent the next one
            post(id, "messages", Map.of("text", "Encore moi"));
            await().atMost(LIMIT).until(() -> shown(client, "Encore moi") >= 1);
            pool.query("update inbox set owner = 'another replica', finished_at = now() where body = 'Encore moi'")
                    .execute()
                    .await()
                    .atMost(LIMIT);
            await().atMost(LIMIT).until(() -> shown(client, "Encore moi") >= 2);

            post(id, "hand-back", Map.of());
            client.write("m3", "merci");
            assertThat(client.answerTo("m3").getString("text")).isEqualTo("you said merci");
        }
        try (ChatClient again = ChatClient.open(base, agent)) {
            again.resume(ready, 0);
            JsonObject marie = again.next("history").getJsonArray("entries").stream()
                    .map(JsonObject.class::cast)
                    .filter(entry -> "Ici Marie".equals(entry.getString("reply")))
                    .findFirst()
                    .orElseThrow();
            assertThat(marie.containsKey("text")).isFalse();
        }
    }

    private static long shown(ChatClient client, String text) {
        return client.all("final").stream()
                .filter(one -> text.equals(one.getString("text")))
                .count();
    }

    /** The newest web chat that waits. */
    private static String waiting() {
        String[] id = {null};
        await().atMost(LIMIT).until(() -> {
            id[0] = given().header("X-API-Key", KEY)
                    .get("/api/inbox?state=waiting&channel=web&limit=1")
                    .path("conversations[0]?.id");
            return id[0] != null;
        });
        return id[0];
    }

    private static void post(String id, String action, Map<String, Object> body) {
        given().header("X-API-Key", KEY)
                .contentType("application/json")
                .body(body)
                .post("/api/inbox/" + id + "/" + action)
                .then()
                .statusCode(action.equals("messages") ? 202 : 200);
    }
}
