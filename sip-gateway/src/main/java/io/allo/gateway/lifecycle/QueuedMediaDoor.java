// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.lifecycle;

import io.allo.gateway.compatible.QueuedWorkers;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** {@code /media/{callId}}: where a worker that took a call from the queue opens its media socket. */
@ApplicationScoped
class QueuedMediaDoor {
    private static final int NOT_FOUND = 404;
    private static final int LONGEST_EPOCH = 9;

    private final WorkerSide workers;

    QueuedMediaDoor(WorkerSide workers) {
        this.workers = workers;
    }

    void routes(@Observes Router router) {
        router.get("/media/:call").handler(this::open);
    }

    private void open(RoutingContext http) {
        String epoch = http.request().getParam("epoch", "");
        String token = http.request().getParam("token", "");
        boolean claimed = workers.streams() instanceof QueuedWorkers queued
                && epoch.matches("\\d{1," + LONGEST_EPOCH + "}")
                && queued.claim(
                        http.pathParam("call"),
                        Integer.parseInt(epoch),
                        token,
                        () -> http.request().toWebSocket());
        if (!claimed) {
            http.response().setStatusCode(NOT_FOUND).end();
        }
    }
}
