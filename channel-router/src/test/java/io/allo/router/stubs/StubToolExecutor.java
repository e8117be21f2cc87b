// SPDX-License-Identifier: Apache-2.0
package io.allo.router.stubs;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.ServiceKeys;
import io.allo.contracts.tools.ToolExecutionRequest;
import io.allo.contracts.tools.ToolExecutionResponse;
import io.allo.contracts.tools.ToolFlags;
import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** tool-executor-service: does each key once, and can be away. Without a handler a tool answers {@code {"success":true}}. */
@Startup
@Singleton
public class StubToolExecutor {
    private final ObjectMapper mapper;
    private final String serviceKey;
    private final HttpServer server;
    private final Map<String, Function<ToolExecutionRequest, ToolExecutionResponse>> handlers =
            new ConcurrentHashMap<>();
    private final Map<String, ToolExecutionResponse> answers = new ConcurrentHashMap<>();
    private final List<ToolExecutionRequest> received = new CopyOnWriteArrayList<>();
    private final List<ToolExecutionRequest> executed = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicInteger lostAnswers = new AtomicInteger();
    private final Set<String> blocked = ConcurrentHashMap.newKeySet();
    private final Map<String, Map<String, Object>> reports = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Object>> transcripts = new ConcurrentHashMap<>();
    private final AtomicInteger refusedReports = new AtomicInteger();
    private volatile boolean hanging;
    private final List<Map<String, Object>> deliveryReports = new CopyOnWriteArrayList<>();
    private volatile @Nullable String reminder;
    private final Map<String, List<Map<String, Object>>> knowledge = new ConcurrentHashMap<>();
    private final List<String> searches = new CopyOnWriteArrayList<>();
    private volatile Map<String, Object> reminderAnswer = Map.of();

