// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.session;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.allo.sessionconfig.session.Facts.Flags;
import io.allo.sessionconfig.sipaccount.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The service on its real database: import, routing, session. Rows A13-A17, A23-A31, A112. */
@QuarkusTest
@WithTestResource(StubExecutor.class)
class SessionConfigServiceTest {
    @Inject
    Sql sql;

    private static final String SERVICE_KEY = "test-service-key-0123456789";
    private static final String ACCOUNT_KEY = "account-key-0123456789";
    private static final String AGENT_ID = "22220000-0000-4000-8000-000000000001";

    @BeforeEach
    void theDemoAccountAndItsRestaurant() {
        StubExecutor.FACTS.set(Facts.of(Flags.ALL, null));
        StubExecutor.QUERIES.clear();
        importAccount(Facts.ACCOUNT_ID, ACCOUNT_KEY, AGENT_ID, "+33939240575")
                .then()
                .statusCode(200);
    }

    private static RequestSpecification service() {
        return given().header("X-API-Key", SERVICE_KEY).contentType("application/json");
    }

    private static Response importAccount(String id, String key, String agent, String number) {
        return importAccount(id, key, agent, number, Map.of("restaurantId", Facts.RESTAURANT_ID));
    }

    private static Response importAccount(
            String id, String key, String agent, String number, Map<String, Object> config) {
        return service()
                .body(Map.of(
                        "name",
                        "Démo",
                        "region",
                        "FR",
                        "keys",
                        List.of(Map.of("label", "k", "key", key)),
                        "agents",
                        List.of(Map.ofEntries(
                                Map.entry("id", agent),
                                Map.entry("name", "Pizzeria"),
                                Map.entry("model", "built-in"),
                                Map.entry("voice", "sage"),
                                Map.entry("languages", List.of("fr", "en")),
                                Map.entry("ringTimeoutSeconds", 1.5),
                                Map.entry("maxCallDurationSec", 600),
                                Map.entry("externalSessionUrl", "http://localhost:4000/api/ai"),
                                Map.entry("externalSessionKey", key),
                                Map.entry("config", config),
                                Map.entry(
                                        "addresses",
                                        List.of(
                                                Map.of("channel", "voice", "address", number),
                                                Map.of("channel", "web", "address", "demo-" + agent)))))))
                .put("/internal/accounts/" + id);
    }

    @Test
    void importedTwiceNothingChanges() {
        importAccount(Facts.ACCOUNT_ID, ACCOUNT_KEY, AGENT_ID, "+33939240575")
                .then()
                .statusCode(200);

        service()
                .body(Map.of("channel", "voice", "called", "0033 9 39 24 05 75"))
                .post("/internal/contacts/resolve")
                .then()
                .statusCode(200)
                .body("agentId", equalTo(AGENT_ID))
                .body("accountId", equalTo(Facts.ACCOUNT_ID))
                .body("ringTimeoutSeconds", equalTo(1.5f))
                .body("languages", equalTo(List.of("fr", "en")))
                .body("restaurantId", equalTo(Facts.RESTAURANT_ID))
                .body("externalSessionKey", equalTo(ACCOUNT_KEY));
    }

    @Test
    void whatCallsTellAndKeepIsTheAgentsToSay() {
        resolved()
                .body(
                        "privacy",
                        equalTo(Map.of(
                                "aiDisclosure",
                                true,
                                "consent",
                                "off",
                                "recording",
                                false,
                                "collect",
                                false,
                                "onePerson",
                                false)));

        Map<String, Object> other = Map.of(
                "aiDisclosure", false, "consent", "opt-in", "recording", true, "collect", true, "onePerson", true);
        withPrivacy(other).then().statusCode(200);
        resolved().body("privacy", equalTo(other));

        withPrivacy(Map.of("consent", "maybe"))
                .then()
                .statusCode(400)
                .body("error", containsString("off | announce | opt-in | opt-out"));
        withPrivacy("yes").then().statusCode(400);
    }

    /** D22: whose ears and voice an agent has is the agent's to say. */
    @Test
    void anAgentChoosesItsRecogniserItsVoiceAndItsPauses() {
        resolved().body("speech", equalTo(Map.of("endOfTurn", Map.of(), "tuning", Map.of())));
        Map<String, Object> speech = Map.of(
                "recognizer", "deepgram",
                "recognizerModel", "nova-3",
                "synthesizer", "elevenlabs",
                "synthesizerModel", "eleven_flash_v2_5",
                "voiceId", "21m00Tcm4TlvDq8ikWAM",
                "endOfTurn", Map.of("endpointingMs", 500, "aheadMs", 0),
                "uninterruptible", List.of("Toute annulation coûte dix euros."));

        with("speech", speech).then().statusCode(200);

        Map<String, Object> told = new HashMap<>(speech);
        told.put("tuning", Map.of());
        resolved().body("speech", equalTo(told));
    }

