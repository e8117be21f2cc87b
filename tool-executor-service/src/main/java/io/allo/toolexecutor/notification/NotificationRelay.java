// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.notification;

import io.allo.toolexecutor.config.Rounds;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Sends what is due: reminders, and what could not be sent before. A crash after a send can send a message twice. */
@ApplicationScoped
class NotificationRelay {
    private final NotificationStore store;
    private final Delivery delivery;
    private final NotificationConfig config;
    private final Rounds rounds;

    NotificationRelay(NotificationStore store, Delivery delivery, NotificationConfig config, Vertx vertx) {
        this.store = store;
        this.delivery = delivery;
        this.config = config;
        this.rounds = new Rounds(vertx, "messages wait", this::round);
    }

    void start(@Observes StartupEvent event) {
        rounds.start(config.interval());
    }

    void stop(@Observes ShutdownEvent event) {
        rounds.stop();
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
