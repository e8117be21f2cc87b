// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.session;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.allo.contracts.session.CalendarFacts;
import io.allo.contracts.session.SessionFacts;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** Stands in for tool-executor-service: answers session-facts for one restaurant, refuses a wrong key. */
public final class StubExecutor implements QuarkusTestResourceLifecycleManager {
    /** What it answers next. */
    public static final AtomicReference<SessionFacts> FACTS = new AtomicReference<>();
    /** Calendars by id. */
    public static final Map<String, CalendarFacts> CALENDARS = new ConcurrentHashMap<>();
    /** Raw queries seen. */
    public static final List<String> QUERIES = new CopyOnWriteArrayList<>();

    /** What an MCP server offers, by its URL: the answer of tool-executor-service; another URL is refused with 502. */
    public static final Map<String, String> MCP = new ConcurrentHashMap<>();
    /** Requests for what MCP servers offer. */
    public static final List<String> MCP_ASKED = new CopyOnWriteArrayList<>();

    private final ObjectMapper json = new ObjectMapper().registerModule(new JavaTimeModule());
    private HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException("no loopback port", e);
        }
        server.createContext("/internal/restaurants/", this::answer);
        server.createContext("/internal/mcp/tools", this::mcpTools);
        server.createContext("/internal/calendars/", this::calendar);
        server.createContext("/internal/tools/try", StubExecutor::trial);
        server.createContext("/api/knowledge", StubExecutor::knowledge);
        server.createContext("/api/outbound/call", StubExecutor::call);
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        return Map.of(
                "quarkus.rest-client.session-facts.url", url,
                "quarkus.rest-client.tool-trials.url", url,
                "quarkus.rest-client.knowledge.url", url,
                "quarkus.rest-client.gateway.url", url);
    }

    private static void trial(HttpExchange exchange) throws IOException {
        told(
                exchange,
                200,
                "{\"answer\":{\"status\":200,\"body\":" + body(exchange)
                        + "},\"told\":{},\"contextUpdates\":{},\"millis\":1}");
    }

    /** Says for whom it was asked; a document of the account "none" is unknown. */
    private static void knowledge(HttpExchange exchange) throws IOException {
        String account = exchange.getRequestHeaders().getFirst("X-Allo-Account");
        boolean delete = exchange.getRequestMethod().equals("DELETE");
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        told(
                exchange,
                delete ? 404 : 200,
                delete
                        ? "{\"error\":\"unknown document\"}"
                        : "{\"asked\":\"" + exchange.getRequestMethod() + " " + exchange.getRequestURI()
                                + "\",\"account\":\"" + account + "\",\"type\":\"" + type + "\",\"length\":"
                                + body(exchange).length() + "}");
    }

    /** The gateway: refuses what is forbidden, fails where that is asked for. */
    private static void call(HttpExchange exchange) throws IOException {
        String wish = body(exchange);
        if (wish.contains("+33899")) {
            told(exchange, 403, "{\"error\":\"premium numbers are not dialled\"}");
        } else if (wish.contains("+33100")) {
            told(exchange, 500, "{\"error\":\"secret\"}");
        } else {
            told(
                    exchange,
                    200,
                    "{\"call_id\":\"c-1\",\"status\":\"initiated\",\"wish\":" + (wish.isEmpty() ? "null" : wish)
                            + ",\"account\":\"" + exchange.getRequestHeaders().getFirst("X-Allo-Account") + "\"}");
        }
    }

    private static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void told(HttpExchange exchange, int status, String json) throws IOException {
        try (exchange) {
            byte[] answer = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private void calendar(HttpExchange exchange) throws IOException {
        try (exchange) {
            CalendarFacts facts =
                    CALENDARS.get(exchange.getRequestURI().getPath().split("/")[3]);
            if (facts == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            byte[] body = json.writeValueAsBytes(facts);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private void mcpTools(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            MCP_ASKED.add(body);
            String listing = MCP.get(json.readTree(body).path("url").asText());
            byte[] answer = (listing == null ? "{\"error\":\"status 401\"}" : listing).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(listing == null ? 502 : 200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            QUERIES.add(String.valueOf(exchange.getRequestURI().getRawQuery()));
            if (!"test-service-key-0123456789"
                    .equals(exchange.getRequestHeaders().getFirst("X-API-Key"))) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            SessionFacts facts = FACTS.get();
            if (facts == null
                    || !exchange.getRequestURI()
                            .getPath()
                            .contains(facts.restaurant().id())) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            byte[] body = json.writeValueAsBytes(facts);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
    }
}