    @Test
    void anUnknownSpeechServiceIsRefusedWithThoseThatThereAre() {
        with("speech", Map.of("recognizer", "whisperer", "synthesizer", "festival", "speed", 3, "pitch", 1))
                .then()
                .statusCode(422)
                .body(
                        "errors.find { it.field == 'agents[0].config.speech.recognizer' }.message",
                        equalTo("expected one of deepgram, openai"))
                .body(
                        "errors.find { it.field == 'agents[0].config.speech.synthesizer' }.message",
                        equalTo("expected one of elevenlabs, openai, local"))
                .body(
                        "errors.find { it.field == 'agents[0].config.speech.speed' }.message",
                        equalTo("expected 0.7 to 1.2"))
                .body("error", containsString("speech.pitch: unknown, expected endOfTurn, recognizer"));
        with("speech", Map.of("endOfTurn", Map.of("endpointingMs", "long")))
                .then()
                .statusCode(422)
                .body("error", containsString("milliseconds from 10 to 10000"));
        with("speech", Map.of("uninterruptible", List.of("Bon")))
                .then()
                .statusCode(422)
                .body("error", containsString("at most 20 texts of 4 to 300 characters"));
    }

    @Test
    void anAgentHandsPeopleOverInItsOwnWay() {
        with("transferMode", "supervised").then().statusCode(200);
        resolved().body("transferMode", equalTo("supervised"));

        with("transferMode", "somehow")
                .then()
                .statusCode(422)
                .body(
                        "errors.find { it.field == 'agents[0].config.transferMode' }.message",
                        equalTo("expected one of blind, refer, bridge, supervised"));
    }

    @Test
    void vapisModeAndSecretAreTheAgentsAndTheSecretIsStoredEncrypted() {
        with("vapi", Map.of("mode", "server", "secret", "vapi-secret-1")).then().statusCode(200);
        resolved().body("vapi", equalTo(Map.of("mode", "server", "secret", "vapi-secret-1")));
        assertThat(sql.texts("select config from agents where id = '" + AGENT_ID + "'"))
                .singleElement()
                .asString()
                .contains("server")
                .doesNotContain("vapi-secret-1");

        with("vapi", Map.of("mode", "both"))
                .then()
                .statusCode(422)
                .body("error", containsString("expected one of classic, server"));
    }

    private static Response with(String name, Object settings) {
        Map<String, Object> config = Map.of("restaurantId", Facts.RESTAURANT_ID, name, settings);
        return importAccount(Facts.ACCOUNT_ID, ACCOUNT_KEY, AGENT_ID, "+33939240575", config);
    }

    private static Response withPrivacy(Object privacy) {
        Map<String, Object> config = Map.of("restaurantId", Facts.RESTAURANT_ID, "privacy", privacy);
        return importAccount(Facts.ACCOUNT_ID, ACCOUNT_KEY, AGENT_ID, "+33939240575", config);
    }

    private static ValidatableResponse resolved() {
        return service()
                .body(Map.of("channel", "voice", "called", "+33939240575"))
                .post("/internal/contacts/resolve")
                .then()
                .statusCode(200);
    }

    @Test
    void anAddressOfNobodyIs404AndAnUnfitRequest400() {
        service()
                .body(Map.of("channel", "voice", "called", "+33111111111"))
                .post("/internal/contacts/resolve")
                .then()
                .statusCode(404);
        service()
                .body(Map.of("channel", "fax", "called", "x"))
                .post("/internal/contacts/resolve")
                .then()
                .statusCode(400)
                .body("error", containsString("voice, whatsapp"));
        service().body("{broken").post("/internal/contacts/resolve").then().statusCode(400);
    }

    @Test
    void anAgentOfAnotherAccountCannotBeTaken() {
        importAccount("33330000-0000-4000-8000-000000000003", "another-account-key-1", AGENT_ID, "+33900000001")
                .then()
                .statusCode(409);
    }

    @Test
    void internalPathsNeedTheServiceKey() {
        given().header("X-API-Key", ACCOUNT_KEY)
                .contentType("application/json")
                .body(Map.of("channel", "voice", "called", "x"))
                .post("/internal/contacts/resolve")
                .then()
                .statusCode(401);
        service()
                .body(Map.of("key", ACCOUNT_KEY))
                .post("/internal/accounts/authenticate")
                .then()
                .statusCode(200)
                .body("accountId", equalTo(Facts.ACCOUNT_ID))
                .body("region", equalTo("FR"));
        service()
                .body(Map.of("key", "nobody's key"))
                .post("/internal/accounts/authenticate")
                .then()
                .statusCode(404);
    }

