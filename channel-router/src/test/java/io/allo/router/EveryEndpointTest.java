// SPDX-License-Identifier: Apache-2.0
package io.allo.router;

import static io.allo.router.conversation.ScriptedModel.call;
import static io.allo.router.conversation.ScriptedModel.say;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import io.allo.testkit.HttpEndpoints;
import io.allo.testkit.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every HTTP endpoint of this service as another account finds it, by key and by token: a conversation that is not its own does not
 * exist. Endpoints are read from the classes: one that is not in a list here is taken for one of an account, and has to refuse.
 */
@QuarkusTest
class EveryEndpointTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String MARK = "Viktoria";
    private static final String CALLED = "+33939240770";
    private static final String KEY = "owners-key-of-every-endpoint";
    private static final String STRANGER = "33330000-0000-4000-8000-000000000001";
    private static final String STRANGERS_KEY = "strangers-key-of-every-endpoint";

    /** The same for everybody, of no account. */
    private static final Set<String> OPEN = Set.of(
            "GET /health",
            "GET /debug/slots",
            "GET /demo/chat",
            "GET /admin/cockpit",
            "GET /demo/console-settings",
            "GET /pages/links.json",
            "GET /twilio/test-twiml",
            "POST /twilio/test-twiml",
            "GET /api/whatsapp/health",
            "GET /api/meta/health",
            "GET /api/sms/health",
            "GET /api/vapi/health",
            "GET /api/vapi/test",
            "POST /api/login",
            "POST /api/login/refresh",
            "POST /api/logout");

    /** 200 with what is the caller's own, and nothing of others in it: the same person is another one to another account. */
    private static final Set<String> OWN = Set.of(
            "GET /api/conversations",
            "DELETE /api/persons/{number}",
            "GET /api/inbox",
            "GET /api/inbox/events",
            "GET /api/cockpit/live",
            "GET /api/cockpit/accounts",
            "GET /api/login/accounts",
            "GET /api/cockpit/wallboard",
            "GET /api/cockpit/history",
            // sessions of the technician console: each account has its own of a name
            "GET /demo/get-session-suggestions",
            "POST /demo/send-demo-transcription",
            "POST /demo/start-demo-call",
            "POST /demo/end-demo-call",
            "POST /demo/mute-call",
            "GET /api/console/technicians",
            "POST /api/console/technicians",
            "POST /api/console/sites",
            "GET /api/console/sessions",
            "GET /api/console/analytics",
            "GET /api/console/sites/{id}/calls",
            "GET /api/console/sites/{id}/hints",
            "POST /twilio/initiate-call",
            "POST /twilio/end-call",
            "GET /twilio/token",
            "POST /twilio/token",
            "POST /api/realtime/call/start",
            "POST /api/realtime/call/end",
            "POST /api/realtime/transcription",
            "GET /api/realtime/suggestions/{session}",
            "GET /api/realtime/stream/{session}");

    /** Of providers and people who write: with a proof of their own (signature, secret, token), whatever key of an account comes along. */
    private static final Set<String> PROVEN = Set.of(
            "POST /chat",
            "POST /api/vapi/webhook",
            "POST /api/whatsapp/webhook",
            "POST /api/whatsapp/status",
            "GET /api/meta/webhook",
            "POST /api/meta/webhook",
            "POST /api/sms/webhook",
            "POST /api/sms/status",
            "POST /twilio/incoming",
            "POST /twilio/incoming-completed",
            "POST /twilio/recording-complete",
            "POST /twilio/recording-status",
            "POST /twilio/voice",
            "POST /twilio/after-stream",
            "POST /twilio/transfer-result",
            "POST /twilio/status");

    /** JSON that would be taken; {@code %s} is the conversation. All others get an empty form. */
    private static final Map<String, String> BODIES = Map.of(
            "POST /chat", "{\"message\":\"x\",\"conversation_id\":\"%s\"}",
            "POST /api/meta/webhook", "{}",
            "PUT /api/console/technicians/{id}", "{}",
            "PUT /api/console/sites/{id}", "{}",
            "POST /api/inbox/{id}/take", "{}",
            "POST /api/inbox/{id}/messages", "{\"text\":\"x\"}",
            "POST /api/inbox/{id}/hand-back", "{}",
            "POST /api/inbox/{id}/close", "{}",
            "POST /api/vapi/webhook", "{\"message\":{\"type\":\"status-update\",\"call\":{\"id\":\"%s\"}}}");

    @Inject
    ConversationEngine engine;

    @Inject
    StubSessionConfig sessions;

    @Inject
    ScriptedModel model;

    private String conversation;
    private String before;

    static Stream<String> endpoints() {
        return Stream.of("io.allo.router", "io.allo.loginrelay", "io.allo.pages")
                .flatMap(root -> HttpEndpoints.below(root).stream());
    }

    @BeforeEach
    void aConversationOfAnotherAccount() {
        sessions.reset();
        model.reset();
        sessions.account(KEY, new AccountIdentity(StubSessionConfig.ACCOUNT, "Demo", "FR"));
        sessions.account(STRANGERS_KEY, new AccountIdentity(STRANGER, "Stranger", "FR"));
        sessions.agent(CALLED, sessions.demoAgent(UUID.randomUUID().toString(), ScriptedModel.NAME));
        Contact contact = new Contact(
                Channel.VOICE, CALLED, "+33612345678", UUID.randomUUID().toString());
        Opened opened = engine.open(contact).await().atMost(LIMIT);
        conversation = opened.conversationId();
        model.then(say("Bonjour " + MARK + ". "), call("confirm_order", Map.of("name", MARK)))
                .then(say("Au revoir."));
        UserTurn turn = new UserTurn("t1", UserTurn.Input.TEXT, "Je suis " + MARK, Instant.now());
        engine.userTurn(opened.key(), turn).collect().asList().await().atMost(LIMIT);
        engine.end(opened.key(), EndReason.CALLER_HANGUP).await().atMost(LIMIT);
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(record()).contains(MARK, "caller-hangup", "confirm_order"));
        before = record();
    }

    private String record() {
        return given().header("X-API-Key", KEY)
                .get("/api/conversations/" + conversation)
                .asString();
    }

    @Test
    void thereAreAsManyEndpointsAsOneThinks() {
        assertThat(endpoints())
                .hasSizeGreaterThan(15)
                .contains("DELETE /api/conversations/{id}", "GET /api/conversations/{id}/recording")
                .containsAll(OPEN)
                .containsAll(OWN)
                .containsAll(PROVEN);
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void anotherAccountSeesNothingAndChangesNothing(String endpoint) {
        String token = TestTokens.token(Role.OWNER, STRANGER);
        for (RequestSpecification who : List.of(
                given().header("X-API-Key", STRANGERS_KEY),
                given().queryParam("key", STRANGERS_KEY),
                given().header("Authorization", "Bearer " + token),
                given().header("Authorization", "Bearer " + token)
                        .header("X-Allo-Account", StubSessionConfig.ACCOUNT))) {
            Response answer = send(who, endpoint);

            assertThat(answer.asString()).as(endpoint).doesNotContain(MARK, conversation);
            assertThat(answer.statusCode()).as(endpoint).isLessThan(500);
            if (!OPEN.contains(endpoint) && !OWN.contains(endpoint) && !PROVEN.contains(endpoint)) {
                assertThat(answer.statusCode()).as(endpoint).isIn(401, 403, 404);
            }
        }
        assertThat(record()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void nothingButTheListIsOpen(String endpoint) {
        Response answer = send(given(), endpoint);

        assertThat(answer.asString()).as(endpoint).doesNotContain(MARK);
        if (!OPEN.contains(endpoint) && !PROVEN.contains(endpoint)) {
            assertThat(answer.statusCode()).as(endpoint).isEqualTo(401);
        }
        assertThat(record()).isEqualTo(before);
    }

    private Response send(RequestSpecification who, String endpoint) {
        String[] parts = endpoint.split(" ");
        String body = BODIES.getOrDefault(endpoint, "").replace("%s", conversation);
        RequestSpecification request = body.isEmpty()
                ? parts[0].equals("POST") ? who.contentType("application/x-www-form-urlencoded") : who
                : who.contentType("application/json").body(body);
        String path = parts[1].replace("{number}", "+33612345678")
                .replace("{session}", "named-by-whoever-asks")
                .replaceAll("\\{[a-zA-Z]+}", conversation);
        return request.request(parts[0], path);
    }
}
