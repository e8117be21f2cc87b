// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cockpit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.allo.access.Role;
import io.allo.testkit.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The search in what was, and the wallboard, on an account of their own. */
@QuarkusTest
class HistoryTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int MANY = 1_000;

    @Inject
    Pool pool;

    private final String account = UUID.randomUUID().toString();
    private final String owner = TestTokens.token(Role.OWNER, account);

    @BeforeEach
    void conversations() {
        run("""
                insert into conversations (id, account_id, channel, session_id, agent_id, agent_name, caller, language, degraded,
                  started_at, last_at, ended_at, end_category, end_slug)
                select '%1$s-' || n, '%1$s', case when n %% 4 = 0 then 'whatsapp' else 'voice' end, '%1$s-' || n, 'a' || n %% 2,
                  'Léa', '+336' || (10000000 + n), 'fr', false, now() - n * interval '1 minute', now(),
                  now() - n * interval '1 minute' + interval '30 seconds', case when n %% 10 = 1 then 'server' else 'success' end, 'x'
                from generate_series(1, %2$d) n""".formatted(account, MANY));
        run("""
                insert into turns (conversation_id, number, role, text, at, heard_ms)
                select '%1$s-' || n, t, case when t = 0 then 'user' else 'agent' end,
                  case when n = 7 and t = 0 then 'Cent %% <i>remise</i>' else 'tour ' || t end, now(), case when t = 1 then 800 end
                from generate_series(1, %2$d) n, generate_series(0, 1) t""".formatted(account, MANY));
    }

    private void run(String sql) {
        pool.query(sql).execute().await().atMost(LIMIT);
    }

    private ValidatableResponse find(String token, String query) {
        return given().header("Authorization", "Bearer " + token)
                .get("/api/cockpit/history" + query)
                .then();
    }

    @Test
    void aThousandAreFoundQuicklyAndPageByPage() {
        long begun = System.nanoTime();
        find(owner, "?limit=1000").statusCode(200).body("conversations", hasSize(MANY));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        String next = find(owner, "?limit=3")
                .body("conversations", hasSize(3))
                .extract()
                .path("next");
        find(owner, "?limit=3&before=" + next)
                .body("conversations.id", contains(account + "-4", account + "-5", account + "-6"));
    }

    @Test
    void itIsSearchedByWordsChannelAgentEndAndTime() {
        given().header("Authorization", "Bearer " + owner)
                .queryParam("q", "cent % <I>")
                .get("/api/cockpit/history")
                .then()
                .body("conversations.id", contains(account + "-7"))
                .body("conversations[0].words", equalTo("Cent % <i>remise</i>"))
                .body("conversations[0].latencyMs", equalTo(800))
                .body("conversations[0].durationMs", equalTo(30_000));
        given().header("Authorization", "Bearer " + owner)
                .queryParam("q", "+33610000042")
                .get("/api/cockpit/history")
                .then()
                .body("conversations.id", contains(account + "-42"));
        find(owner, "?channel=whatsapp&limit=1000")
                .body("conversations", hasSize(MANY / 4))
                .body("conversations.channel", everyItem(equalTo("whatsapp")));
        find(owner, "?end=server&limit=1000").body("conversations", hasSize(MANY / 10));
        find(owner, "?agent=a1&limit=1000").body("conversations", hasSize(MANY / 2));
        find(owner, "?q=_").body("conversations", hasSize(0));
        find(owner, "?from=2999-01-01T00:00:00Z").body("conversations", hasSize(0));
        find(owner, "?channel=fax").statusCode(400);
        find(owner, "?from=now").statusCode(400);
        find(owner, "?limit=1001").statusCode(400);
        find(owner, "?q=" + "x".repeat(101)).statusCode(400);
    }

    @Test
    void numbersAreForWhoLeads() {
        find(owner, "?limit=1").body("conversations[0].person", equalTo("+33610000001"));
        find(TestTokens.token(Role.TECHNICIAN, account), "?limit=1")
                .body("conversations[0].person", equalTo("+33•••••••01"));
        find(TestTokens.token(Role.OWNER, UUID.randomUUID().toString()), "").body("conversations", hasSize(0));
        for (Role role : new Role[] {Role.STAFF, Role.TECHNICIAN}) {
            given().header("Authorization", "Bearer " + TestTokens.token(role, account))
                    .get("/api/cockpit/conversations/" + account + "-1/ladder")
                    .then()
                    .statusCode(403);
        }
    }

    @Test
    void theWallboardCountsTheDay() {
        run("update conversations set ended_at = null, end_category = null where id = '" + account + "-1'");
        run("insert into call_supervision (conversation_id, account_id, actor, name, mode) values ('" + account
                + "-1', '" + account + "', 'user:1', 'Marie', 'held')");
        given().header("Authorization", "Bearer " + owner)
                .get("/api/cockpit/wallboard")
                .then()
                .statusCode(200)
                .body("running.voice", equalTo(1))
                .body("held", equalTo(1))
                .body("waiting", equalTo(0))
                .body("calls.count", greaterThanOrEqualTo(700))
                .body("calls.answered", equalTo(1.0f))
                .body("calls.failed", notNullValue())
                .body("calls.answerP50Ms", equalTo(800))
                .body("calls.averageSeconds", equalTo(30))
                .body("trunks", nullValue()); // no gateway here
        given().header("Authorization", "Bearer " + owner)
                .get("/api/cockpit/conversations/" + account + "-1/ladder")
                .then()
                .statusCode(404);
        given().header("Authorization", "Bearer " + owner)
                .get("/api/cockpit/live")
                .then()
                .body("conversations[0].state", equalTo("held"))
                .body("conversations[0].holder.name", equalTo("Marie"));
    }
}
