// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.allo.contracts.tools.ToolConfig;
import io.allo.contracts.tools.ToolExecutionRequest;
import io.allo.toolexecutor.config.ServiceKey;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A tool's request to our own endpoints when these misbehave. */
@QuarkusTest
class OwnEndpointsTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Map<String, Tool> RESTAURANT = new ToolRegistry(MAPPER).all();

    @Inject
    @RestClient
    BusinessEndpointsClient client;

    @Inject
    ServiceKey service;

    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final List<String> queries = new CopyOnWriteArrayList<>();
    private final CountDownLatch hang = new CountDownLatch(1);
    private HttpServer server;
    private volatile String behaviour = "ok";
    private Duration limit = Duration.ofSeconds(10);

    @BeforeEach
    void aServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key")));
            queries.add(String.valueOf(exchange.getRequestURI().getRawQuery()));
            switch (behaviour) {
                case "hang" -> awaitQuietly();
                case "500 once" -> answer(exchange, keys.size() == 1 ? 500 : 200, "{\"success\":true}");
                case "500" -> answer(exchange, 500, "{\"error\":\"secret\"}");
                case "no json" -> answer(exchange, 200, "<html>");
                default -> answer(exchange, 200, "{\"success\":true}");
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        hang.countDown();
        server.stop(0);
    }

    @Test
    @DisplayName("A54: a server that hangs is given up after the limit, with one key for all attempts")
    void aHangingServerIsGivenUp() {
        // Given
        behaviour = "hang";
        limit = Duration.ofMillis(500);

        // Then
        assertThatThrownBy(this::send).isNotNull();
        assertThat(keys).isNotEmpty().containsOnly("conversation:call");
    }

    @Test
    void aFailedAttemptIsRepeatedWithTheSameKey() {
        // Given
        behaviour = "500 once";

        // When
        Reply reply = send();

        // Then
        assertThat(reply.body()).isEqualTo(Map.of("success", true));
        assertThat(keys).containsExactly("conversation:call", "conversation:call");
    }

    @Test
    void serverErrorsAndForeignTextAreNoReply() {
        behaviour = "500";
        assertThatThrownBy(this::send).hasMessageContaining("500").hasMessageNotContaining("secret");
        behaviour = "no json";
        assertThatThrownBy(this::send).hasMessageContaining("no JSON");
    }

    @Test
    @DisplayName("A51: a plus sign in a query is encoded, missing values are left out")
    void queriesAreEncoded() {
        // When
        send("check_order_status", Map.of("customer_phone", "+33 612&x=1"));

        // Then
        assertThat(queries).hasSize(1);
        assertThat(queries.getFirst())
                .contains("phone=%2B33")
                .contains("%26x%3D1")
                .doesNotContain("null");
    }

    @Test
    void nothingButPlainPathsOfTheApiAreReachedWithTheServiceKey() {
        for (String path : List.of(
                "/internal/restaurants/x",
                "/api/../internal/x",
                "/api//internal/x",
                "/api/%2e%2e/internal/x",
                "/api/x;/../internal",
                "/q/health")) {
            Tool tool = Tool.of(post("={{BASE_URL}}" + path), MAPPER);
            assertThatThrownBy(() -> send(tool, Map.of())).as(path).hasMessageContaining("not for tools");
        }
        assertThat(keys).isEmpty();
    }

    private static ToolConfig post(String url) {
        var http = new ToolConfig.HttpCall("POST", url, Map.of(), Map.of(), null, null, null, false);
        return new ToolConfig(null, "t", "", null, http, null, null, null, null, false, false, false, false, true, 0);
    }

    private Reply send() {
        return send("confirm_order", Map.of());
    }

    private Reply send(String tool, Map<String, Object> arguments) {
        return send(RESTAURANT.get(tool), arguments);
    }

    private Reply send(Tool tool, Map<String, Object> arguments) {
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        var own = new OwnEndpoints(client, service, new Limits(Optional.of(url), limit), null, MAPPER);
        var call = new ToolExecutionRequest("conversation", "call", "account", "agent", "tool", arguments, Map.of(), 1);
        Toolbox tools = new Toolbox(null, Map.of(), Map.of(), RESTAURANT);
        Map<String, Object> roots = tools.roots(call);
        roots.put("BASE_URL", own.base());
        return own.send(tool.http(), Rendered.of(tool.http(), roots, String::valueOf), call)
                .await()
                .atMost(Duration.ofSeconds(30));
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
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
