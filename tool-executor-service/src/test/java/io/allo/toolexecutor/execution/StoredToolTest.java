// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.allo.contracts.tools.AgentTools;
import io.allo.contracts.tools.ToolConfig;
import io.allo.contracts.tools.ToolExecutionRequest;
import io.allo.contracts.tools.ToolExecutionResponse;
import io.allo.contracts.tools.ToolFlags;
import io.allo.egress.EgressClient;
import io.allo.egress.EgressLimits;
import io.allo.testkit.provider.McpServer;
import io.allo.toolexecutor.Demo;
import io.allo.toolexecutor.mcp.McpClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A customer's own tool against a server of his. Rows A9, A50, A51. */
@QuarkusTest
class StoredToolTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Inject
    ToolCallRepository calls;

    @Inject
    Vertx vertx;

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final CountDownLatch hang = new CountDownLatch(1);
    private final String conversation = UUID.randomUUID().toString();
    private HttpServer server;
    private EgressClient egress;
    private volatile String behaviour = "ok";
    private Duration limit = Duration.ofSeconds(20);

    @BeforeEach
    void aServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
            switch (behaviour) {
                case "hang" -> awaitQuietly();
                case "500" -> answer(exchange, 500, "{\"error\":\"secret of the server\"}");
                case "503 once" -> answer(exchange, seen.size() == 1 ? 503 : 200, "{\"id\":7}");
                case "refuses" -> answer(exchange, 422, "{\"message\":\"no such wine\"}");
                case "costs" -> answer(exchange, 200, "{\"usage\":{\"price\":0.12345,\"googleApiCalls\":2}}");
                case "text" -> answer(exchange, 200, "three bottles");
                case "headers" ->
                    answer(
                            exchange,
                            200,
                            "{\"authorization\":\""
                                    + exchange.getRequestHeaders().getFirst("Authorization")
                                    + "\",\"once\":\""
                                    + exchange.getRequestHeaders().getFirst("Idempotency-Key")
                                    + "\"}");
                default -> answer(exchange, 200, "{\"id\":7,\"wine\":{\"name\":\"Chablis\"},\"success\":true}");
            }
            exchange.close();
        });
        server.start();
        egress = new EgressClient(vertx, new EgressLimits(Set.of(host()), Duration.ofSeconds(10), 10_000));
    }

    @AfterEach
    void stop() {
        hang.countDown();
        egress.close();
        server.stop(0);
    }

    private String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    @Test
    @DisplayName(
            "A.17: what extraCostResponseField names in the raw answer is what the call cost, and the model is not told")
    void theAnswerSaysWhatItCost() {
        behaviour = "costs";
        String http = "'http':{'method':'GET','url':'http://HOST/','responseMapping':{'success':{'done':true}}}";

        ToolExecutionResponse costing = run(
                tool("{'name':'a','isEnabled':true,'extraCostResponseField':'usage.price'," + http + "}"),
                "1-a",
                Map.of());
        ToolExecutionResponse again = run(
                tool("{'name':'a','isEnabled':true,'extraCostResponseField':'usage.price'," + http + "}"),
                "1-a",
                Map.of());
        ToolExecutionResponse counting = run(
                tool("{'name':'b','isEnabled':true,'extraCostResponseField':'usage.googleApiCalls'," + http + "}"),
                "2-b",
                Map.of());

        assertThat(costing.result()).isEqualTo(Map.of("done", true));
        assertThat(costing.extraCost()).isEqualByComparingTo("0.1235");
        assertThat(again.extraCost()).isEqualByComparingTo("0.1235");
        assertThat(counting.extraCost()).isNull();
        assertThat(counting.result()).isEqualTo(Map.of("done", true, "googleApiCalls", 2));
    }

    private void awaitQuietly() {
        try {
            hang.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** The tool as it would be posted, with single quotes; {@code HOST} is the server. */
    private Tool tool(String json) {
        try {
            return Tool.of(MAPPER.readValue(json.replace('\'', '"').replace("HOST", host()), ToolConfig.class), MAPPER);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private ToolExecutionResponse run(Tool tool, String id, Map<String, Object> arguments) {
        Map<String, Object> context = Map.of("restaurant_id", "r 1", "caller_phone", "+33612345678");
        Toolbox tools = new Toolbox(null, Map.of("city", "Paris"), Map.of(tool.name(), tool), Map.of());
        var limits = new Limits(Optional.empty(), limit, Duration.ofMinutes(1));
        var requests = new ToolRequests(
                null,
                new ForeignServers(egress, limits, MAPPER),
                new McpServers(new McpClient(egress, MAPPER), limits),
                calls,
                MAPPER);
        var executor = new ToolExecutor(
                new Toolboxes(null, new ToolRegistry(MAPPER), null, null, null, MAPPER) {
                    @Override
                    io.smallrye.mutiny.Uni<Toolbox> of(ToolExecutionRequest call) {
                        return io.smallrye.mutiny.Uni.createFrom().item(tools);
                    }
                },
                calls,
                requests,
                null,
                new ExecutionMetrics(new SimpleMeterRegistry()),
                limits,
                MAPPER);
        return executor.execute(new ToolExecutionRequest(
                        conversation, id, "account", "agent", tool.name(), arguments, context, 1))
                .await()
                .atMost(Duration.ofMinutes(1));
    }

    @Test
    @DisplayName("A9, A51: values keep their types, stand encoded in the URL, and what is missing is left out")
    void aRequestIsMadeFromTheTemplates() throws IOException {
        Tool tool = tool("{'name':'book','isEnabled':true,'triggersHangup':true,'skipResponseCreate':true,"
                + "'parameters':{'type':'object','properties':{'count':{'type':'integer'}}},"
                + "'http':{'method':'POST','url':'=http://HOST/r/{{ctx.restaurant_id}}?phone={{callerPhone}}&x={{$ai.x}}',"
                + "'query':{'city':'={{config.city}}','none':'={{ctx.none}}'},"
                + "'bodyTemplate':{'count':'={{$ai.count}}','gone':'={{$ai.gone}}','text':'=for {{$ai.count}}'},"
                + "'responseMapping':{'success':{'told':'={{$res.wine.name}}'}}},"
                + "'contextUpdates':{'wine_id':'={{$res.id}}','none':'={{$res.none}}'}}");

        ToolExecutionResponse done = run(tool, "1", Map.of("count", 3));

        assertThat(seen).hasSize(1);
        assertThat(seen.getFirst()).startsWith("POST /r/r%201?phone=%2B33612345678&city=Paris ");
        Map<String, Object> body = MAPPER.readValue(seen.getFirst().split(" ", 3)[2], new TypeReference<>() {});
        assertThat(body).isEqualTo(Map.of("count", 3, "text", "for 3"));
        assertThat(done.result()).isEqualTo(Map.of("told", "Chablis"));
        assertThat(done.contextUpdates()).isEqualTo(Map.of("wine_id", 7));
        assertThat(done.flags()).isEqualTo(new ToolFlags(true, false, false, true));
    }

    @Test
    void withoutTemplatesTheArgumentsGoAsTheyAre() {
        run(tool("{'name':'a','isEnabled':true,'http':{'method':'POST','url':'http://HOST/x'}}"), "1", Map.of("b", 1));
        run(
                tool("{'name':'a','isEnabled':true,'http':{'method':'GET','url':'http://HOST/x'}}"),
                "2",
                Map.of("b", "c d"));

        assertThat(seen).containsExactly("POST /x {\"b\":1}", "GET /x?b=c%20d ");
    }

    @Test
    void headersCarryTheirSecretsAndTheCallsKey() {
        behaviour = "headers";
        Tool tool = tool("{'name':'a','isEnabled':true,'http':{'method':'POST','url':'http://HOST/x',"
                + "'headers':{'Authorization':'Bearer s3cret'}}}");

        assertThat(run(tool, "1", Map.of()).result())
                .isEqualTo(Map.of("authorization", "Bearer s3cret", "once", conversation + ":1"));
    }

    @Test
    void argumentsThatDoNotFitAreNotSent() {
        Tool tool = tool("{'name':'a','isEnabled':true,'parameters':{'type':'object','properties':"
                + "{'size':{'enum':['small','large']}},'required':['size']},"
                + "'http':{'method':'POST','url':'http://HOST/x'}}");

        assertThat(run(tool, "1", Map.of("size", "huge")).result().get("error").toString())
                .contains("size is \"huge\"")
                .contains("expected: one of small, large");
        assertThat(run(tool, "2", Map.of()).result().get("error").toString()).contains("size is missing");
        assertThat(seen).isEmpty();
    }

    @Test
    void aHoleInTheAddressIsSaidAndNotSent() {
        Tool tool = tool("{'name':'a','isEnabled':true,'http':{'method':'DELETE','url':'=http://HOST/o/{{$ai.id}}'}}");

        assertThat(run(tool, "1", Map.of()).result().get("error").toString()).contains("$ai.id is missing");
        assertThat(seen).isEmpty();
    }

    @Test
    @DisplayName("§2: a POST without an answer is asked once; its outcome is unknown, also for a repetition")
    void anUnansweredPostIsNotRepeated() {
        behaviour = "hang";
        limit = Duration.ofSeconds(2);
        Tool tool = tool(
                "{'name':'a','isEnabled':true,'triggersHangup':true,'http':{'method':'POST','url':'http://HOST/x'}}");

        ToolExecutionResponse first = run(tool, "1", Map.of());
        behaviour = "ok";
        limit = Duration.ofSeconds(20);
        ToolExecutionResponse again = run(tool, "1", Map.of());
        behaviour = "500";
        ToolExecutionResponse broken = run(tool, "2", Map.of());

        for (ToolExecutionResponse response : List.of(first, again, broken)) {
            assertThat(response.result()).containsEntry("success", false);
            assertThat(response.result().get("error").toString())
                    .contains("outcome unknown")
                    .doesNotContain("secret of the server");
            assertThat(response.flags()).isEqualTo(ToolFlags.NONE);
        }
        assertThat(seen).hasSize(2);
    }

    @Test
    @DisplayName(
            "§2: retrySafe, and a method that does nothing twice, are repeated; a server that was busy did nothing")
    void whatIsSafeIsRepeated() {
        behaviour = "500";
        run(
                tool("{'name':'a','isEnabled':true,'http':{'method':'POST','url':'http://HOST/x','retrySafe':true}}"),
                "1",
                Map.of());
        assertThat(seen).hasSize(2);
        run(tool("{'name':'a','isEnabled':true,'http':{'method':'PUT','url':'http://HOST/x'}}"), "2", Map.of());
        assertThat(seen).hasSize(4);

        seen.clear();
        behaviour = "503 once";
        Tool post = tool("{'name':'a','isEnabled':true,'http':{'method':'POST','url':'http://HOST/x'}}");
        assertThat(run(post, "3", Map.of()).result()).containsEntry("id", 7);
        assertThat(seen).hasSize(2);
    }

    @Test
    void theSameCallIsDoneOnceAndAnsweredTwice() {
        Tool tool = tool("{'name':'a','isEnabled':true,'http':{'method':'POST','url':'http://HOST/x'}}");

        assertThat(run(tool, "1", Map.of())).isEqualTo(run(tool, "1", Map.of()));
        assertThat(seen).hasSize(1);
    }

    @Test
    void aRefusalIsToldInTheServersWordsAndTextAsText() {
        behaviour = "refuses";
        Tool tool = tool(
                "{'name':'a','isEnabled':true,'triggersHangup':true,'http':{'method':'POST','url':'http://HOST/x'}}");
        ToolExecutionResponse refused = run(tool, "1", Map.of());
        assertThat(refused.result()).isEqualTo(Map.of("success", false, "error", "no such wine"));
        assertThat(refused.flags()).isEqualTo(ToolFlags.NONE);

        behaviour = "text";
        assertThat(run(tool, "2", Map.of()).result()).isEqualTo(Map.of("success", true, "result", "three bottles"));
    }

    @Test
    void aToolOfAnMcpServerIsCalledOnceAndWorded() {
        try (McpServer mcp = new McpServer("s3cret").start()) {
            egress.close();
            egress = new EgressClient(
                    vertx, new EgressLimits(Set.of(mcp.uri().getAuthority()), Duration.ofSeconds(10), 10_000));
            String server = "'mcp':{'server':'s','url':'" + mcp.uri()
                    + "','headers':{'Authorization':'Bearer s3cret'},'tool':'%s'}}";
            Tool add = tool("{'id':'s:add','name':'math_add','isEnabled':true," + server.formatted("add"));
            Tool fail = tool("{'id':'s:fail','name':'math_fail','isEnabled':true," + server.formatted("fail"));

            assertThat(run(add, "1", Map.of("a", 2, "b", 3)).result()).hasToString("{sum=5.0}");
            assertThat(run(add, "1", Map.of("a", 2, "b", 3)).result()).hasToString("{sum=5.0}");
            assertThat(run(fail, "2", Map.of()).result())
                    .isEqualTo(Map.of("success", false, "error", "the oven is cold"));
            assertThat(mcp.calls()).containsOnlyOnce("tools/call add");
        }
    }

    @Test
    void throughTheDoorALoopbackServerIsNotReachedAndAStoredToolGoesBeforeTheRestaurants() {
        String agent = UUID.randomUUID().toString();
        ToolConfig own =
                tool("{'id':'x','name':'cancel_order','isEnabled':true,'http':{'method':'POST','url':'http://HOST/x'}}")
                        .config();
        ToolConfig off =
                tool("{'id':'y','name':'leave_message','isEnabled':false}").config();
        StubAgentTools.AGENTS.put(agent, new AgentTools(null, Map.of(), List.of(own, off)));
        Map<String, Object> body = new HashMap<>(Map.of(
                "conversationId",
                conversation,
                "toolCallId",
                "1",
                "accountId",
                Demo.ACCOUNT,
                "agentId",
                agent,
                "tool",
                "cancel_order",
                "epoch",
                1));

        String refused = Demo.service()
                .body(body)
                .post("/internal/tools/execute")
                .jsonPath()
                .getString("result.error");
        body.put("tool", "leave_message");
        String unknown = Demo.service()
                .body(body)
                .post("/internal/tools/execute")
                .jsonPath()
                .getString("result.error");

        assertThat(refused).contains("ne répond pas").doesNotContain("outcome unknown");
        assertThat(unknown).contains("leave_message");
        assertThat(seen).isEmpty();
    }
}
