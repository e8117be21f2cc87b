// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.admin;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import io.allo.sessionconfig.sipaccount.Api;
import io.allo.sessionconfig.user.People;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An agent is deleted, unless somebody would then meet nobody. */
@QuarkusTest
class AgentRemovalTest {
    private final String key = "agent-removal-key-" + UUID.randomUUID();
    private String account;

    @BeforeEach
    void anAccount() {
        account = People.account(key);
    }

    @Test
    void itGoesWithItsToolsItsChatAndItsKey() {
        var created = Api.business(key)
                .body(Map.of("name", "Zoé", "chatEnabled", true))
                .post("/api/agents")
                .then()
                .statusCode(201)
                .extract();
        String id = created.path("id");
        String apiToken = created.path("apiToken");
        Api.business(key)
                .body(Map.of("name", "t", "description", "d", "parameters", Map.of("type", "object")))
                .post("/api/agents/" + id + "/tools")
                .then()
                .statusCode(201);

        Api.business(apiToken).delete("/api/agents/" + id).then().statusCode(204);

        Api.business(apiToken).get("/api/agents").then().statusCode(401);
        Api.business(key).get("/api/agents/" + id).then().statusCode(404);
        Api.business(key).get("/api/agents").then().body("$", hasSize(0));
        Api.business(key).delete("/api/agents/" + id).then().statusCode(404);
        Api.service()
                .body(Map.of("channel", "web", "called", created.<String>path("publicToken")))
                .post("/internal/contacts/resolve")
                .then()
                .statusCode(404);
        People.bearer(People.token(account, "owner")).get("/api/audit").then().body("action", hasItem("agent.removed"));
    }

    @Test
    void withATelephoneLineItStaysAndTheNumberIsNamed() {
        String id = agent("Zoé", Map.of());
        String number = "+3393924" + (1000 + Math.floorMod(id.hashCode(), 9000));
        String line = Api.business(key)
                .body(Map.of("phoneNumber", number))
                .post("/api/agents/" + id + "/phone-lines")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getString("id");

        Api.business(key).delete("/api/agents/" + id).then().statusCode(409).body("error", containsString(number));

        String other = agent("Léa", Map.of());
        Api.business(key).get("/api/agents/" + id).then().statusCode(200);
        Api.business(key).get("/api/agents/" + id + "/phone-lines").then().body("id", hasItem(line));
        Api.business(key).delete("/api/agents/" + other).then().statusCode(204);
    }

    @Test
    void withAnAgentThatHandsOverToItItStays() {
        String id = agent("Zoé", Map.of());
        String desk = agent("Accueil", Map.of("handoffs", List.of(Map.of("agentId", id, "when", "a table is wanted"))));

        Api.business(key).delete("/api/agents/" + id).then().statusCode(409).body("error", containsString("Accueil"));

        Api.business(key).delete("/api/agents/" + desk).then().statusCode(204);
        Api.business(key).delete("/api/agents/" + id).then().statusCode(204);
    }

    @Test
    void whoOnlyReadsDeletesNothing() {
        String id = agent("Zoé", Map.of());
        for (String role : List.of("viewer", "staff", "supervisor")) {
            People.bearer(People.token(account, role))
                    .delete("/api/agents/" + id)
                    .then()
                    .statusCode(403);
        }
        People.bearer(People.token(account, "agent-editor"))
                .delete("/api/agents/" + id)
                .then()
                .statusCode(204);
    }

    private String agent(String name, Map<String, Object> config) {
        return Api.business(key)
                .body(Map.of("name", name, "config", config))
                .post("/api/agents")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }
}