    @Test
    @DisplayName("A14, A15, A16: without a key 401, without a restaurant 400, of an unknown restaurant 404")
    void theSessionNeedsAKeyAndARestaurant() {
        given().queryParam("restaurantId", Facts.RESTAURANT_ID)
                .get("/api/ai")
                .then()
                .statusCode(401);
        given().queryParam("key", ACCOUNT_KEY)
                .get("/api/ai")
                .then()
                .statusCode(400)
                .body("error", containsString("restaurantId"));
        given().queryParam("key", ACCOUNT_KEY)
                .queryParam("restaurantId", "x")
                .get("/api/ai")
                .then()
                .statusCode(400);
        given().queryParam("key", ACCOUNT_KEY)
                .queryParam("restaurantId", "5d0e0000-0000-4000-8000-00000000dead")
                .get("/api/ai")
                .then()
                .statusCode(404)
                .body("error", containsString("unknown"));
    }

    @Test
    @DisplayName("A13, A23, A24, A26, A28, A29, A30, A31: the session has every field")
    void theSessionHasEveryFieldOfTheContract() {
        Response answer = given().header("X-API-Key", ACCOUNT_KEY)
                .queryParam("restaurantId", Facts.RESTAURANT_ID)
                .queryParam("callerPhone", "+33612345678")
                .get("/api/ai");
        answer.then()
                .statusCode(200)
                .body("systemPrompt", containsString("Pizzeria Allô"))
                .body("tools", hasSize(12))
                .body("tools[0].type", equalTo("function"))
                .body("tools[0].parameters.required", equalTo(List.of("mode")))
                .body("voice", equalTo("sage"))
                .body("itemMap.'4'.name", equalTo("Menu midi"))
                .body("initialContext.item_map.'4'.id", equalTo("m1"))
                .body("initialContext.containsKey('customer_id')", equalTo(true))
                .body(
                        "initialContext.findAll { it.key.startsWith('customer_') }.values().findAll { it != null }",
                        hasSize(0))
                .body("initialContext.transfer_phone", equalTo("+33100000000"))
                .body("sipCredentials.source", equalTo("demo"))
                .body("sipCredentials.domain", equalTo("sip.twilio.com"))
                .body("aiCostMarginPct", equalTo(30))
                .body("currency", equalTo("EUR"))
                .body("exchangeRateToLocal", equalTo(1))
                .body("timezone", equalTo("Europe/Paris"))
                .body("avgPrepTimeMin", equalTo(25))
                .body("deliveryEnabled", equalTo(true))
                .body("reservationEnabled", equalTo(true))
                .body("transferEnabled", equalTo(true))
                .body("transferPhoneNumber", equalTo("+33100000000"))
                .body("transferAutomatic", equalTo(false))
                .body("customerContext", nullValue())
                .body("allo.items", hasSize(4));
        assertThat(answer.jsonPath().getMap("itemMap"))
                .isEqualTo(answer.jsonPath().getMap("initialContext.item_map"));
        assertThat(StubExecutor.QUERIES).containsExactly("callerPhone=%2B33612345678");
    }

    @Test
    @DisplayName("A21, A27: a known caller is in context and greeting, with where he is delivered to")
    void aKnownCallerIsInContextAndGreeting() {
        StubExecutor.FACTS.set(Facts.of(Flags.ALL, Facts.knownCustomer()));

        given().header("X-API-Key", ACCOUNT_KEY)
                .queryParam("restaurantId", Facts.RESTAURANT_ID)
                .get("/api/ai")
                .then()
                .statusCode(200)
                .body("initialContext.customer_name", equalTo("Jeanne"))
                .body("initialContext.customer_delivery_lat", equalTo(48.86f))
                .body("initialContext.customer_delivery_lng", equalTo(2.38f))
                .body("greeting", containsString("Jeanne"))
                .body("customerContext.totalOrders", equalTo(4));
    }

    @Test
    void anotherAccountsRestaurantDoesNotExist() {
        importAccount(
                        "44440000-0000-4000-8000-000000000004",
                        "other-account-key-0123",
                        "22220000-0000-4000-8000-000000000004",
                        "+33900000004")
                .then()
                .statusCode(200);

        given().header("X-API-Key", "other-account-key-0123")
                .queryParam("restaurantId", Facts.RESTAURANT_ID)
                .get("/api/ai")
                .then()
                .statusCode(404)
                .body("error", not(containsString("account")));
    }
}
