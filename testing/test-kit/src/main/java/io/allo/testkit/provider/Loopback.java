// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.provider;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;

/** Where a stand-in listens: a port of loopback, on event loops of its own. */
final class Loopback implements AutoCloseable {
    final Vertx vertx = Vertx.vertx();
    private final String service;
    private final HttpServer server;

    /** @param service whose stand-in it is */
    Loopback(String service, Handler<HttpServerRequest> requests) {
        this.service = service;
        this.server = vertx.createHttpServer().requestHandler(requests);
    }

    /** @param port 0: a free one */
    void listen(int port) {
        try {
            server.listen(port, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("the stand-in of " + service + " could not be started", e);
        }
    }

    /** {@code 127.0.0.1:port}. */
    String authority() {
        return "127.0.0.1:" + server.actualPort();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
