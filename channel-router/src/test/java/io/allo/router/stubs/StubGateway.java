// SPDX-License-Identifier: Apache-2.0
package io.allo.router.stubs;

import io.allo.contracts.ServiceKeys;
import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The gateway's outbound calls, as strict as the real ones: key, account, fields. Nobody is called. */
@Startup
@Singleton
public class StubGateway {
    private static final String CALLS = "/api/outbound/call";

    private final HttpServer server;
    private final String serviceKey;
    private final Map<String, JsonObject> wishes = new ConcurrentHashMap<>();
    private final Map<String, String> statuses = new ConcurrentHashMap<>();
    private final List<String> hungUp = new CopyOnWriteArrayList<>();
    private volatile int refusal;
    private volatile String detail = "";

    StubGateway(
            Vertx vertx,
            @ConfigProperty(name = ConsolePort.GATEWAY_PORT) int port,
            @ConfigProperty(name = "allo.service-key") String serviceKey)
            throws Exception {
        this.serviceKey = serviceKey;
        this.server = vertx.createHttpServer()
                .requestHandler(this::handle)
                .listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    /** The next calls are refused so. @param status 0: they are placed again */
    public void refuse(int status, String why) {
        detail = why;
        refusal = status;
    }

    /** What was asked of this call; null when there is no such call. */
    public @Nullable JsonObject wish(String id) {
        return wishes.get(id);
    }

    /** What the gateway says of a call from now on. */
    public void status(String id, String status) {
        statuses.put(id, status);
    }

    public boolean hungUp(String id) {
        return hungUp.contains(id);
    }

    private void handle(HttpServerRequest request) {
        String account = request.getHeader(ServiceKeys.ACCOUNT_HEADER);
        if (!serviceKey.equals(request.getHeader(ServiceKeys.API_KEY_HEADER)) || account == null) {
            answer(request, 401, new JsonObject());
        } else if (HttpMethod.POST.equals(request.method()) && request.path().equals(CALLS)) {
            request.bodyHandler(body -> place(request, account, body.toJsonObject()));
        } else if (request.path().startsWith(CALLS + "/")) {
            one(request, account, request.path().substring(CALLS.length() + 1));
        } else {
            answer(request, 404, new JsonObject());
        }
    }

    private void place(HttpServerRequest request, String account, JsonObject wish) {
        if (refusal != 0) {
            answer(request, refusal, new JsonObject().put("status", refusal).put("detail", detail));
            return;
        }
        int rings = wish.getInteger("timeout_seconds", 45);
        if (wish.getString("to_number") == null || rings < 5 || rings > 180) {
            answer(request, 400, new JsonObject());
            return;
        }
        String id = "c-" + UUID.randomUUID().toString().replace("-", "");
        wishes.put(id, wish.put("account", account));
        statuses.put(id, "initiated");
        answer(request, 200, view(id));
    }

    private void one(HttpServerRequest request, String account, String rest) {
        String id = rest.replaceFirst("/hangup$", "");
        JsonObject wish = wishes.get(id);
        if (wish == null || !account.equals(wish.getString("account"))) {
            answer(request, 404, new JsonObject());
            return;
        }
        if (rest.endsWith("/hangup")) {
            hungUp.add(id);
        }
        answer(request, 200, view(id));
    }

    private JsonObject view(String id) {
        return new JsonObject()
                .put("call_id", id)
                .put("status", statuses.get(id))
                .put("to_number", wishes.get(id).getString("to_number"))
                .put("duration_seconds", 3);
    }

    private static void answer(HttpServerRequest request, int status, JsonObject body) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body.encode());
    }

    @PreDestroy
    void close() {
        server.close();
    }
}
