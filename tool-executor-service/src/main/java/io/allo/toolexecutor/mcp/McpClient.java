// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.tools.McpListing.McpEndpoint;
import io.allo.contracts.tools.McpListing.McpTool;
import io.allo.egress.EgressClient;
import io.allo.egress.EgressException;
import io.allo.egress.EgressRequest;
import io.allo.egress.EgressResponse;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * MCP over the streamable HTTP transport (specification 2025-06-18), as much as tools need: initialize, tools/list, tools/call, the
 * session header, answers as JSON or as a stream of events. Own code because every request to a customer's server goes by the one
 * way out, which pins the address it has checked; libraries bring an HTTP client of their own.
 */
@ApplicationScoped
public class McpClient {
    private static final String NEWEST = "2025-06-18";
    private static final Set<String> UNDERSTOOD = Set.of(NEWEST, "2025-11-25", "2025-03-26", "2024-11-05");
    private static final int NOT_FOUND = 404;
    private static final int MOST_PAGES = 10;
    private static final int MOST_SESSIONS = 1_000;
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final EgressClient egress;
    private final ObjectMapper json;
    private final AtomicLong ids = new AtomicLong();
    private final Map<McpEndpoint, Session> sessions = new ConcurrentHashMap<>();

    /** @param id null when the server keeps none */
    private record Session(@Nullable String id, String version) {}

    /** By this way out. */
    public McpClient(EgressClient egress, ObjectMapper json) {
        this.egress = egress;
        this.json = json;
    }

    /** All tools of the server. Fails with {@link McpException}. */
    public Uni<List<McpTool>> tools(McpEndpoint server, Duration limit) {
        return page(server, limit, null, 0, new ArrayList<>());
    }

    private Uni<List<McpTool>> page(
            McpEndpoint server, Duration limit, @Nullable String cursor, int number, List<McpTool> found) {
        Map<String, Object> params = cursor == null ? Map.of() : Map.of("cursor", cursor);
        return inSession(server, "tools/list", params, limit).chain(result -> {
            if (!result.path("tools").isArray()) {
                throw new McpException("tools/list answers no tools", false);
            }
            result.path("tools").forEach(tool -> found.add(tool(tool)));
            String next = result.path("nextCursor").asText("");
            return next.isEmpty() || number + 1 >= MOST_PAGES
                    ? Uni.createFrom().item(found)
                    : page(server, limit, next, number + 1, found);
        });
    }

    private McpTool tool(JsonNode tool) {
        JsonNode hints = tool.path("annotations");
        return new McpTool(
                tool.path("name").asText(),
                tool.path("description").asText(tool.path("title").asText("")),
                tool.path("inputSchema").isObject() ? json.convertValue(tool.path("inputSchema"), OBJECT) : Map.of(),
                hints.path("readOnlyHint").asBoolean()
                        || hints.path("idempotentHint").asBoolean());
    }

    /**
     * Calls a tool.
     *
     * @return what it says: its structured content, else its text as {@code result}; {@code error} when it says that it failed
     */
    public Uni<Map<String, Object>> call(
            McpEndpoint server, String tool, Map<String, Object> arguments, Duration limit) {
        return inSession(server, "tools/call", Map.of("name", tool, "arguments", arguments), limit)
                .map(this::told);
    }

    private Map<String, Object> told(JsonNode result) {
        List<String> texts = new ArrayList<>();
        result.path("content").forEach(part -> {
            if (part.path("type").asText().equals("text")) {
                texts.add(part.path("text").asText());
            } else if (part.path("resource").has("text")) {
                texts.add(part.path("resource").path("text").asText());
            }
        });
        String text = String.join("\n", texts);
        Map<String, Object> told = new LinkedHashMap<>();
        if (result.path("isError").asBoolean()) {
            told.put("success", false);
            told.put("error", text.isBlank() ? "the tool failed" : text);
        } else if (result.path("structuredContent").isObject()) {
            told.putAll(json.convertValue(result.path("structuredContent"), OBJECT));
        } else {
            told.put("success", true);
            told.put("result", text);
        }
        return told;
    }

