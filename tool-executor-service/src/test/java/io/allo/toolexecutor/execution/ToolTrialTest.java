// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.tools.AgentTools;
import io.allo.contracts.tools.ToolConfig;
import io.allo.toolexecutor.Demo;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A tool is run by hand: request and answer are shown, what is secret is not. */
@QuarkusTest
class ToolTrialTest {
    private final String agent = UUID.randomUUID().toString();

    @BeforeEach
    void anAgentWithAToolOfOurOwnEndpoints() throws IOException {
        String tool = """
                {"name":"menu_of","description":"","parameters":{"type":"object","properties":{"restaurant":{"type":"string"}},
                 "required":["restaurant"]},"isEnabled":true,
                 "http":{"method":"GET","url":"={{BASE_URL}}/api/restaurants","query":{"id":"={{$ai.restaurant}}"},
                 "headers":{"Authorization":"Bearer top-secret-token"}},"contextUpdates":{"seen":"={{$res.name}}"}}
                """;
        String gone = """
                {"name":"gone","description":"","isEnabled":true,
                 "http":{"method":"POST","url":"http://127.0.0.1:9/x/top-secret-token","headers":{"X-Key":"top-secret-token"}}}
                """;
        StubAgentTools.AGENTS.put(agent, new AgentTools(null, new HashMap<>(), List.of(read(tool), read(gone))));
    }

    @Test
    void requestAndAnswerAreShownWithoutSecrets() {
        String restaurant = Demo.imported();

        Response trial = trial("menu_of", Map.of("restaurant", restaurant));

        trial.then()
                .statusCode(200)
                .body("request.method", equalTo("GET"))
                .body("request.url", containsString("/api/restaurants"))
                .body("request.query.id", equalTo(restaurant))
                .body("request.headers", equalTo(List.of("Authorization")))
                .body("answer.status", equalTo(200))
                .body("answer.body.id", equalTo(restaurant))
                .body("told", notNullValue())
                .body("contextUpdates.seen", notNullValue())
                .body("problem", nullValue());
        assertThat(trial.asString()).doesNotContain("top-secret-token");
    }

    @Test
    void whatDoesNotFitIsNotTriedAndWhatIsNotAnsweredIsSaid() {
        trial("menu_of", Map.of())
                .then()
                .statusCode(200)
                .body("problem", containsString("restaurant"))
                .body("request", nullValue());
        trial("nothing", Map.of()).then().statusCode(200).body("problem", containsString("no such tool"));
        Response gone = trial("gone", Map.of("a", "b"));
        gone.then().statusCode(200).body("problem", notNullValue()).body("request.body.a", equalTo("b"));
        assertThat(gone.asString()).doesNotContain("top-secret-token").contains("***");
    }

    private Response trial(String tool, Map<String, Object> arguments) {
        return given().header("X-API-Key", Demo.SERVICE_KEY)
                .contentType("application/json")
                .body(Map.of("accountId", Demo.ACCOUNT, "agentId", agent, "tool", tool, "arguments", arguments))
                .post("/internal/tools/try");
    }

    private static ToolConfig read(String json) throws IOException {
        return new ObjectMapper().readValue(json, ToolConfig.class);
    }
}
