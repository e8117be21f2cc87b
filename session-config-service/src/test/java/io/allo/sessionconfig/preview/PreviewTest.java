// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;

import io.allo.sessionconfig.session.StubExecutor;
import io.allo.sessionconfig.sipaccount.Api;
import io.allo.sessionconfig.user.People;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Looking before a call comes. */
@QuarkusTest
@QuarkusTestResource(StubExecutor.class)
class PreviewTest {
    private final String key = "preview-key-" + UUID.randomUUID();
    private String account;
    private String owner;

    @BeforeEach
    void anAccount() {
        account = People.account(key);
        owner = People.token(account, "owner");
    }

    private RequestSpecification owner() {
        return People.bearer(owner);
    }

    private String agent(Map<String, Object> body) {
        return owner().body(body)
                .post("/api/agents")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    @Test
    void anExplanationIsInTheReadersLanguage() {
        owner().body(Map.of("called", "+33000000000", "language", "fr"))
                .post("/api/admin/explain-call")
                .then()
                .statusCode(200)
                .body("steps[0].detail", containsString("seule l’adresse appelée décide"))
                .body("steps[2].detail", containsString("aucun agent n’a ce numéro"));
        owner().body(Map.of("called", "+33000000000"))
                .post("/api/admin/explain-call")
                .then()
                .body("steps[2].detail", containsString("no agent has this number"));
        owner().body(Map.of("called", "x", "language", "de"))
                .post("/api/admin/explain-call")
                .then()
                .statusCode(400);
    }

    @Test
    void anAgentWithAPromptOfItsOwnIsShownWithThePromptThatIsBeingWritten() {
        String agent = agent(Map.of("name", "Zoé", "basePrompt", "Be kind.", "isActive", false));

        owner().body("{}")
                .post("/api/agents/" + agent + "/preview")
                .then()
                .statusCode(200)
                .body("composedBy", equalTo("agent"))
                .body("prompt", equalTo("Be kind."))
                .body("tools.name", hasItems("end_call", "transfer_call"));
        owner().body("{\"prompt\":\"Be brief.\",\"channel\":\"chat\"}")
                .post("/api/agents/" + agent + "/preview")
                .then()
                .statusCode(200)
                .body("prompt", equalTo("Be brief."))
                .body("tools.name", equalTo(java.util.List.of("end_call")));
        owner().get("/api/agents/" + agent).then().body("basePrompt", equalTo("Be kind."));
        owner().body("{\"channel\":\"fax\"}")
                .post("/api/agents/" + agent + "/preview")
                .then()
                .statusCode(400);
    }

    @Test
    void anAgentOfAServerIsNotGuessed() {
        String agent = agent(Map.of("name", "Zoé", "externalSessionUrl", "https://sessions.example/zoe"));

        owner().body("{}")
                .post("/api/agents/" + agent + "/preview")
                .then()
                .statusCode(200)
                .body("composedBy", equalTo("server"))
                .body("sessionUrl", equalTo("https://sessions.example/zoe"))
                .body("prompt", nullValue());
    }

    @Test
    void anotherAccountsAgentIsNotLookedAt() {
        String agent = agent(Map.of("name", "Zoé", "basePrompt", "Be kind."));
        String other = People.token(People.account("preview-key-" + UUID.randomUUID()), "owner");

        for (String path : java.util.List.of("/preview", "/try-tool")) {
            People.bearer(other)
                    .body("{\"tool\":\"x\"}")
                    .post("/api/agents/" + agent + path)
                    .then()
                    .statusCode(404);
        }
    }

    @Test
    void aToolIsTriedByTheExecutorForThisAgentAndThatIsNotedDown() {
        String agent = agent(Map.of("name", "Zoé"));

        owner().body(Map.of("tool", "stock", "arguments", Map.of("wine", "Chablis")))
                .post("/api/agents/" + agent + "/try-tool")
                .then()
                .statusCode(200)
                .body("answer.body.accountId", equalTo(account))
                .body("answer.body.agentId", equalTo(agent))
                .body("answer.body.arguments.wine", equalTo("Chablis"));
        owner().get("/api/audit").then().body("action", hasItems("tool.tried"));
    }

    @Test
    void aCallIsExplainedAsFarAsItIsOnesOwn() {
        String agent = agent(Map.of("name", "Zoé"));
        String number = "+3313" + (1_000_000 + Math.abs(account.hashCode() % 8_999_999));
        owner().body(Map.of("phoneNumber", number))
                .post("/api/agents/" + agent + "/phone-lines")
                .then()
                .statusCode(201);
        String other = People.token(People.account("preview-key-" + UUID.randomUUID()), "owner");

        owner().body(Map.of("called", number))
                .post("/api/admin/explain-call")
                .then()
                .statusCode(200)
                .body("steps.find { it.step == 'agent' }.detail", containsString("Zoé"));
        String foreign = People.bearer(other)
                .body(Map.of("called", number))
                .post("/api/admin/explain-call")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(foreign).doesNotContain("Zoé", account).contains("no agent has this number");
        People.bearer(other)
                .body(Map.of("called", number, "channel", "fax"))
                .post("/api/admin/explain-call")
                .then()
                .statusCode(400);
    }

    @Test
    void aTestCallGoesByTheAccountAndTheGatewaysRefusalsAreTold() {
        int sip = owner().body(Map.of("label", "OVH", "trunk_uri", "sip:u@sip.example.org"))
                .post("/api/admin/sip-accounts")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        String calls = "/api/admin/sip-accounts/" + sip + "/test-calls";

        owner().body(Map.of("to", "+33123456789", "workflowId", 7))
                .post(calls)
                .then()
                .statusCode(200)
                .body("call_id", equalTo("c-1"))
                .body("account", equalTo(account))
                .body("wish.sip_account_id", equalTo(sip))
                .body("wish.voice_workflow_id", equalTo(7));
        owner().get(calls + "/c-1").then().statusCode(200).body("status", equalTo("initiated"));
        owner().body(Map.of("to", "+33899000000", "workflowId", 7))
                .post(calls)
                .then()
                .statusCode(403)
                .body("error", containsString("premium"));
        String failed = owner().body(Map.of("to", "+33100000000", "workflowId", 7))
                .post(calls)
                .then()
                .statusCode(503)
                .extract()
                .asString();
        assertThat(failed).doesNotContain("secret");
        owner().get("/api/admin/sip-accounts/presets")
                .then()
                .statusCode(200)
                .body("ovh.registerExpiresSec", equalTo(1800));
    }

    @Test
    void whatTheBusinessKnowsIsReachedForItsAccountOnly() {
        owner().get("/api/knowledge").then().statusCode(200).body("account", equalTo(account));
        owner().get("/api/knowledge/search?question=o%C3%B9%20%3F")
                .then()
                .statusCode(200)
                .body("asked", containsString("question=o"));
        owner().contentType("text/markdown")
                .body("# Prix")
                .post("/api/knowledge?source=prix.md")
                .then()
                .statusCode(200)
                .body("type", containsString("text/markdown"))
                .body("length", equalTo(6));
        owner().delete("/api/knowledge/" + UUID.randomUUID()).then().statusCode(404);
        Api.service().get("/api/knowledge").then().statusCode(400);
        People.bearer(People.token(account, "viewer"))
                .contentType("text/plain")
                .body("x")
                .post("/api/knowledge")
                .then()
                .statusCode(403);
        People.bearer(People.token(account, "agent-editor"))
                .contentType("text/plain")
                .body("x")
                .post("/api/knowledge")
                .then()
                .statusCode(200);
        People.bearer(People.token(account, "supervisor"))
                .contentType("text/plain")
                .body("x")
                .post("/api/knowledge")
                .then()
                .statusCode(200);
    }
}
