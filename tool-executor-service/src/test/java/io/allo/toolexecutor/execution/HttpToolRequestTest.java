// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
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

/** The request of a tool against a server that misbehaves. */
@QuarkusTest
class HttpToolRequestTest {
    private static final HttpBinding CONFIRM = RestaurantBindings.table().get("confirm_order");
    private static final HttpBinding STATUS = RestaurantBindings.table().get("check_order_status");

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
        HttpToolRequest.Reply reply = send();

        // Then
        assertThat(reply.body()).containsEntry("success", true);
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
        request()
                .send(STATUS, call(Map.of("customer_phone", "+33 612&x=1")))
                .await()
                .indefinitely();

        // Then
        assertThat(queries).hasSize(1);
        assertThat(queries.getFirst())
                .contains("phone=%2B33")
                .contains("%26x%3D1")
                .doesNotContain("null");
    }

    private HttpToolRequest.Reply send() {
        return request().send(CONFIRM, call(Map.of())).await().atMost(Duration.ofSeconds(30));
    }

    private static ToolExecutionRequest call(Map<String, Object> arguments) {
        return new ToolExecutionRequest("conversation", "call", "account", "agent", "tool", arguments, Map.of(), 1);
    }

    private HttpToolRequest request() {
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        return new HttpToolRequest(client, service, new Limits(Optional.of(url), limit), null, new ObjectMapper());
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
