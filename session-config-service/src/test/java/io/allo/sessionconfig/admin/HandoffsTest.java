// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.admin;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.allo.sessionconfig.sipaccount.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** To whom an agent may hand a conversation over: agents of its own account, told to the router with the session. */
@QuarkusTest
class HandoffsTest {
    private String account;

    @BeforeEach
    void anAccount() {
        account = account();
    }

    private static String account() {
        return Api.service()
                .body(Map.of("name", "Handoffs " + UUID.randomUUID()))
                .post("/api/accounts")
                .then()
                .extract()
                .path("id");
    }

    private static ValidatableResponse create(String account, String name, List<?> handoffs) {
        return Api.service()
                .body(Map.of(
                        "name",
                        name,
                        "accountId",
                        account,
                        "aiModel",
                        "reception",
                        "chatEnabled",
                        true,
                        "config",
                        Map.of("handoffs", handoffs)))
                .post("/api/agents")
                .then();
    }

    private static String id(ValidatableResponse created) {
        return created.statusCode(201).extract().path("id");
    }

    @Test
    void theRouterLearnsTheRulesAndMayAskForTheOtherAgent() {
        // Given
        String booking = id(create(account, "Booking", List.of()));
        Map<String, Object> rule = Map.of(
                "name", "booking",
                "when", "somebody wants a table",
                "shares", Map.of("transcript", "all", "context", List.of("party"), "contact", false),
                "announce", Map.of("fr", "Je vous passe la réservation.", "en", "I pass you on."),
                "keywords", Map.of("fr", List.of("réserver")));

        // When
        ValidatableResponse reception = create(account, "Reception", List.of(rule));

        // Then
        Map<String, String> contact =
                Map.of("channel", "web", "called", reception.extract().path("publicToken"));
        Api.service()
                .body(contact)
                .post("/internal/contacts/resolve")
                .then()
                .statusCode(200)
                .body("handoffs[0].agentId", equalTo(booking))
                .body("handoffs[0].name", equalTo("Booking"))
                .body("handoffs[0].shares.transcript", equalTo("all"))
                .body("handoffs[0].shares.contact", equalTo(false))
                .body("handoffs[0].keywords.fr", contains("réserver"));
        Api.service()
                .get("/internal/contacts/agents/" + account + "/" + booking)
                .then()
                .statusCode(200)
                .body("agentName", equalTo("Booking"))
                .body("model", equalTo("reception"));
    }

    @Test
    void agentsMayNameOneAnother() {
        String one = id(create(account, "One", List.of()));
        String two = id(create(account, "Two", List.of(Map.of("agentId", one, "when", "it is about one"))));
        Api.service()
                .body(Map.of("config", Map.of("handoffs", List.of(Map.of("agentId", two, "when", "it is about two")))))
                .put("/api/agents/" + one)
                .then()
                .statusCode(200)
                .body("config.handoffs[0].name", equalTo("Two"));
    }

    @Test
    void anotherAccountsAgentAnUnknownOneAndItselfAreRefusedAlike() {
        String foreign = id(create(account(), "Foreign", List.of()));
        create(account, "A", List.of(Map.of("agentId", foreign, "when", "never")))
                .statusCode(422)
                .body("errors.field", hasItem("config.handoffs[0].agentId"))
                .body("error", containsString("the account has no such agent"));
        create(account, "A", List.of(Map.of("name", "Nobody", "when", "never")))
                .statusCode(422)
                .body("error", containsString("the account has no such agent"));
        String self = id(create(account, "Self", List.of()));
        Api.service()
                .body(Map.of("config", Map.of("handoffs", List.of(Map.of("name", "Self", "when", "always")))))
                .put("/api/agents/" + self)
                .then()
                .statusCode(422);
        Api.service()
                .get("/internal/contacts/agents/" + account + "/" + foreign)
                .then()
                .statusCode(404);
    }

    /** Vapi's model, prompt and tools are Vapi's to the end of the call: rules would do nothing, and nobody would know. */
    @Test
    void anAgentWhoseCallsVapisModelHoldsHandsOverToNobody() {
        create(account, "Booking", List.of());
        Api.service()
                .body(Map.of(
                        "name",
                        "Reception",
                        "accountId",
                        account,
                        "aiModel",
                        "reception",
                        "config",
                        Map.of(
                                "vapi",
                                Map.of("mode", "server"),
                                "handoffs",
                                List.of(Map.of("name", "Booking", "when", "an appointment")))))
                .post("/api/agents")
                .then()
                .statusCode(400)
                .body("error", containsString("config.handoffs"))
                .body("error", containsString("not with vapi.mode server"));
    }

    @Test
    void rulesOfAnotherShapeAreRefusedWithTheirFields() {
        create(account, "A", List.of(Map.of("agentId", "x", "shares", Map.of("transcript", "some"), "why", "x")))
                .statusCode(400)
                .body("error", containsString("config.handoffs[0].when"))
                .body("error", containsString("config.handoffs[0].shares.transcript"))
                .body("error", containsString("config.handoffs[0].why"));
    }

    @Test
    void importedAgentsMayNameOneAnother() {
        String imported = UUID.randomUUID().toString();
        String one = UUID.randomUUID().toString();
        String two = UUID.randomUUID().toString();
        Api.service()
                .body(document(agent(one, "One", two), agent(two, "Two", one)))
                .put("/internal/accounts/" + imported)
                .then()
                .statusCode(200);
        Api.service()
                .get("/internal/contacts/agents/" + imported + "/" + two)
                .then()
                .statusCode(200)
                .body("handoffs[0].agentId", equalTo(one));
        Api.service()
                .body(document(agent(one, "One", UUID.randomUUID().toString())))
                .put("/internal/accounts/" + imported)
                .then()
                .statusCode(422);
    }

    @SafeVarargs
    private static Map<String, Object> document(Map<String, Object>... agents) {
        return Map.of("name", "Imported", "region", "FR", "agents", List.of(agents));
    }

    private static Map<String, Object> agent(String id, String name, String other) {
        return Map.of(
                "id",
                id,
                "name",
                name,
                "model",
                "reception",
                "voice",
                "sage",
                "languages",
                List.of("fr"),
                "ringTimeoutSeconds",
                1,
                "maxCallDurationSec",
                600,
                "config",
                Map.of("handoffs", List.of(Map.of("agentId", other, "when", "it is his"))));
    }
}