    /** A session that the server has forgotten is begun anew, once: what was asked in it was not done. */
    private Uni<JsonNode> inSession(McpEndpoint server, String method, Map<String, Object> params, Duration limit) {
        Session known = sessions.get(server);
        Uni<Session> session =
                known == null ? begun(server, limit) : Uni.createFrom().item(known);
        return session.chain(current -> request(server, current, method, params, limit))
                .onFailure(failure -> known != null && failure instanceof SessionLostException)
                .recoverWithUni(() -> begun(server, limit).chain(anew -> request(server, anew, method, params, limit)))
                .onFailure(SessionLostException.class)
                .transform(lost -> new McpException("status 404: is the address right?", false));
    }

    private Uni<Session> begun(McpEndpoint server, Duration limit) {
        Map<String, Object> params = Map.of(
                "protocolVersion",
                NEWEST,
                "capabilities",
                Map.of(),
                "clientInfo",
                Map.of("name", "allo", "version", "1"));
        long id = ids.incrementAndGet();
        return send(server, null, message(id, "initialize", params), id, limit)
                .map(answer -> {
                    String version = result(answer, id).path("protocolVersion").asText();
                    if (!UNDERSTOOD.contains(version)) {
                        throw new McpException(
                                "speaks protocol " + version + " (expected: one of " + UNDERSTOOD + ")", false);
                    }
                    return new Session(answer.headers().get("Mcp-Session-Id"), version);
                })
                .call(session -> send(server, session, message(0, "notifications/initialized", Map.of()), 0, limit))
                .invoke(session -> {
                    if (sessions.size() >= MOST_SESSIONS) {
                        sessions.clear();
                    }
                    sessions.put(server, session);
                });
    }

    private Uni<JsonNode> request(
            McpEndpoint server, Session session, String method, Map<String, Object> params, Duration limit) {
        long id = ids.incrementAndGet();
        return send(server, session, message(id, method, params), id, limit).map(answer -> {
            if (answer.status() == NOT_FOUND) {
                sessions.remove(server, session);
                throw new SessionLostException();
            }
            return result(answer, id);
        });
    }

    /** The server has forgotten the session. */
    private static final class SessionLostException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SessionLostException() {
            super("session lost", null, false, false);
        }
    }

    private Map<String, Object> message(long id, String method, Map<String, Object> params) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("jsonrpc", "2.0");
        if (id != 0) {
            message.put("id", id);
        }
        message.put("method", method);
        if (!params.isEmpty()) {
            message.put("params", params);
        }
        return message;
    }

    private Uni<EgressResponse> send(
            McpEndpoint server, @Nullable Session session, Map<String, Object> message, long id, Duration limit) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(server.headers());
        headers.put("Accept", "application/json, text/event-stream");
        headers.put("Content-Type", "application/json");
        headers.put("User-Agent", "Allo");
        if (session != null) {
            headers.put("MCP-Protocol-Version", session.version());
            if (session.id() != null) {
                headers.put("Mcp-Session-Id", session.id());
            }
        }
        return Uni.createFrom()
                .deferred(() ->
                        egress.send(EgressRequest.of("POST", URI.create(server.url()), headers, bytes(message), limit)
                                .until(answer -> Message.isStream(answer)
                                        && Message.response(answer, id, json).isPresent())))
                .onFailure(EgressException.class)
                .transform(failure ->
                        new McpException(String.valueOf(failure.getMessage()), ((EgressException) failure).sent()));
    }

    private Buffer bytes(Map<String, Object> message) {
        try {
            return Buffer.buffer(json.writeValueAsBytes(message));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The result; what the server says of an error in its own words, bounded. */
    private JsonNode result(EgressResponse answer, long id) {
        JsonNode message = Message.response(answer, id, json).orElse(null);
        if (message != null && message.has("error")) {
            String words = message.path("error").path("message").asText("error");
            throw new McpException(words.length() > 300 ? words.substring(0, 300) + "…" : words, false);
        }
        if (answer.status() != 200) {
            throw new McpException("status " + answer.status(), answer.status() >= 500);
        }
        if (message == null) {
            throw new McpException("the answer holds no JSON-RPC response", true);
        }
        return message.path("result");
    }
}
