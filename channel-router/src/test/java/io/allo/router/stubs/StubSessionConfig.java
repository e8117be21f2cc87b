// SPDX-License-Identifier: Apache-2.0
package io.allo.router.stubs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.allo.contracts.ServiceKeys;
import io.allo.contracts.account.AccountIdentity;
import io.allo.contracts.pricing.AiPricing;
import io.allo.contracts.pricing.ModelPrice;
import io.allo.contracts.session.CallEndWebhook;
import io.allo.contracts.session.ContactRequest;
import io.allo.contracts.session.ContactResolution;
import io.allo.contracts.session.PrivacySettings;
import io.allo.contracts.session.SessionConfig;
import io.allo.contracts.session.SessionConfig.ToolDefinition;
import io.allo.testkit.TestTokens;
import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** session-config-service and, on {@code /external/session}, a customer's session server. */
@Startup
@Singleton
public class StubSessionConfig {
    public static final String ACCOUNT = "11110000-0000-4000-8000-000000000001";
    public static final String AGENT = "22220000-0000-4000-8000-000000000001";
    public static final String RESTAURANT = "5d0e0000-0000-4000-8000-000000000001";
    public static final String EXTERNAL_KEY = "external-key";

    private static final AiPricing PRICES = new AiPricing(
            7,
            Map.of(
                    "gpt-realtime",
                    ModelPrice.ofTokens("4", "16", "32", "64"),
                    "gpt-4o-mini",
                    ModelPrice.ofTokens("0.15", "0.60", "10", "20"),
                    "nova-3",
                    new ModelPrice(null, null, null, null, null, null, new BigDecimal("0.01"), null),
                    "whisper-1",
                    new ModelPrice(null, null, null, null, null, null, new BigDecimal("0.006"), null),
                    "eleven_flash_v2_5",
                    new ModelPrice(null, null, null, null, null, null, null, new BigDecimal("0.1"))),
            new BigDecimal(30),
            new BigDecimal("0.008"),
            "USD",
            Map.of("EUR", new BigDecimal("0.92")),
            null,
            Instant.EPOCH);

    private static final String AGENTS = "/internal/agents/";
    private static final String BY_ID = "/internal/contacts/agents/";
    private static final String CALL_END = "/call-end-webhook";

    private final ObjectMapper mapper;
    private final String serviceKey;
    private final int port;
    private final HttpServer server;
    private final Map<String, ContactResolution> agents = new ConcurrentHashMap<>();
    private final Map<String, CallEndWebhook> callEnds = new ConcurrentHashMap<>();
    private final Map<String, AccountIdentity> accounts = new ConcurrentHashMap<>();
    private final List<Fetch> fetches = new CopyOnWriteArrayList<>();
    private final List<String> audited = new CopyOnWriteArrayList<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private volatile @Nullable SessionConfig session;
    private volatile int internalStatus;
    private volatile int sessionStatus;
    private volatile int sessionPadding;
    private volatile boolean blocking;

    StubSessionConfig(
            Vertx vertx,
            ObjectMapper mapper,
            @ConfigProperty(name = "allo.service-key") String serviceKey,
            @ConfigProperty(name = StubPorts.SESSION_CONFIG_PORT) int port)
            throws Exception {
        this.mapper = mapper;
        this.serviceKey = serviceKey;
        this.port = port;
        this.server = vertx.createHttpServer()
                .requestHandler(this::handle)
                .listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        reset();
    }

    /** One request for a session. */
    public record Fetch(
            String rawQuery,
            @Nullable String restaurantId,
            @Nullable String callerPhone,
            @Nullable String mode) {}

    public void reset() {
        agents.clear();
        accounts.clear();
        callEnds.clear();
        fetches.clear();
        violations.clear();
        internalStatus = 0;
        sessionStatus = 0;
        sessionPadding = 0;
        blocking = false;
        session = session("confirm_order", "end_call", "transfer_call");
    }

    /** The agent that answers this address on any channel. */
    public ContactResolution agent(String called, ContactResolution agent) {
        agents.put(called, agent);
        return agent;
    }

    /** Where this agent's calls are told when they are over; without it the agent is unknown there. */
    public void callEnd(String agentId, CallEndWebhook webhook) {
        callEnds.put(agentId, webhook);
    }

    public void account(String key, AccountIdentity identity) {
        accounts.put(key, identity);
    }

    public void session(SessionConfig next) {
        session = next;
    }

    /** Every internal request gets this status; 0 = work. */
    public void failInternal(int status) {
        internalStatus = status;
    }

    /** Every session request gets this status; 0 = work. */
    public void failSessions(int status) {
        sessionStatus = status;
    }

    /** Every session says that the caller is blocked, and everything else. */
    public void blockCallers(boolean block) {
        blocking = block;
    }

    /** Makes the session's answer larger by so many bytes. */
    public void padSessions(int bytes) {
        sessionPadding = bytes;
    }

    public List<Fetch> fetches() {
        return List.copyOf(fetches);
    }

    /** Requests that the real service would have refused. */
    public List<String> violations() {
        return List.copyOf(violations);
    }

    public String externalSessionUrl() {
        return "http://127.0.0.1:" + port + "/external/session";
    }

    /** Its calls begin with the greeting: the words before it have their own tests. */
    private static final PrivacySettings QUIET = new PrivacySettings(false, PrivacySettings.Consent.OFF, false);

    /** An agent of the demo account, in French and English, whose session this stub serves. */
    public ContactResolution demoAgent(String agentId, String model) {
        return new ContactResolution(
                        ACCOUNT,
                        "FR",
                        agentId,
                        "Demo",
                        List.of("fr", "en"),
                        model,
                        "sage",
                        0.2,
                        600,
                        externalSessionUrl(),
                        EXTERNAL_KEY,
                        RESTAURANT,
                        null,
                        "+33123456789")
                .with(QUIET);
    }

