// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.outbox;

import io.allo.toolexecutor.config.Rounds;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/**
 * Carries facts from the outbox to Kafka: claim some with a lease, send one after the other, delete each when the broker has
 * it. A crash between sending and deleting sends a fact twice with the same event id; none is lost.
 */
@ApplicationScoped
class OutboxRelay {
    private final OutboxRepository repository;
    private final FactSender sender;
    private final OutboxConfig config;
    private final Rounds rounds;

    OutboxRelay(OutboxRepository repository, FactSender sender, OutboxConfig config, Vertx vertx) {
        this.repository = repository;
        this.sender = sender;
        this.config = config;
        this.rounds = new Rounds(vertx, "outbox waits", this::drain);
    }

    void start(@Observes StartupEvent event) {
        rounds.start(config.interval());
    }

    void stop(@Observes ShutdownEvent event) {
        rounds.stop();
    }

    private Uni<?> drain() {
        return round().repeat().whilst(sent -> sent == config.batch()).collect().last();
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
