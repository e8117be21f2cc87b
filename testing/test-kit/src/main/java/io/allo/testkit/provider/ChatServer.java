// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for OpenAI's {@code POST /v1/chat/completions}, streamed. Strict: wrong key 401, unknown model 404, and 400 for what
 * the real server refuses (see {@link ChatRules}). Each good request takes the next {@link ChatReply}; without one it gets a
 * short sentence. Any thread.
 */
public final class ChatServer implements AutoCloseable {
    private static final int OK = 200;
    private static final int CHUNKED = 0;

    static {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // pieces of a stream are small, and timed
    }

    private final ObjectMapper json = new ObjectMapper();
    private final String key;
    private final ChatRules rules;
    private final Queue<ChatReply> script = new ConcurrentLinkedQueue<>();
    private final List<JsonNode> requests = new CopyOnWriteArrayList<>();
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private final AtomicInteger aborted = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Function<JsonNode, ChatReply> otherwise = request -> ChatReply.text("Bien ", "sûr.");
    private @Nullable HttpServer server;

    /** @param models that it knows */
    public ChatServer(String key, String... models) {
        this.key = key;
        this.rules = new ChatRules(List.of(models));
    }

    /** Listens on loopback. */
    public ChatServer start() {
        return start(0);
    }

    /** Listens on this port of loopback. */
    public ChatServer start(int port) {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
            http.createContext("/", this::serve);
            http.setExecutor(threads);
            http.start();
            server = http;
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("no port", e);
        }
    }

    /** For {@code allo.chat.base-url}. */
    public String baseUrl() {
        HttpServer running = server;
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        return "http://127.0.0.1:" + running.getAddress().getPort() + "/v1";
    }

    /** The next answers, in order. */
    public ChatServer then(ChatReply... replies) {
        script.addAll(List.of(replies));
        return this;
    }

    /** The answer where the script is at its end. */
    public ChatServer otherwise(ChatReply reply) {
        return otherwise(request -> reply);
    }

    /** The answer to a request where the script is at its end. */
    public ChatServer otherwise(Function<JsonNode, ChatReply> replies) {
        otherwise = replies;
        return this;
    }

    /** Bodies of the requests that kept the rules. */
    public List<JsonNode> requests() {
        return List.copyOf(requests);
    }

    /** Why requests were refused by the rules. */
    public List<String> refusals() {
        return List.copyOf(refusals);
    }

    /** Answers whose client went away before their end. */
    public int aborted() {
        return aborted.get();
    }

    private void serve(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        ChatRules.Refusal refusal = refusal(exchange, body);
        if (refusal != null) {
            refusals.add(refusal.message());
            refuse(exchange, refusal, Map.of());
            return;
        }
        JsonNode request = json.readTree(body);
        requests.add(request);
        ChatReply scripted = script.poll();
        try {
            answer(exchange, request, scripted == null ? otherwise.apply(request) : scripted);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw lost();
        }
    }

    /** The server closes the connection on it, without the proper end of the body. */
    private static IOException lost() {
        return new IOException("the connection is to be lost");
    }

    private ChatRules.@Nullable Refusal refusal(HttpExchange exchange, byte[] body) {
        if (!exchange.getRequestMethod().equals("POST")
                || !exchange.getRequestURI().getPath().equals("/v1/chat/completions")) {
            return new ChatRules.Refusal(404, "unknown_url", "no such path");
        }
        if (!("Bearer " + key).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return new ChatRules.Refusal(401, "invalid_api_key", "wrong key");
        }
        if (!String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"))
                .startsWith("application/json")) {
            return new ChatRules.Refusal(400, "invalid_request_error", "not JSON");
        }
        try {
            return rules.check(json.readTree(body));
        } catch (IOException e) {
            return new ChatRules.Refusal(400, "invalid_request_error", "not JSON");
        }
    }

    private void refuse(HttpExchange exchange, ChatRules.Refusal refusal, Map<String, String> headers)
            throws IOException {
        byte[] body = json.writeValueAsBytes(Map.of(
                "error",
                Map.of("message", refusal.message(), "type", "invalid_request_error", "code", refusal.code())));
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("x-request-id", "req_" + requests.size());
        headers.forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(refusal.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.getResponseBody().close();
    }

    private void answer(HttpExchange exchange, JsonNode request, ChatReply reply)
            throws IOException, InterruptedException {
        switch (reply) {
            case ChatReply.Refused refused ->
                refuse(
                        exchange,
                        new ChatRules.Refusal(refused.status(), refused.code(), "scripted"),
                        refused.headers());
            case ChatReply.Closed closed -> throw lost();
            case ChatReply.Body body -> {
                byte[] bytes = body.text().getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", body.contentType());
                exchange.sendResponseHeaders(OK, bytes.length);
                exchange.getResponseBody().write(bytes);
                exchange.getResponseBody().close();
            }
            case ChatReply.Stream stream -> stream(exchange, request, stream);
        }
    }

    private void stream(HttpExchange exchange, JsonNode request, ChatReply.Stream stream)
            throws IOException, InterruptedException {
        Thread.sleep(stream.before());
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
        exchange.sendResponseHeaders(OK, CHUNKED);
        OutputStream out = exchange.getResponseBody();
        try {
            for (String event : stream.events(request)) {
                write(out, event, stream.inBytes());
                Thread.sleep(stream.between());
            }
            Thread.sleep(stream.after());
        } catch (IOException e) {
            aborted.incrementAndGet();
            throw e;
        }
        if (stream.cut()) {
            throw lost();
        }
        out.close();
    }

    private static void write(OutputStream out, String event, boolean inBytes) throws IOException {
        byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
        if (!inBytes) {
            out.write(bytes);
            out.flush();
            return;
        }
        for (byte one : bytes) {
            out.write(one);
            out.flush();
        }
    }

    @Override
    public void close() {
        HttpServer running = server;
        if (running != null) {
            running.stop(0);
        }
        threads.shutdownNow();
    }

    /**
     * As a process: {@code ChatServer [port [key [first word ms [between words ms]]]]}. Knows every model.
     */
    public static void main(String[] arguments) throws InterruptedException {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 0;
        String key = arguments.length > 1 ? arguments[1] : "test-key";
        Duration first = Duration.ofMillis(arguments.length > 2 ? Long.parseLong(arguments[2]) : 200);
        Duration between = Duration.ofMillis(arguments.length > 3 ? Long.parseLong(arguments[3]) : 20);
        try (ChatServer server = new ChatServer(key).start(port)) {
            server.otherwise(ChatReply.text("Bien sûr. ", "Que puis-je ", "faire ", "pour vous ?")
                    .after(first, between));
            new CountDownLatch(1).await();
        }
    }
}
