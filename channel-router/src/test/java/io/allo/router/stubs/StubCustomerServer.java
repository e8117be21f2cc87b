// SPDX-License-Identifier: Apache-2.0
package io.allo.router.stubs;

import io.quarkus.runtime.Startup;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** A customer's own server: each path answers what it is told to, one status after the other, then 204. */
@Startup
@Singleton
public class StubCustomerServer {
    /** In the place of a status: no answer at all. */
    public static final int SILENCE = 0;

    private final int port;
    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Map<String, Queue<Integer>> answers = new ConcurrentHashMap<>();

    /** One request. */
    public record Received(String path, MultiMap headers, JsonObject body) {}

    StubCustomerServer(Vertx vertx, @ConfigProperty(name = StubPorts.CUSTOMER_PORT) int port) throws Exception {
        this.port = port;
        this.server = vertx.createHttpServer()
                .requestHandler(this::handle)
                .listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    /** The address of this path. */
    public String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    /** The path's next requests get these. */
    public void answer(String path, Integer... statuses) {
        answers.put(path, new ConcurrentLinkedQueue<>(List.of(statuses)));
    }

    /** What came at this path. */
    public List<Received> received(String path) {
        return received.stream().filter(one -> one.path().equals(path)).toList();
    }

    private void handle(HttpServerRequest request) {
        request.bodyHandler(body -> {
            if (!request.method().equals(HttpMethod.POST)
                    || !"application/json".equals(request.getHeader("Content-Type"))) {
                request.response().setStatusCode(415).end();
                return;
            }
            received.add(new Received(request.path(), request.headers(), body.toJsonObject()));
            Integer next = answers.getOrDefault(request.path(), new ConcurrentLinkedQueue<>())
                    .poll();
            if (next == null || next != SILENCE) {
                request.response().setStatusCode(next == null ? 204 : next).end();
            }
        });
    }

    @PreDestroy
    void close() {
        server.close();
    }
}
