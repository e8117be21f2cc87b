// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.allo.sessionconfig.sipaccount.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where channel-router is told to send an ended call. */
@QuarkusTest
class CallEndWebhookTest {
    private static final String SESSION = "https://shop.example.org/api/ai";

    @Test
    void theKeyGoesToTheServerThatItWasGivenFor() {
        String agent = agent("https://shop.example.org:443/api/calls", SESSION);

        asked(agent)
                .body("url", equalTo("https://shop.example.org:443/api/calls"))
                .body("key", equalTo("their-secret"));
    }

    @Test
    void noOtherServerLearnsTheKey() {
        asked(agent("https://elsewhere.example.org/calls", SESSION)).body("key", nullValue());
    }

    @Test
    void anAgentWithoutAnAddressTellsNobody() {
        String agent = agent("https://shop.example.org/api/calls", SESSION);
        Api.service()
                .body("{\"onCallEndWebhook\":null}")
                .put("/api/agents/" + agent)
                .then()
                .statusCode(200);

        asked(agent).body("url", nullValue()).body("key", nullValue());
    }

    @Test
    @DisplayName(
            "D20: who gets the transcript by e-mail is told; nobody by default, and nothing that is no address is stored")
    void transcript() {
        String agent = agent("https://shop.example.org/api/calls", SESSION);
        asked(agent).body("transcript.to", empty()).body("transcript.customer", equalTo(false));
        change(agent, "{\"transcript\":{\"to\":[\"rdv@example.org\"],\"customer\":true}}", 200);
        asked(agent)
                .body("transcript.to", contains("rdv@example.org"))
                .body("transcript.customer", equalTo(true))
                .body("transcript.timezone", equalTo("Europe/Paris"));
        change(agent, "{\"transcript\":{\"to\":[\"rdv@example.org\\nBcc: x@example.org\"]}}", 400);
        change(agent, "{\"transcript\":{\"bcc\":[]}}", 400);
    }

    private static void change(String agent, String config, int status) {
        Api.service()
                .body("{\"config\":" + config + "}")
                .put("/api/agents/" + agent)
                .then()
                .statusCode(status);
    }

    @Test
    void anUnknownAgentIsUnknown() {
        for (String id : new String[] {UUID.randomUUID().toString(), "workflow-7"}) {
            Api.service()
                    .get("/internal/agents/" + id + "/call-end-webhook")
                    .then()
                    .statusCode(404);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example/x, https://A.example:443/y, true",
        "http://a.example/x, https://a.example/x, false",
        "https://a.example:8443/x, https://a.example/x, false",
        "https://b.a.example/x, https://a.example/x, false",
        "https://a.example/{x}, https://a.example/x, false"
    })
    void anOriginIsSchemeHostAndPort(String url, String session, boolean one) {
        assertThat(CallEndWebhookResource.isOfOneOrigin(url, session)).isEqualTo(one);
    }

    private static ValidatableResponse asked(String agent) {
        return Api.service()
                .get("/internal/agents/" + agent + "/call-end-webhook")
                .then()
                .statusCode(200);
    }

    private static String agent(String webhook, String session) {
        String account = Api.service()
                .body(Map.of("name", "Ends " + UUID.randomUUID()))
                .post("/api/accounts")
                .then()
                .extract()
                .path("id");
        return Api.service()
                .body(Map.of(
                        "name",
                        "Ends",
                        "accountId",
                        account,
                        "onCallEndWebhook",
                        webhook,
                        "externalSessionUrl",
                        session,
                        "externalSessionKey",
                        "their-secret"))
                .post("/api/agents")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }
}
