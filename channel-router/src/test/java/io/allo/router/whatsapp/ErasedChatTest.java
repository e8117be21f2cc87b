// SPDX-License-Identifier: Apache-2.0
package io.allo.router.whatsapp;

import static io.allo.router.whatsapp.Webhook.message;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.allo.contracts.EndReason;
import io.allo.contracts.account.AccountIdentity;
import io.allo.router.LoggedLines;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ContextStore;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.ConversationKey;
import io.allo.router.conversation.ScriptedModel;
import io.allo.router.stubs.StubSessionConfig;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A chat that its account has erased is nowhere any more: record, inbox, context. */
@QuarkusTest
class ErasedChatTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String KEY = "account-key-of-erased-chats";
    private static final String OTHERS = "other-account-of-erased-chats";

    @TestHTTPResource
    URI base;

    @Inject
    Pool pool;

    @Inject
    ContextStore store;

    @Inject
    ConversationEngine engine;

    @Inject
    StubSessionConfig sessions;

    @Inject
    ScriptedModel model;

    private final String sender = "+337" + ThreadLocalRandom.current().nextLong(10_000_000, 99_999_999);
    private Webhook webhook;

    @BeforeEach
    void reset() {
        sessions.reset();
        model.reset();
        sessions.account(KEY, new AccountIdentity(StubSessionConfig.ACCOUNT, "Demo", "FR"));
        sessions.account(OTHERS, new AccountIdentity(UUID.randomUUID().toString(), "Other", "FR"));
        sessions.agent(Webhook.CALLED, sessions.demoAgent(UUID.randomUUID().toString(), ScriptedModel.NAME));
        webhook = new Webhook(base);
    }

    @Test
    void nothingIsLeftOfAChatThatIsOver() {
        // Given
        Map<String, String> first = message(sender, "mon adresse secrète");
        webhook.post(first);
        String id = newest();
        delete(KEY, id).statusCode(409); // it goes on
        ended(id);
        delete(OTHERS, id).statusCode(404);
        get(id).body("turns", hasSize(2));

        // When
        List<String> logged;
        try (LoggedLines lines = new LoggedLines("io.allo.router.api")) {
            delete(KEY, id).statusCode(204);
            logged = lines.lines();
        }

        // Then
        get(id).statusCode(200)
                .body("turns", hasSize(0))
                .body("toolCalls", hasSize(0))
                .body("caller", nullValue())
                .body("erasedAt", notNullValue())
                .body("endReason.slug", equalTo("agent-hangup"));
        assertThat(everythingKept()).doesNotContain("secrète", sender.substring(1));
        assertThat(store.find(key()).await().atMost(LIMIT)).isEmpty();
        assertThat(logged).anyMatch(line -> line.contains(id) && line.contains(StubSessionConfig.ACCOUNT));

        // And: again; and a message that the provider repeats is not answered again
        String erasedAt = get(id).extract().path("erasedAt");
        delete(KEY, id).statusCode(204);
        get(id).body("erasedAt", equalTo(erasedAt));
        int requests = model.requests().size();
        webhook.post(first);
        assertThat(model.requests()).hasSize(requests);
    }

    @Test
    void theNextChatOfThePersonGoesOn() {
        // Given: one that is over, and one that is not
        webhook.post(message(sender, "la première"));
        String first = newest();
        ended(first);
        webhook.post(message(sender, "la deuxième"));

        // When
        delete(KEY, first).statusCode(204);

        // Then
        webhook.post(message(sender, "encore"));
        assertThat(model.requests().getLast().messages().toString())
                .contains("la deuxième")
                .doesNotContain("la première");
        assertThat(everythingKept()).contains("la deuxième", sender).doesNotContain("la première");
    }

    private void ended(String id) {
        engine.end(key(), EndReason.AGENT_HANGUP).await().atMost(LIMIT);
        await().atMost(LIMIT).untilAsserted(() -> get(id).body("endedAt", notNullValue()));
    }

    private ConversationKey key() {
        return new ConversationKey(StubSessionConfig.ACCOUNT, Channel.WHATSAPP, "wa_" + sender);
    }

    /** The person's own newest one: others' tests write too. */
    private String newest() {
        String sql = "select id from conversations where caller = $1 order by started_at desc limit 1";
        return await().atMost(LIMIT)
                .until(() -> texts(sql, Tuple.of(sender)).stream().findFirst().orElse(""), id -> !id.isEmpty());
    }

    private String everythingKept() {
        return texts("""
                select row_to_json(i)::text as id from inbox i
                union all select row_to_json(c)::text from conversations c
                union all select row_to_json(t)::text from turns t
                union all select row_to_json(k)::text from tool_calls k""", Tuple.tuple()).toString();
    }

    private List<String> texts(String sql, Tuple values) {
        return StreamSupport.stream(
                        pool.preparedQuery(sql)
                                .execute(values)
                                .await()
                                .atMost(LIMIT)
                                .spliterator(),
                        false)
                .map((Row row) -> row.getString("id"))
                .toList();
    }

    private static ValidatableResponse get(String id) {
        return given().header("X-API-Key", KEY).get("/api/conversations/" + id).then();
    }

    private static ValidatableResponse delete(String key, String id) {
        return given().header("X-API-Key", key)
                .delete("/api/conversations/" + id)
                .then();
    }
}