    /** A session with these tools. */
    public static SessionConfig session(String... tools) {
        List<ToolDefinition> definitions = List.of(tools).stream()
                .map(name -> new ToolDefinition("function", name, name, Map.of("type", "object")))
                .toList();
        return new SessionConfig(
                "You are the demo.",
                definitions,
                "sage",
                "Greet the caller.",
                Map.of("restaurant_id", RESTAURANT, "avg_prep_time_min", 25),
                null,
                Map.of(),
                null,
                "EUR",
                null,
                "Europe/Paris",
                25,
                true,
                false,
                true,
                "+33123456789",
                false,
                null,
                null);
    }

    private void handle(HttpServerRequest request) {
        request.bodyHandler(body -> {
            try {
                if (request.path().startsWith(BY_ID)) {
                    byId(request);
                    return;
                }
                if (request.path().startsWith(AGENTS)) {
                    callEnd(request);
                    return;
                }
                switch (request.path()) {
                    case "/internal/contacts/resolve" -> internal(request, () -> resolve(request, body));
                    case "/internal/accounts/authenticate" -> internal(request, () -> authenticate(request, body));
                    case "/api/ai-pricing" -> answer(request, PRICES);
                    case "/internal/audit" -> internal(request, () -> audit(request, body));
                    case "/external/session" -> session(request);
                    case "/api/login", "/api/login/refresh", "/api/logout" ->
                        request.response().setStatusCode(400).end("{\"error\":\"fields\"}");
                    case "/api/accounts" -> accounts(request);
                    case "/.well-known/jwks.json" ->
                        request.response()
                                .putHeader("Content-Type", "application/json")
                                .end(TestTokens.keySet());
                    default -> refuse(request, 404, "unknown path " + request.path());
                }
            } catch (RuntimeException e) {
                refuse(request, 400, "broken request: " + e);
            }
        });
    }

    /** To whom has a token of his own; which accounts he may see the service itself decides. */
    private void accounts(HttpServerRequest request) {
        if (request.getHeader("Authorization") == null) {
            refuse(request, 401, "log in");
        } else {
            answer(request, List.of(Map.of("id", ACCOUNT, "name", "Demo", "email", "x@example.org")));
        }
    }

    private void internal(HttpServerRequest request, Runnable action) {
        if (!request.method().equals(HttpMethod.POST)) {
            refuse(request, 405, "method " + request.method());
        } else if (!serviceKey.equals(request.getHeader(ServiceKeys.API_KEY_HEADER))) {
            refuse(request, 401, "service key");
        } else if (internalStatus != 0) {
            request.response().setStatusCode(internalStatus).end();
        } else {
            action.run();
        }
    }

    private void resolve(HttpServerRequest request, Buffer body) {
        ContactResolution agent = agents.get(read(body, ContactRequest.class).called());
        answer(request, agent);
    }

    private void audit(HttpServerRequest request, Buffer body) {
        Map<?, ?> told = read(body, Map.class);
        audited.add(told.get("actor") + " " + told.get("action") + " " + told.get("object"));
        request.response().setStatusCode(204).end();
    }

    /** What the audit log was told: actor, action, object. */
    public List<String> audited() {
        return List.copyOf(audited);
    }

    /** An agent of an account; any address may have it. */
    private void byId(HttpServerRequest request) {
        if (!serviceKey.equals(request.getHeader(ServiceKeys.API_KEY_HEADER))) {
            refuse(request, 401, "service key");
            return;
        }
        String wanted = request.path().substring(BY_ID.length());
        answer(
                request,
                agents.values().stream()
                        .filter(agent -> wanted.equals(agent.accountId() + "/" + agent.agentId()))
                        .findFirst()
                        .orElse(null));
    }

    private void callEnd(HttpServerRequest request) {
        if (!serviceKey.equals(request.getHeader(ServiceKeys.API_KEY_HEADER))) {
            refuse(request, 401, "service key");
        } else if (!request.path().endsWith(CALL_END)) {
            refuse(request, 404, "unknown path " + request.path());
        } else {
            String agent =
                    request.path().substring(AGENTS.length(), request.path().length() - CALL_END.length());
            answer(request, callEnds.get(agent));
        }
    }

    private void authenticate(HttpServerRequest request, Buffer body) {
        Object key = read(body, Map.class).get("key");
        answer(request, key == null ? null : accounts.get(key.toString()));
    }

    private void session(HttpServerRequest request) {
        fetches.add(new Fetch(
                request.query() == null ? "" : request.query(),
                request.getParam("restaurantId"),
                request.getParam("callerPhone"),
                request.getParam("mode")));
        if (!EXTERNAL_KEY.equals(request.getHeader(ServiceKeys.API_KEY_HEADER))) {
            refuse(request, 401, "external session key");
        } else if (sessionStatus != 0) {
            request.response().setStatusCode(sessionStatus).end();
        } else if (sessionPadding > 0) {
            request.response().end(" ".repeat(sessionPadding));
        } else if (blocking) {
            answer(request, mapper.<ObjectNode>valueToTree(session).put("blocked", true));
        } else {
            answer(request, session);
        }
    }

    private void answer(HttpServerRequest request, @Nullable Object value) {
        if (value == null) {
            request.response().setStatusCode(404).end();
            return;
        }
        try {
            request.response().putHeader("Content-Type", "application/json").end(mapper.writeValueAsString(value));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void refuse(HttpServerRequest request, int status, String reason) {
        violations.add(reason);
        request.response().setStatusCode(status).end();
    }

    private <T> T read(Buffer body, Class<T> type) {
        try {
            return mapper.readValue(body.getBytes(), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @PreDestroy
    void close() {
        server.close();
    }
}
