// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for Langfuse's {@code POST /api/public/otel/v1/traces} in OTLP's JSON encoding. Any other path is 404, wrong keys are
 * 401, a body that breaks the encoding or names an unknown observation type is 400. Any thread.
 */
public final class LangfuseSink implements AutoCloseable {
    private static final String PATH = "/api/public/otel/v1/traces";
    private static final Set<String> TYPES = Set.of(
            "span",
            "generation",
            "event",
            "embedding",
            "agent",
            "tool",
            "chain",
            "retriever",
            "evaluator",
            "guardrail");

    private final ObjectMapper json = new ObjectMapper();
    private final String authorization;
    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private final Queue<Integer> script = new ConcurrentLinkedQueue<>();
    private @Nullable HttpServer server;

    /** @param attributes text, or the text of a list's JSON */
    public record Span(
            String traceId,
            String spanId,
            String parentId,
            String name,
            long startNanos,
            long endNanos,
            Map<String, String> attributes) {
        public String attribute(String key) {
            return attributes.getOrDefault(key, "");
        }
    }

    public LangfuseSink(String publicKey, String secretKey) {
        byte[] pair = (publicKey + ":" + secretKey).getBytes(StandardCharsets.UTF_8);
        authorization = "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    /** Listens on loopback. */
    public LangfuseSink start() {
        return start(0);
    }

    /** Listens on this port of loopback. */
    public LangfuseSink start(int port) {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
            http.createContext("/", this::serve);
            http.start();
            server = http;
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("no port", e);
        }
    }

    public String baseUrl() {
        HttpServer running = server;
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        return "http://127.0.0.1:" + running.getAddress().getPort();
    }

    /** The next good requests are answered with these statuses; nothing of them is kept. */
    public LangfuseSink failing(Integer... statuses) {
        script.addAll(List.of(statuses));
        return this;
    }

    public List<Span> spans() {
        return List.copyOf(spans);
    }

    /** Why requests were refused. */
    public List<String> refusals() {
        return List.copyOf(refusals);
    }

    private void serve(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        int status = status(exchange, body);
        byte[] answer = "{}".getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.getResponseBody().close();
    }

    private int status(HttpExchange exchange, byte[] body) {
        if (!exchange.getRequestURI().getPath().equals(PATH)) {
            return refused(404, "path " + exchange.getRequestURI().getPath());
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            return refused(405, "method");
        }
        if (!authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return refused(401, "keys");
        }
        try {
            List<Span> read = read(json.readTree(body));
            Integer scripted = script.poll();
            if (scripted != null) {
                return scripted;
            }
            spans.addAll(read);
            return 200;
        } catch (IOException | IllegalArgumentException e) {
            return refused(400, e.getMessage());
        }
    }

    private int refused(int status, String reason) {
        refusals.add(reason);
        return status;
    }

    private static List<Span> read(JsonNode body) {
        List<Span> read = new ArrayList<>();
        for (JsonNode resource : body.path("resourceSpans")) {
            for (JsonNode scope : resource.path("scopeSpans")) {
                scope.path("spans").forEach(span -> read.add(span(span)));
            }
        }
        if (read.isEmpty()) {
            throw new IllegalArgumentException("no spans");
        }
        return read;
    }

    private static Span span(JsonNode span) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (JsonNode attribute : span.path("attributes")) {
            JsonNode value = attribute.path("value");
            attributes.put(
                    attribute.path("key").asText(),
                    value.path("stringValue").isTextual()
                            ? value.path("stringValue").textValue()
                            : value.path("arrayValue").path("values").toString());
        }
        String type = attributes.getOrDefault("langfuse.observation.type", "span");
        Span one = new Span(
                hex(span.path("traceId"), 32),
                hex(span.path("spanId"), 16),
                span.has("parentSpanId") ? hex(span.path("parentSpanId"), 16) : "",
                span.path("name").asText(),
                nanos(span.path("startTimeUnixNano")),
                nanos(span.path("endTimeUnixNano")),
                attributes);
        if (!TYPES.contains(type)
                || one.endNanos() < one.startNanos()
                || one.name().isEmpty()) {
            throw new IllegalArgumentException("a span with type " + type + " that ends before it starts, or unnamed");
        }
        return one;
    }

    private static String hex(JsonNode id, int digits) {
        String text = id.asText();
        if (!text.matches("[0-9a-f]{" + digits + "}") || text.matches("0+")) {
            throw new IllegalArgumentException("an id that is not " + digits + " hexadecimal digits");
        }
        return text;
    }

    private static long nanos(JsonNode time) {
        if (!time.isTextual()) {
            throw new IllegalArgumentException("a time that is not decimal text");
        }
        return Long.parseLong(time.textValue());
    }

    @Override
    public void close() {
        HttpServer running = server;
        if (running != null) {
            running.stop(0);
        }
    }

    /** As a process: {@code LangfuseSink [port [public key [secret key]]]}, until it is ended. */
    public static void main(String[] arguments) throws InterruptedException {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 0;
        String publicKey = arguments.length > 1 ? arguments[1] : "pk-lf-test";
        String secretKey = arguments.length > 2 ? arguments[2] : "sk-lf-test";
        try (LangfuseSink sink = new LangfuseSink(publicKey, secretKey).start(port)) {
            new CountDownLatch(1).await();
        }
    }
}
