// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.notification;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Sends what is due: reminders, and what could not be sent before. A crash after a send can send a message twice. */
@ApplicationScoped
class NotificationRelay {
    private static final Logger LOG = Logger.getLogger(NotificationRelay.class);

    private final NotificationStore store;
    private final Delivery delivery;
    private final NotificationConfig config;
    private final Vertx vertx;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile long timer = -1;

    NotificationRelay(NotificationStore store, Delivery delivery, NotificationConfig config, Vertx vertx) {
        this.store = store;
        this.delivery = delivery;
        this.config = config;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(config.interval().toMillis(), tick -> look());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    private void look() {
        if (!running.compareAndSet(false, true)) {
            return;
        }
        round().subscribe().with(sent -> running.set(false), failure -> {
            running.set(false);
            LOG.warnf("messages wait cause=%s", failure.toString());
        });
    }

    /** One batch. */
    Uni<Integer> round() {
        return store.claim()
                .chain(messages -> Multi.createFrom()
                        .iterable(messages)
                        .onItem()
                        .transformToUniAndConcatenate(delivery::send)
                        .collect()
                        .asList()
                        .replaceWith(messages.size()));
    }
}
