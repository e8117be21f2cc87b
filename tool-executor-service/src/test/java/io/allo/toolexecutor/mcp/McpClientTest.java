// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.tools.McpListing.McpEndpoint;
import io.allo.contracts.tools.McpListing.McpTool;
import io.allo.egress.EgressClient;
import io.allo.egress.EgressLimits;
import io.allo.testkit.provider.McpServer;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client against a strict server, and against a real one when {@code -Dallo.mcp.url} names it. */
class McpClientTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx();
    private McpServer server;
    private EgressClient egress;
    private McpClient client;
    private McpEndpoint endpoint;

    @BeforeEach
    void aServer() {
        server = new McpServer("s3cret").start();
        use(server.uri());
        endpoint = new McpEndpoint(server.uri().toString(), Map.of("Authorization", "Bearer s3cret"));
    }

    private void use(URI url) {
        egress = new EgressClient(vertx, new EgressLimits(Set.of(url.getAuthority()), Duration.ofSeconds(20), 262_144));
        client = new McpClient(egress, new ObjectMapper());
    }

    @AfterEach
    void stop() {
        egress.close();
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Map<String, Object> call(String tool, Map<String, Object> arguments) {
        return client.call(endpoint, tool, arguments, LIMIT).await().atMost(LIMIT);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void toolsAreListedAndCalledByStreamAndByJson(boolean streaming) {
        if (!streaming) {
            server.plain();
        }

        List<McpTool> tools = client.tools(endpoint, LIMIT).await().atMost(LIMIT);

        assertThat(tools).extracting(McpTool::name).containsExactly("add", "echo", "fail", "hang");
        assertThat(tools).extracting(McpTool::retrySafe).containsExactly(false, true, false, false);
        assertThat(tools.getFirst().parameters()).containsEntry("required", List.of("a", "b"));
        assertThat(call("add", Map.of("a", 2, "b", 3))).isEqualTo(Map.of("sum", 5.0));
        assertThat(call("echo", Map.of("text", "hé"))).isEqualTo(Map.of("success", true, "result", "hé"));
        assertThat(call("fail", Map.of())).isEqualTo(Map.of("success", false, "error", "the oven is cold"));
        assertThat(server.calls())
                .containsExactly(
                        "initialize",
                        "notifications/initialized",
                        "tools/list",
                        "tools/list",
                        "tools/call add",
                        "tools/call echo",
                        "tools/call fail");
    }

    @Test
    void aForgottenSessionIsBegunAnew() {
        call("add", Map.of("a", 1, "b", 1));
        server.forgetSessions();

        assertThat(call("add", Map.of("a", 2, "b", 3))).isEqualTo(Map.of("sum", 5.0));
        assertThat(server.calls()).containsOnlyOnce("refused 404");
    }

    @Test
    void refusalsAreWorded() {
        McpEndpoint stranger = new McpEndpoint(server.uri().toString(), Map.of());
        McpException refused = catchThrowableOfType(
                McpException.class, () -> client.tools(stranger, LIMIT).await().atMost(LIMIT));
        assertThat(refused).hasMessage("status 401");

        McpException unknown = catchThrowableOfType(McpException.class, () -> call("nothing", Map.of()));
        assertThat(unknown).hasMessage("Unknown tool");
        assertThat(unknown.mayBeDone()).isFalse();
    }

    @Test
    void whatHangsMayHaveBeenDone() {
        call("echo", Map.of());
        McpException late = catchThrowableOfType(
                McpException.class,
                () -> client.call(endpoint, "hang", Map.of(), Duration.ofSeconds(2))
                        .await()
                        .atMost(LIMIT));

        assertThat(late.mayBeDone()).isTrue();
    }

    /** {@code npx -y @modelcontextprotocol/server-everything streamableHttp}, then {@code -Dallo.mcp.url=http://127.0.0.1:3001/mcp}. */
    @Test
    void aRealServerIsUnderstood() {
        String url = System.getProperty("allo.mcp.url", System.getenv().getOrDefault("ALLO_MCP_URL", ""));
        assumeTrue(!url.isEmpty(), "no real MCP server is named by allo.mcp.url");
        egress.close();
        use(URI.create(url));
        endpoint = new McpEndpoint(url, Map.of());

        assertThat(client.tools(endpoint, LIMIT).await().atMost(LIMIT))
                .extracting(McpTool::name)
                .contains("echo");
        assertThat(call("echo", Map.of("message", "hé")).toString()).contains("hé");
    }
}