    StubToolExecutor(
            Vertx vertx,
            ObjectMapper mapper,
            @ConfigProperty(name = "allo.service-key") String serviceKey,
            @ConfigProperty(name = StubPorts.TOOL_EXECUTOR_PORT) int port)
            throws Exception {
        this.mapper = mapper;
        this.serviceKey = serviceKey;
        this.server = vertx.createHttpServer()
                .requestHandler(this::handle)
                .listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    public void reset() {
        handlers.clear();
        blocked.clear();
        answers.clear();
        received.clear();
        executed.clear();
        refusals.set(0);
        lostAnswers.set(0);
        hanging = false;
        reminder = null;
        knowledge.clear();
        searches.clear();
    }

    /** Questions of this account (and of this business, if it is not empty) with this word in them find these passages. */
    public void knows(String account, String business, String word, List<Map<String, Object>> results) {
        knowledge.put(account + "|" + business + "|" + word, results);
    }

    /** Every question that was searched for: {@code account|business|question}. */
    public List<String> searches() {
        return List.copyOf(searches);
    }

    /** What was told of this call at its end; null when nothing was. */
    public Map<String, Object> report(String callId) {
        return reports.get(callId);
    }

    /** What providers told of messages that the router did not send. */
    public List<Map<String, Object>> deliveryReports() {
        return List.copyOf(deliveryReports);
    }

    /** What the answer to a reminder is answered; null: none stands. */
    public void reminder(@Nullable String text) {
        reminder = text;
    }

    /** The last answer to a reminder that was asked about. */
    public Map<String, Object> reminderAnswer() {
        return reminderAnswer;
    }

    /** The words of this conversation, brought for an e-mail; null when they were not. */
    public Map<String, Object> transcript(String conversationId) {
        return transcripts.get(conversationId);
    }

    /** The next reports of calls get 503. */
    public void refuseReports(int requests) {
        refusedReports.set(requests);
    }

    /** Takes no calls from this number. */
    public void block(String phone) {
        blocked.add(phone);
    }

    public void on(String tool, Function<ToolExecutionRequest, ToolExecutionResponse> handler) {
        handlers.put(tool, handler);
    }

    public static ToolExecutionResponse result(Map<String, Object> result) {
        return new ToolExecutionResponse(result, Map.of(), ToolFlags.NONE);
    }

    /** The next requests get 503. */
    public void refuse(int requests) {
        refusals.set(requests);
    }

    /** The next requests are done, but their connections break before the answer. */
    public void loseAnswers(int requests) {
        lostAnswers.set(requests);
    }

    /** Requests arrive and are never answered. */
    public void hang(boolean hang) {
        hanging = hang;
    }

    /** Everything that arrived, repetitions included. */
    public List<ToolExecutionRequest> received() {
        return List.copyOf(received);
    }

    /** What was really done: each key once. */
    public List<ToolExecutionRequest> executed() {
        return List.copyOf(executed);
    }

    private void handle(HttpServerRequest request) {
        request.bodyHandler(body -> {
            if (request.path().equals("/api/blocked-phones/check")) {
                boolean blocks = blocked.contains(request.getParam("phone"));
                request.response()
                        .putHeader("Content-Type", "application/json")
                        .end("{\"blocked\":" + blocks + ",\"reason\":null}");
                return;
            }
            if (request.path().equals("/api/knowledge/search")) {
                search(request);
                return;
            }
            if (request.path().equals("/api/calls")) {
                report(request, body);
                return;
            }
            if (request.path().equals("/internal/notifications/reports")) {
                deliveryReports.add(body.toJsonObject().getMap());
                request.response().putHeader("Content-Type", "application/json").end("{}");
                return;
            }
            if (request.path().equals("/internal/reminders/answers")) {
                reminderAnswer = body.toJsonObject().getMap();
                request.response()
                        .putHeader("Content-Type", "application/json")
                        .end(new JsonObject().put("text", reminder).encode());
                return;
            }
            if (request.path().equals("/internal/transcripts")) {
                Map<String, Object> transcript = body.toJsonObject().getMap();
                transcripts.put((String) transcript.get("conversationId"), transcript);
                request.response().putHeader("Content-Type", "application/json").end("{}");
                return;
            }
            if (!request.path().equals("/internal/tools/execute")
                    || !request.method().equals(HttpMethod.POST)) {
                request.response().setStatusCode(404).end();
            } else if (!serviceKey.equals(request.getHeader(ServiceKeys.API_KEY_HEADER))) {
                request.response().setStatusCode(401).end();
            } else {
                execute(request, body);
            }
        });
    }

    private void search(HttpServerRequest request) {
        String question = request.getParam("question");
        String account = request.getHeader(ServiceKeys.ACCOUNT_HEADER);
        if (!serviceKey.equals(request.getHeader(ServiceKeys.API_KEY_HEADER)) || account == null) {
            request.response().setStatusCode(401).end();
            return;
        }
        if (question == null || question.isBlank() || question.length() > 500 || hanging) {
            request.response().setStatusCode(hanging ? 503 : 400).end();
            return;
        }
        String business = request.getParam("businessId") == null ? "" : request.getParam("businessId");
        searches.add(account + "|" + business + "|" + question);
        List<Map<String, Object>> found = knowledge.entrySet().stream()
                .filter(entry -> {
                    String[] parts = entry.getKey().split("\\|", -1);
                    return parts[0].equals(account)
                            && (parts[1].isEmpty() || parts[1].equals(business))
                            && question.contains(parts[2]);
                })
                .flatMap(entry -> entry.getValue().stream())
                .limit(Long.parseLong(request.getParam("limit")))
                .toList();
        request.response()
                .putHeader("Content-Type", "application/json")
                .end(new JsonObject().put("results", found).encode());
    }

    private void report(HttpServerRequest request, Buffer body) {
        boolean known = serviceKey.equals(request.getHeader(ServiceKeys.API_KEY_HEADER))
                && request.getHeader(ServiceKeys.ACCOUNT_HEADER) != null;
        boolean refused = refusedReports.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        if (known && !refused) {
            Map<String, Object> report = body.toJsonObject().getMap();
            reports.put((String) report.get("callId"), report);
        }
        request.response()
                .setStatusCode(known ? refused ? 503 : 201 : 401)
                .putHeader("Content-Type", "application/json")
                .end("{}");
    }

    private void execute(HttpServerRequest request, Buffer body) {
        try {
            ToolExecutionRequest call = mapper.readValue(body.getBytes(), ToolExecutionRequest.class);
            received.add(call);
            if (hanging) {
                return;
            }
            if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                request.response().setStatusCode(503).end();
                return;
            }
            ToolExecutionResponse answer =
                    answers.computeIfAbsent(call.conversationId() + "/" + call.toolCallId(), key -> {
                        executed.add(call);
                        return handlers.getOrDefault(call.tool(), any -> result(Map.of("success", true)))
                                .apply(call);
                    });
            if (lostAnswers.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                request.connection().close();
                return;
            }
            request.response().putHeader("Content-Type", "application/json").end(mapper.writeValueAsString(answer));
        } catch (IOException e) {
            request.response().setStatusCode(400).end();
        }
    }

    @PreDestroy
    void close() {
        server.close();
    }
}
