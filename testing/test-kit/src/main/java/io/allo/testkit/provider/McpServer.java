// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for an MCP server with the streamable HTTP transport (2025-06-18), strict: 400 without {@code initialize} and its
 * session header or with another protocol version, 404 for a session that it has forgotten, 406 unless both JSON and event streams
 * are accepted, 401 without its bearer. Its tools: {@code add} (structured), {@code echo} (text, read-only), {@code fail}, and
 * {@code hang}, which does not answer. Tools come in two pages. Any thread.
 */
public final class McpServer implements AutoCloseable {
    private static final String VERSION = "2025-06-18";
    private static final String ADD = """
            {"name": "add", "description": "Adds two numbers.",
             "inputSchema": {"$schema": "http://json-schema.org/draft-07/schema#", "type": "object",
               "properties": {"a": {"type": "number"}, "b": {"type": "number"}}, "required": ["a", "b"]}}
            """;
    private static final String OTHERS = """
            [{"name": "echo", "description": "Says it again.", "annotations": {"readOnlyHint": true},
              "inputSchema": {"type": "object", "properties": {"text": {"type": "string"}}}},
             {"name": "fail", "description": "Fails.", "inputSchema": {"type": "object"}},
             {"name": "hang", "description": "Hangs.", "inputSchema": {"type": "object"}}]
            """;

    private final ObjectMapper json = new ObjectMapper();
    private final String bearer;
    private final Set<String> sessions = ConcurrentHashMap.newKeySet();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile boolean streaming = true;
    private @Nullable HttpServer server;

    /** @param bearer token that each request must carry */
    public McpServer(String bearer) {
        this.bearer = bearer;
    }

    public McpServer start() {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
            http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            http.createContext("/mcp", this::serve);
            http.start();
            server = http;
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI uri() {
        HttpServer http = server;
        if (http == null) {
            throw new IllegalStateException("not started");
        }
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/mcp");
    }

    /** Methods, and for calls the tool: {@code tools/call add}. */
    public List<String> calls() {
        return calls;
    }

    /** Answers come as plain JSON from now on, instead of streams that stay open. */
    public McpServer plain() {
        streaming = false;
        return this;
    }

    /** As after a restart. */
    public void forgetSessions() {
        sessions.clear();
    }

    private void serve(HttpExchange exchange) throws IOException {
        JsonNode message = json.readTree(exchange.getRequestBody());
        int refusal = refusal(exchange, message);
        String method = message.path("method").asText();
        calls.add(
                refusal != 0
                        ? "refused " + refusal
                        : (method + " " + message.path("params").path("name").asText("")).strip());
        if (refusal != 0) {
            exchange.sendResponseHeaders(refusal, -1);
            exchange.close();
        } else if (!message.has("id")) {
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
        } else {
            answer(exchange, message, method);
        }
    }

    private int refusal(HttpExchange exchange, JsonNode message) {
        if (!("Bearer " + bearer).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return 401;
        }
        String accept = String.valueOf(exchange.getRequestHeaders().getFirst("Accept"));
        if (!accept.contains("application/json") || !accept.contains("text/event-stream")) {
            return 406;
        }
        if (!exchange.getRequestMethod().equals("POST")
                || !message.path("jsonrpc").asText().equals("2.0")) {
            return 400;
        }
        if (message.path("method").asText().equals("initialize")) {
            return message.path("params").has("protocolVersion")
                            && message.path("params").has("clientInfo")
                    ? 0
                    : 400;
        }
        String session = exchange.getRequestHeaders().getFirst("Mcp-Session-Id");
        if (session == null || !VERSION.equals(exchange.getRequestHeaders().getFirst("MCP-Protocol-Version"))) {
            return 400;
        }
        return sessions.contains(session) ? 0 : 404;
    }

    private void answer(HttpExchange exchange, JsonNode message, String method) throws IOException {
        if (message.path("params").path("name").asText().equals("hang")) {
            return;
        }
        ObjectNode response = json.createObjectNode().put("jsonrpc", "2.0");
        response.set("id", message.get("id"));
        switch (method) {
            case "initialize" -> {
                String session = UUID.randomUUID().toString();
                sessions.add(session);
                exchange.getResponseHeaders().add("Mcp-Session-Id", session);
                response.putObject("result")
                        .put("protocolVersion", VERSION)
                        .putObject("capabilities")
                        .putObject("tools");
            }
            case "tools/list" ->
                response.set(
                        "result", page(message.path("params").path("cursor").asText("")));
            case "tools/call" -> call(message.path("params"), response);
            default -> response.putObject("error").put("code", -32601).put("message", "Method not found");
        }
        send(exchange, response);
    }

    private ObjectNode page(String cursor) throws IOException {
        ObjectNode page = json.createObjectNode();
        if (cursor.isEmpty()) {
            page.putArray("tools").add(json.readTree(ADD));
            page.put("nextCursor", "2");
        } else {
            page.set("tools", json.readTree(OTHERS));
        }
        return page;
    }

    private static void call(JsonNode params, ObjectNode response) {
        JsonNode arguments = params.path("arguments");
        switch (params.path("name").asText()) {
            case "add" -> {
                double sum =
                        arguments.path("a").asDouble() + arguments.path("b").asDouble();
                ObjectNode result = response.putObject("result");
                result.putArray("content").addObject().put("type", "text").put("text", "" + sum);
                result.putObject("structuredContent").put("sum", sum);
            }
            case "echo" ->
                response.putObject("result")
                        .putArray("content")
                        .addObject()
                        .put("type", "text")
                        .put("text", arguments.path("text").asText());
            case "fail" -> {
                ObjectNode result = response.putObject("result").put("isError", true);
                result.putArray("content").addObject().put("type", "text").put("text", "the oven is cold");
            }
            default -> response.putObject("error").put("code", -32602).put("message", "Unknown tool");
        }
    }

    /** A stream says something else first, and stays open. */
    private void send(HttpExchange exchange, ObjectNode response) throws IOException {
        if (!streaming) {
            byte[] bytes = json.writeValueAsBytes(response);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
            return;
        }
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        String notice = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{}}";
        String events = ": hello\r\n\r\nevent: message\r\ndata: " + notice + "\r\n\r\nid: 7\r\nevent: message\r\ndata: "
                + response + "\r\n\r\n";
        exchange.getResponseBody().write(events.getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
    }

    @Override
    public void close() {
        HttpServer http = server;
        if (http != null) {
            http.stop(0);
        }
    }
}
