// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.outbox;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Carries facts from the outbox to Kafka: claim some with a lease, send one after the other, delete each when the broker has
 * it. A crash between sending and deleting sends a fact twice with the same event id; none is lost.
 */
@ApplicationScoped
class OutboxRelay {
    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);

    private final OutboxRepository repository;
    private final FactSender sender;
    private final OutboxConfig config;
    private final Vertx vertx;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile long timer = -1;

    OutboxRelay(OutboxRepository repository, FactSender sender, OutboxConfig config, Vertx vertx) {
        this.repository = repository;
        this.sender = sender;
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
        round().repeat()
                .whilst(sent -> sent == config.batch())
                .collect()
                .last()
                .subscribe()
                .with(sent -> running.set(false), failure -> {
                    running.set(false);
                    LOG.warnf("outbox waits cause=%s", failure.toString());
                });
    }

    /** One batch; the number of facts sent, fewer than the batch when there are no more or Kafka does not take them. */
    Uni<Integer> round() {
        return repository.claim(config.batch(), config.lease()).chain(this::sendAll);
    }

    private Uni<Integer> sendAll(List<OutboxRepository.Fact> facts) {
        return Multi.createFrom()
                .iterable(facts)
                .onItem()
                .transformToUniAndConcatenate(fact -> sender.send(fact)
                        .ifNoItem()
                        .after(config.sendTimeout())
                        .fail()
                        .chain(() -> repository.delete(fact.id())))
                .collect()
                .asList()
                .map(List::size)
                // What is not sent is free again at once; what was sent is deleted, so releasing it changes nothing.
                .onFailure()
                .call(() -> repository.release(
                        facts.stream().map(OutboxRepository.Fact::id).toList()));
    }
}
