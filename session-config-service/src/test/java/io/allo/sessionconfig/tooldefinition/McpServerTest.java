// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.tooldefinition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.allo.sessionconfig.session.StubExecutor;
import io.allo.sessionconfig.sipaccount.Api;
import io.allo.sessionconfig.sipaccount.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** MCP servers of agents over REST: their tools are the agent's. */
@QuarkusTest
@WithTestResource(StubExecutor.class)
class McpServerTest {
    private static final String BUSINESS = "11110000-0000-4000-8000-0000000000e1";
    private static final String KEY = "mcp-server-key-0123456789";
    private static final String OTHER_KEY = "other-mcp-server-key-0123";
    private static final String AGENT = "22220000-0000-4000-8000-0000000000e1";
    private static final String NUMBER = "+339392406703";
    private static final String PATH = "/api/agents/" + AGENT + "/mcp-servers";
    private static final String URL = "https://mcp.example/mcp";
    private static final String TOOLS = """
            {"tools": [
              {"name": "find.table", "description": "Finds a table.", "retrySafe": true,
               "parameters": {"$schema": "http://json-schema.org/draft-07/schema#", "type": "object",
                              "properties": {"seats": {"type": "integer"}}}},
              {"name": "bad", "description": "", "retrySafe": false,
               "parameters": {"type": "object", "properties": {"a": {"$ref": "https://evil.example/s.json"}}}},
              {"name": "bare", "description": "Takes nothing.", "retrySafe": false, "parameters": {}}]}
            """;

    @Inject
    Sql sql;

    @BeforeEach
    void anAgent() {
        Api.importBusiness(BUSINESS, KEY, NUMBER);
        Api.importBusiness("11110000-0000-4000-8000-0000000000e2", OTHER_KEY, null);
        sql.run("delete from mcp_servers where agent_id = '" + AGENT + "'");
        StubExecutor.MCP.put(URL, TOOLS);
        StubExecutor.MCP_ASKED.clear();
    }

    private static Response create(String url) {
        return Api.business(KEY)
                .body("{\"name\":\"tables\",\"url\":\"" + url + "\",\"headers\":{\"Authorization\":\"Bearer s3cret\"}}")
                .post(PATH);
    }

    @Test
    void itsToolsAreOfferedUnderItsNameWithTheirSchemas() {
        create(URL)
                .then()
                .statusCode(201)
                .body("tools", equalTo(List.of("tables_find_table", "tables_bare")))
                .body("headers.Authorization", equalTo("***"))
                .body("isEnabled", equalTo(true));

        Api.resolve(NUMBER, null, null)
                .then()
                .statusCode(200)
                .body("tools.name", equalTo(List.of("tables_find_table", "tables_bare")))
                .body("tools[0].parameters.properties.seats.type", equalTo("integer"));
        Api.service()
                .get("/internal/agents/" + AGENT + "/tools")
                .then()
                .body("tools[0].type", equalTo("mcp"))
                .body("tools[0].mcp.tool", equalTo("find.table"))
                .body("tools[0].mcp.retrySafe", equalTo(true))
                .body("tools[0].mcp.headers.Authorization", equalTo("Bearer s3cret"));
        assertThat(sql.texts("select coalesce(headers, '') || header_names from mcp_servers"))
                .allSatisfy(row -> assertThat(row).doesNotContain("s3cret"));
    }

    @Test
    void aServerThatDoesNotTellItsToolsIsRefusedWithItsWords() {
        create("https://closed.example/mcp")
                .then()
                .statusCode(400)
                .body("error", containsString("does not tell its tools: status 401"));
        create("ftp://x").then().statusCode(400).body("error", containsString("url: expected"));
        Api.business(KEY).body("[]").post(PATH).then().statusCode(400);
        Api.business(KEY).get(PATH).then().body("$", hasSize(0));
        create(URL).then().statusCode(201);
        create(URL).then().statusCode(409);
    }

    @Test
    void anOldListIsAskedForAgainAndStandsWhileTheServerDoesNotTell() {
        create(URL);
        sql.run("update mcp_servers set listed_at = now() - interval '1 hour'");
        StubExecutor.MCP.put(
                URL, "{\"tools\":[{\"name\":\"other\",\"description\":\"\",\"parameters\":{},\"retrySafe\":false}]}");

        Api.resolve(NUMBER, null, null).then().body("tools.name", equalTo(List.of("tables_find_table", "tables_bare")));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> Api.business(KEY).get(PATH).then().body("[0].tools", equalTo(List.of("tables_other"))));

        StubExecutor.MCP.clear();
        sql.run("update mcp_servers set listed_at = now() - interval '1 hour'");
        Api.resolve(NUMBER, null, null);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> Api.business(KEY)
                        .get(PATH)
                        .then()
                        .body("[0].lastError", containsString("status 401"))
                        .body("[0].tools", equalTo(List.of("tables_other"))));
    }

    @Test
    void aServerIsChangedSwitchedOffAndDeletedByItsOwnerOnly() {
        String id = create(URL).jsonPath().getString("id");
        String change = "{\"name\":\"seats\",\"url\":\"" + URL
                + "\",\"headers\":{\"Authorization\":\"***\"},\"isEnabled\":false}";

        Api.business(OTHER_KEY).get(PATH).then().statusCode(404);
        Api.business(OTHER_KEY).body(change).put(PATH + "/" + id).then().statusCode(404);
        Api.business(OTHER_KEY).delete(PATH + "/" + id).then().statusCode(404);
        Api.business(KEY)
                .body(change)
                .put(PATH + "/" + id)
                .then()
                .statusCode(200)
                .body("name", equalTo("seats"));
        assertThat(StubExecutor.MCP_ASKED.getLast()).contains("Bearer s3cret");
        Api.resolve(NUMBER, null, null).then().body("tools", hasSize(0));
        Api.business(KEY).delete(PATH + "/" + id).then().statusCode(204);
        Api.business(KEY).get(PATH).then().body("$", hasSize(0));
        assertThat(sql.texts("select actor || ' ' || action || ' ' || fields from audit_log where object = 'mcp-server:"
                        + id + "' and account_id = '" + BUSINESS + "' order by id"))
                .as("who, what and which fields; no value")
                .containsExactly(
                        "key:" + BUSINESS + " mcp-server.created headers,name,url",
                        "key:" + BUSINESS + " mcp-server.changed headers,isEnabled,name,url",
                        "key:" + BUSINESS + " mcp-server.deleted ");
    }
}
