// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.tooldefinition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.allo.sessionconfig.session.StubExecutor;
import io.allo.sessionconfig.sipaccount.Api;
import io.allo.sessionconfig.sipaccount.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tools of agents over REST: stored, masked, listed for sessions, handed to the executor. */
@QuarkusTest
@WithTestResource(StubExecutor.class)
class ToolConfigTest {
    private static final String BUSINESS = "11110000-0000-4000-8000-0000000000f1";
    private static final String KEY = "tool-config-key-0123456789";
    private static final String OTHER_BUSINESS = "11110000-0000-4000-8000-0000000000f2";
    private static final String OTHER_KEY = "other-tool-config-key-0123";
    private static final String AGENT = "22220000-0000-4000-8000-0000000000f1";
    private static final String NUMBER = "+339392406701";
    private static final String PATH = "/api/agents/" + AGENT + "/tools";
    private static final String STOCK = """
            {"name": "check_stock", "description": "Says whether a wine is there.",
             "parameters": {"type": "object", "properties": {"wine": {"type": "string"}}, "required": ["wine"]},
             "http": {"method": "get", "url": "=https://stock.example/wines/{{$ai.wine}}",
                      "headers": {"Authorization": "Bearer s3cret"}}}
            """;

    @Inject
    Sql sql;

    @BeforeEach
    void twoBusinesses() {
        importBusiness(BUSINESS, KEY, AGENT, NUMBER, Map.of("wines", true));
        Api.importBusiness(OTHER_BUSINESS, OTHER_KEY, null);
        sql.run("delete from tool_configs where agent_id = '" + AGENT + "'");
    }

    private static void importBusiness(String id, String key, String agent, String number, Map<String, Object> config) {
        Map<String, Object> body = Map.of(
                "name",
                "B",
                "region",
                "FR",
                "keys",
                List.of(Map.of("label", "k", "key", key)),
                "agents",
                List.of(Map.of(
                        "id",
                        agent,
                        "name",
                        "Agent",
                        "model",
                        "built-in",
                        "voice",
                        "sage",
                        "languages",
                        List.of("fr"),
                        "maxCallDurationSec",
                        600,
                        "config",
                        config,
                        "addresses",
                        List.of(Map.of("channel", "voice", "address", number)))));
        Api.service().body(body).put("/internal/accounts/" + id).then().statusCode(200);
    }

    private static Response create(String json) {
        return Api.business(KEY).body(json).post(PATH);
    }

    @Test
    @DisplayName("A.17: a tool is stored as given; its kind follows from http, its headers are never answered")
    void aToolIsStored() {
        create(STOCK)
                .then()
                .statusCode(201)
                .body("type", equalTo("http_api"))
                .body("http.method", equalTo("GET"))
                .body("http.headers.Authorization", equalTo("***"))
                .body("isEnabled", equalTo(true));

        Api.business(KEY)
                .get(PATH)
                .then()
                .statusCode(200)
                .body("$", hasSize(1))
                .body("[0].name", equalTo("check_stock"))
                .body("[0].parameters.required", equalTo(List.of("wine")));
        assertThat(sql.texts("select document::text || coalesce(headers, '') from tool_configs"))
                .allSatisfy(row -> assertThat(row).doesNotContain("s3cret"));
    }

