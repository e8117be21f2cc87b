// SPDX-License-Identifier: Apache-2.0
package io.allo.loginrelay;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** session-config-service's logins: says what it got, and sets the cookies that the real one sets. */
public final class StubLogins implements QuarkusTestResourceLifecycleManager {
    private static final String SERVICE_KEY = "test-service-key-0123456789";

    private final Vertx vertx = Vertx.vertx();

    @Override
    public Map<String, String> start() {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> answer(request, body)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return Map.of(
                "allo.service-key",
                SERVICE_KEY,
                "quarkus.rest-client.session-config.url",
                "http://127.0.0.1:" + server.actualPort());
    }

    @Override
    public void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static void accounts(HttpServerRequest request) {
        boolean known = "Bearer admin".equals(request.getHeader("Authorization"));
        request.response()
                .setStatusCode(known ? 200 : 401)
                .putHeader("Content-Type", "application/json")
                .end(known ? "[{\"id\":\"a\",\"name\":\"Pizzeria\",\"email\":\"e\"}]" : "{}");
    }

    private static void answer(HttpServerRequest request, Buffer body) {
        if (request.path().equals("/api/accounts")) {
            accounts(request);
            return;
        }
        if (!SERVICE_KEY.equals(request.getHeader("X-API-Key"))) {
            request.response().setStatusCode(401).end("{}");
            return;
        }
        if (body.toString().contains("stop")) {
            request.response().setStatusCode(429).putHeader("Retry-After", "7").end("{\"error\":\"too many\"}");
            return;
        }
        if (body.toString().contains("away")) {
            request.connection().close();
            return;
        }
        request.response()
                .headers()
                .add("Content-Type", "application/json")
                .add("Set-Cookie", "allo_session=next;Path=/api/login;HttpOnly;SameSite=Strict")
                .add("Set-Cookie", "allo_session=next;Path=/api/logout;HttpOnly;SameSite=Strict");
        request.response()
                .end(new JsonObject()
                        .put("path", request.path())
                        .put("client", request.getHeader("X-Allo-Client"))
                        .put("scheme", request.getHeader("X-Allo-Scheme"))
                        .put("page", request.getHeader("X-Allo-Page"))
                        .put("cookie", request.getHeader("Cookie"))
                        .put("body", body.toString())
                        .encode());
    }
}
