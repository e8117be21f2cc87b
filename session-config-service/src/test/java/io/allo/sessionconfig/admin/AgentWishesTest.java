// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.admin;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import io.allo.sessionconfig.sipaccount.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What an agent asks for reaches those who obey it; what it says nothing of is theirs to decide. */
@QuarkusTest
class AgentWishesTest {

    @Test
    void theRouterAndTheExecutorAreToldWhatWasAskedForAndNoMore() {
        String account = Api.service()
                .body(Map.of("name", "Wishes " + UUID.randomUUID()))
                .post("/api/accounts")
                .then()
                .extract()
                .path("id");
        ValidatableResponse agent = Api.service()
                .body(Map.of(
                        "name",
                        "Tuned",
                        "accountId",
                        account,
                        "chatEnabled",
                        true,
                        "vadThreshold",
                        0.8,
                        "timezone",
                        "America/Montreal",
                        "apiBaseUrl",
                        "https://shop.example.org"))
                .post("/api/agents")
                .then()
                .statusCode(201)
                .body("vadThreshold", equalTo(0.8f))
                .body("vadSilenceMs", equalTo(500));
        String id = agent.extract().path("id");
        Map<String, String> contact =
                Map.of("channel", "web", "called", agent.extract().path("publicToken"));
        String tools = "/internal/agents/" + id + "/tools";

        resolved(contact)
                .body("speech.tuning.vadThreshold", equalTo(0.8f))
                .body("speech.tuning.timezone", equalTo("America/Montreal"))
                .body("speech.tuning", not(hasKey("vadSilenceMs")))
                .body("speech.tuning", not(hasKey("temperature")));
        Api.service().get(tools).then().statusCode(200).body("baseUrl", equalTo("https://shop.example.org"));

        Api.service()
                .body(Map.of("temperature", 0.2, "config", Map.of("apiBaseUrl", "https://other.example.org")))
                .put("/api/agents/" + id)
                .then()
                .statusCode(200);
        resolved(contact)
                .body("speech.tuning.temperature", equalTo(0.2f))
                .body("speech.tuning.vadThreshold", equalTo(0.8f));
        Api.service().get(tools).then().body("baseUrl", equalTo("https://other.example.org"));
    }

    private static ValidatableResponse resolved(Map<String, String> contact) {
        return Api.service()
                .body(contact)
                .post("/internal/contacts/resolve")
                .then()
                .statusCode(200);
    }
}