    @Test
    void aChangeKeepsAMaskedHeaderAndADeletedToolIsGone() {
        String id = create(STOCK).jsonPath().getString("id");

        Api.business(KEY)
                .body(STOCK.replace("Bearer s3cret", "***").replace("check_stock", "wine_stock"))
                .put(PATH + "/" + id)
                .then()
                .statusCode(200)
                .body("name", equalTo("wine_stock"));

        Api.service()
                .get("/internal/agents/" + AGENT + "/tools")
                .then()
                .statusCode(200)
                .body("tools[0].name", equalTo("wine_stock"))
                .body("tools[0].http.headers.Authorization", equalTo("Bearer s3cret"))
                .body("config.wines", equalTo(true));
        Api.business(KEY).delete(PATH + "/" + id).then().statusCode(204);
        Api.business(KEY).get(PATH + "/" + id).then().statusCode(404);
        assertThat(sql.texts("select actor || ' ' || action || ' ' || fields from audit_log where object = 'tool:" + id
                        + "' and account_id = '" + BUSINESS + "' order by id"))
                .as("who, what and which fields; no value")
                .containsExactly(
                        "key:" + BUSINESS + " tool.created description,http,name,parameters",
                        "key:" + BUSINESS + " tool.changed description,http,name,parameters",
                        "key:" + BUSINESS + " tool.deleted ");
    }

    @Test
    void theNextCallIsOfferedTheToolIfItsConditionHolds() {
        create(STOCK);
        create("{'name': 'no_wine', 'condition': {'configKey': 'wines', 'operator': 'falsy'}}".replace('\'', '"'));

        Api.resolve(NUMBER, null, null)
                .then()
                .statusCode(200)
                .body("tools.name", equalTo(List.of("check_stock")))
                .body("tools[0].type", equalTo("function"));
    }

