// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.tooldefinition;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.allo.sessionconfig.sipaccount.Api;
import io.allo.sessionconfig.user.People;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who edits agents, and is no administrator, cannot have a stored secret sent to another server. */
@QuarkusTest
class StoredSecretsStayTest {
    private static final String REFUSED = "another server";

    private final String key = "stored-secrets-key-" + UUID.randomUUID();
    private String account;
    private String editor;
    private String agent;

    @BeforeEach
    void anAgentWithAKeyAndATool() {
        account = People.account(key);
        editor = People.token(account, "agent-editor");
        agent = Api.business(key)
                .body(Map.of(
                        "name",
                        "Zoé",
                        "externalSessionUrl",
                        "https://example.org/api/ai",
                        "externalSessionKey",
                        "their-secret",
                        "apiBaseUrl",
                        "https://example.org"))
                .post("/api/agents")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    @Test
    void ofAToolGoesToItsServerOnlyUnlessItIsGivenAgain() {
        String tool = Api.business(key)
                .body(tool("https://stock.example/wines", "Bearer s3cret"))
                .post(tools())
                .then()
                .statusCode(201)
                .extract()
                .path("id");

        edit(tool, tool("https://evil.example/wines", "***"))
                .then()
                .statusCode(400)
                .body("error", containsString(REFUSED));
        edit(tool, tool("http://stock.example/wines", "***")).then().statusCode(400);
        edit(tool, tool("https://stock.example@evil.example/", "***")).then().statusCode(400);
        brain(tool("https://evil.example/wines", "***")).then().statusCode(400).body("error", containsString(REFUSED));
        edit(tool, tool("https://stock.example/other?x=1", "***")).then().statusCode(200);
        edit(tool, tool("https://mine.example/wines", "Bearer mine")).then().statusCode(200);
        edit(tool, tool("https://mine.example/wines", "***")).then().statusCode(200);

        People.bearer(People.token(account, "owner"))
                .body(tool("https://new.example/wines", "***"))
                .put(tools() + "/" + tool)
                .then()
                .statusCode(200);
        Api.business(key)
                .body(tool("https://newer.example/wines", "***"))
                .put(tools() + "/" + tool)
                .then()
                .statusCode(200);
    }

    @Test
    void ofTheSessionGoesToItsServerOnlyUnlessItIsGivenAgain() {
        change(Map.of("externalSessionUrl", "https://evil.example/api/ai"))
                .then()
                .statusCode(400)
                .body("error", containsString("externalSessionKey"));
        change(Map.of("externalSessionUrl", "https://evil.example/api/ai", "externalSessionKey", "***"))
                .then()
                .statusCode(400);
        change(Map.of("externalSessionUrl", "https://example.org/api/other"))
                .then()
                .statusCode(200)
                .body("externalSessionKey", equalTo("***"));
        change(Map.of("externalSessionUrl", "https://mine.example/api/ai", "externalSessionKey", "mine"))
                .then()
                .statusCode(200);
    }

    @Test
    void theBaseAddressOfToolsWithSecretsIsAnAdministrators() {
        change(Map.of("apiBaseUrl", "https://free.example")).then().statusCode(200);
        Api.business(key)
                .body(tool("={{BASE_URL}}/wines", "Bearer s3cret"))
                .post(tools())
                .then()
                .statusCode(201);

        change(Map.of("apiBaseUrl", "https://evil.example"))
                .then()
                .statusCode(400)
                .body("error", containsString("apiBaseUrl"));
        change(Map.of("config", Map.of("apiBaseUrl", "https://evil.example")))
                .then()
                .statusCode(400);
        change(Map.of("temperature", 0.5)).then().statusCode(200);
    }

    private String tools() {
        return "/api/agents/" + agent + "/tools";
    }

    private static Map<String, Object> tool(String url, String secret) {
        return Map.of(
                "name",
                "check_stock",
                "description",
                "Says whether a wine is there.",
                "parameters",
                Map.of("type", "object"),
                "http",
                Map.of("method", "GET", "url", url, "headers", Map.of("Authorization", secret)));
    }

    private Response edit(String tool, Map<String, Object> body) {
        return People.bearer(editor).body(body).put(tools() + "/" + tool);
    }

    private Response brain(Map<String, Object> tool) {
        return People.bearer(editor)
                .body(Map.of("prompt", "p", "tools", List.of(tool)))
                .put("/api/agents/" + agent + "/brain");
    }

    private Response change(Map<String, Object> body) {
        return People.bearer(editor).body(body).put("/api/agents/" + agent);
    }
}
