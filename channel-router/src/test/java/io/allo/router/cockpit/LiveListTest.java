// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cockpit;

import static io.allo.router.conversation.ScriptedModel.say;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.access.Role;
import io.allo.contracts.EndReason;
import io.allo.contracts.account.AccountIdentity;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.Contact;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.Opened;
import io.allo.router.conversation.ScriptedModel;
import io.allo.router.conversation.UserTurn;
import io.allo.router.stubs.StubSessionConfig;
import io.allo.testkit.TestTokens;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes on now, by HTTP and pushed to pages. */
@QuarkusTest
class LiveListTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String KEY = "account-key-of-the-cockpit";
    private static final String STRANGER = "33330000-0000-4000-8000-0000000000c0";
    private static final String CALLED = "+33939240880";
    private static final String CALLER = "+33612345678";

    @TestHTTPResource("/")
    String base;

    @Inject
    ConversationEngine engine;

    @Inject
    StubSessionConfig sessions;

    @Inject
    ScriptedModel model;

    private Opened call;

    @BeforeEach
    void aCallGoesOn() {
        sessions.reset();
        model.reset();
        sessions.account(KEY, new AccountIdentity(StubSessionConfig.ACCOUNT, "Demo", "FR"));
        sessions.agent(CALLED, sessions.demoAgent(UUID.randomUUID().toString(), ScriptedModel.NAME));
        Contact contact =
                new Contact(Channel.VOICE, CALLED, CALLER, UUID.randomUUID().toString());
        call = engine.open(contact).await().atMost(LIMIT);
        caller("t1", "Je veux <b>une table</b>", "Pour combien de personnes ?");
    }

    @AfterEach
    void itEnds() {
        engine.end(call.key(), EndReason.CALLER_HANGUP).await().atMost(LIMIT);
    }

    private void caller(String id, String words, String answer) {
        model.then(say(answer));
        engine.userTurn(call.key(), new UserTurn(id, UserTurn.Input.SPEECH, words, Instant.now()))
                .collect()
                .asList()
                .await()
                .atMost(LIMIT);
    }

    @Test
    void aRunningCallIsListedWithItsLastWordsUntilItEnds() {
        await().atMost(LIMIT)
                .untilAsserted(() -> given().header("X-API-Key", KEY)
                        .get("/api/cockpit/live")
                        .then()
                        .statusCode(200)
                        .body(mine("channel"), equalTo("voice"))
                        .body(mine("state"), equalTo("agent"))
                        .body(mine("person"), equalTo(CALLER))
                        .body(mine("lastTurns*.text"), hasItem("Pour combien de personnes ?"))
                        .body(mine("lastTurns*.role"), hasItem("user")));
        engine.end(call.key(), EndReason.CALLER_HANGUP).await().atMost(LIMIT);
        await().atMost(LIMIT)
                .untilAsserted(() -> given().header("X-API-Key", KEY)
                        .get("/api/cockpit/live")
                        .then()
                        .body("conversations.id", not(hasItem(call.conversationId()))));
    }

    private String mine(String path) {
        return "conversations.find { it.id == '" + call.conversationId() + "' }." + path;
    }

    @Test
    void whoDoesNotLeadSeesNoNumbersAndAnotherAccountNothing() {
        String technician = TestTokens.token(Role.TECHNICIAN, StubSessionConfig.ACCOUNT);
        await().atMost(LIMIT)
                .untilAsserted(() -> given().header("Authorization", "Bearer " + technician)
                        .get("/api/cockpit/live")
                        .then()
                        .statusCode(200)
                        .body(mine("person"), equalTo("+33•••••••78")));
        given().header("Authorization", "Bearer " + TestTokens.token(Role.OWNER, STRANGER))
                .get("/api/cockpit/live")
                .then()
                .statusCode(200)
                .body("conversations", empty());
        given().get("/api/cockpit/live").then().statusCode(401);
    }

    @Test
    void pagesAreToldWhatChangesAndWhatIsSaidInTheCallsThatTheyFollow() {
        try (PageClient page = supervisor()) {
            assertThat(page.await("ready").path("leads").asBoolean()).isTrue();
            await().atMost(LIMIT).until(() -> page.card(call.conversationId()) != null);
            page.say("{\"type\":\"follow\",\"conversation\":\"" + call.conversationId() + "\"}");
            assertThat(line(page, "Je veux <b>une table</b>").path("role").asText())
                    .isEqualTo("user");

            caller("t2", "Quatre", "C'est noté.");

            assertThat(line(page, "C'est noté.").path("role").asText()).isEqualTo("agent");
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(page.card(call.conversationId()))
                            .asString()
                            .contains("C'est noté."));
            engine.end(call.key(), EndReason.CALLER_HANGUP).await().atMost(LIMIT);
            await().atMost(LIMIT).until(() -> page.card(call.conversationId()) == null);
        }
    }

    @Test
    void aPageOfAnotherAccountSeesNothingOfIt() {
        try (PageClient page = new PageClient(base).login(TestTokens.token(Role.OWNER, STRANGER));
                PageClient ours = supervisor()) {
            page.await("live");
            page.say("{\"type\":\"follow\",\"conversation\":\"" + call.conversationId() + "\"}");
            ours.say("{\"type\":\"follow\",\"conversation\":\"" + call.conversationId() + "\"}");
            caller("t2", "Quatre", "C'est noté.");
            line(ours, "C'est noté.");
            assertThat(page.told.toString()).doesNotContain("noté", "table", call.conversationId());
        }
    }

    @Test
    void anAdministratorChoosesAnAccount() {
        String admin = TestTokens.token(Role.ADMIN, null);
        given().header("Authorization", "Bearer " + admin)
                .get("/api/cockpit/accounts")
                .then()
                .statusCode(200)
                .body("name", hasItem("Demo"))
                .body("[0].email", nullValue());
        given().header("X-API-Key", KEY).get("/api/cockpit/accounts").then().statusCode(401);
        try (PageClient page = new PageClient(base)) {
            page.say("{\"type\":\"token\",\"token\":\"" + admin + "\",\"accountId\":\"" + StubSessionConfig.ACCOUNT
                    + "\"}");
            await().atMost(LIMIT).until(() -> page.card(call.conversationId()) != null);
        }
        try (PageClient none = new PageClient(base).login(admin)) {
            await().atMost(LIMIT).until(() -> none.closeCode == 1008);
        }
    }

    @Test
    void nobodySeesAnythingWithoutALoginAndNonsenseIsRefused() {
        try (PageClient page = new PageClient(base)) {
            page.say("{\"type\":\"follow\",\"conversation\":\"" + call.conversationId() + "\",\"ref\":\"1\"}");
            JsonNode refused = page.await("refused");
            assertThat(refused.path("code").asText()).isEqualTo("login");
            assertThat(refused.path("ref").asText()).isEqualTo("1");
            page.say("[1").say("null").say("{\"type\":{}}");
            await().atMost(LIMIT).until(() -> page.told.size() == 4);
            page.login("ey.no.token");
            await().atMost(LIMIT).until(() -> page.closeCode == 1008);
            assertThat(page.told.toString()).doesNotContain("table");
        }
    }

    private PageClient supervisor() {
        return new PageClient(base).login(TestTokens.token(Role.SUPERVISOR, StubSessionConfig.ACCOUNT));
    }

    private static JsonNode line(PageClient page, String words) {
        JsonNode message =
                page.await(told -> told.path("lines").findValuesAsText("text").contains(words));
        for (JsonNode line : message.path("lines")) {
            if (line.path("text").asText().equals(words)) {
                return line;
            }
        }
        throw new AssertionError(words);
    }
}