    @Test
    void whatAnotherBusinessHasDoesNotExist() {
        String id = create(STOCK).jsonPath().getString("id");

        Api.business(OTHER_KEY).get(PATH).then().statusCode(404);
        Api.business(OTHER_KEY).body(STOCK).post(PATH).then().statusCode(404);
        Api.business(OTHER_KEY).body(STOCK).put(PATH + "/" + id).then().statusCode(404);
        Api.business(OTHER_KEY).delete(PATH + "/" + id).then().statusCode(404);
        Api.business(KEY).get("/internal/agents/" + AGENT + "/tools").then().statusCode(401);
        Api.service()
                .header("X-Allo-Account", OTHER_BUSINESS)
                .get("/internal/agents/" + AGENT + "/tools")
                .then()
                .statusCode(404);
        Api.service().get("/internal/agents/workflow-1/tools").then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | name: expected 1 to 64",
                "[] | expected an object",
                "{'name': 'a b'} | name: expected",
                "{'name': 'a', 'parameters': {'type': 'string'}} | parameters: expected a JSON Schema of type object",
                "{'name': 'a', 'parameters': {'type': 'object', 'properties': 5}} | parameters: is no JSON Schema",
                "{'name': 'a', 'parameters': {'type': 'object', 'properties': {'b': {'$ref': 'http://x/'}}}} | leaves the document",
                "{'name': 'a', 'parameters': {'type': 'object', 'properties': {'b': {'pattern': '('}}}} | no regular expression",
                "{'name': 'a', 'parameters': {'type': 'object', 'properties': {'b': {'pattern': '(?=a)b'}}}} | no look-around",
                "{'name': 'a', 'parameters': {'type': 'object', 'properties': {'b': {'pattern': '((a{99}){99}){99}'}}}} | repeats too much",
                "{'name': 'a', 'parameters': {'type': 'object', 'patternProperties': {'(a)\\\\1': {}}}} | no references back",
                "{'name': 'a', 'http': {'method': 'TRACE', 'url': 'https://x.example'}} | http.method: expected one of GET",
                "{'name': 'a', 'http': {'method': 'GET', 'url': 'file:///etc/passwd'}} | http.url",
                "{'name': 'a', 'http': {'method': 'GET', 'url': '=https://{{$ai.host}}/x'}} | http.url",
                "{'name': 'a', 'http': {'method': 'GET', 'url': 'https://x.example/{{$ai.b}}'}} | begins with =",
                "{'name': 'a', 'http': {'method': 'POST', 'url': 'https://x.example', 'bodyTemplate': {'b': '={{secrets.c}}'}}} | expected: one of config, ctx",
                "{'name': 'a', 'http': {'method': 'POST', 'url': 'https://x.example', 'headers': {'Host': 'y'}}} | set by Allo itself",
                "{'name': 'a', 'http': {'method': 'POST', 'url': 'https://x.example', 'timeoutMs': 60000}} | http.timeoutMs",
                "{'name': 'a', 'description': 'x\\u0000y'} | NUL character",
                "{'name': 'a', 'triggersHangup': 'yes'} | triggersHangup: expected true or false",
                "{'name': 'a', 'condition': {'configKey': 'x', 'operator': 'like'}} | condition.operator",
                "{'name': 'a', 'type': 'http_api'} | type: expected built_in"
            })
    void whatCannotBeAToolIsRefusedInWords(String json, String error) {
        create(json.replace('\'', '"')).then().statusCode(400).body("error", containsString(error));
    }

    @Test
    void hostileTextIsStoredAsItIsAndDepthIsBounded() {
        String words = "<script>'; drop table tool_configs; -- \u202e\ud83d\ude00 {{ctx.x}}";
        create("{\"name\":\"odd\",\"description\":\"" + words + "\"}")
                .then()
                .statusCode(201)
                .body("description", equalTo(words));

        String deep = "{'type':'object','properties':{'a':".repeat(60) + "{}" + "}}".repeat(60);
        create(("{'name':'deep','parameters':" + deep + "}").replace('\'', '"'))
                .then()
                .statusCode(400)
                .body("error", containsString("nested deeper"));
        create("{\"name\":\"long\",\"description\":\"" + "x".repeat(500_000) + "\"}")
                .then()
                .statusCode(400)
                .body("error", containsString("at most 4000"));
    }

    @Test
    void aNameIsTakenOnce() {
        create(STOCK).then().statusCode(201);
        create(STOCK).then().statusCode(409).body("error", not(containsString("sql")));
    }

    @Test
    @DisplayName("A113, A114: the agent of a restaurant has the twelve, and the same twelve after a second import")
    void theTwelveAreSeededOnce() {
        String agent = "22220000-0000-4000-8000-0000000000f3";
        Map<String, Object> config = Map.of("restaurantId", "5d0e0000-0000-4000-8000-0000000000f3");
        String business = "11110000-0000-4000-8000-0000000000f3";
        importBusiness(business, "third-tool-config-key-0123", agent, "+339392406702", config);
        importBusiness(business, "third-tool-config-key-0123", agent, "+339392406702", config);

        Api.business("third-tool-config-key-0123")
                .get("/api/agents/" + agent + "/tools")
                .then()
                .statusCode(200)
                .body("$", hasSize(12))
                .body("name[0]", equalTo("check_availability"))
                .body("findAll { it.type == 'http_api' }", hasSize(10))
                .body("findAll { it.type == 'built_in' }.name", equalTo(List.of("transfer_call", "end_call")))
                .body("http.url", hasItem("={{BASE_URL}}/api/ai/tools/confirm-order"));
    }

    @Test
    @DisplayName("D.2: the agent of a calendar has the six for appointments, and the same six after a second import")
    void theSixAreSeededOnce() {
        String agent = "22220000-0000-4000-8000-0000000000f4";
        Map<String, Object> config = Map.of("calendarId", "ca1e0000-0000-4000-8000-0000000000f4");
        String business = "11110000-0000-4000-8000-0000000000f4";
        importBusiness(business, "fourth-tool-config-key-012", agent, "+339392406790", config);
        importBusiness(business, "fourth-tool-config-key-012", agent, "+339392406790", config);

        Api.business("fourth-tool-config-key-012")
                .get("/api/agents/" + agent + "/tools")
                .then()
                .statusCode(200)
                .body(
                        "name",
                        equalTo(List.of(
                                "list_available_slots",
                                "schedule_appointment",
                                "find_appointments",
                                "reschedule_appointment",
                                "cancel_appointment",
                                "answer_faq")))
                .body("http.url", hasItem("={{BASE_URL}}/api/ai/tools/schedule-appointment"));
    }
}
