// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.audit;

import io.allo.toolexecutor.config.Rounds;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/**
 * Carries noted changes to the audit log: claim some with a lease, tell one after the other, delete each that is kept there. While
 * the other service is away they wait. Told twice after a crash, a change is still one line: its time says so.
 */
@ApplicationScoped
class AuditRelay {
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int BATCH = 20;

    private final AuditRepository repository;
    private final AuditSink sink;
    private final Rounds rounds;

    AuditRelay(AuditRepository repository, AuditSink sink, Vertx vertx) {
        this.repository = repository;
        this.sink = sink;
        this.rounds = new Rounds(vertx, "changes wait for the audit log", this::round);
    }

    void start(@Observes StartupEvent event) {
        rounds.start(INTERVAL);
    }

    void stop(@Observes ShutdownEvent event) {
        rounds.stop();
    }

    /** One batch; ends at the first that cannot be told, whose turn comes again with its lease's end. */
    Uni<Void> round() {
        return repository
                .claim(BATCH)
                .chain(claimed -> Multi.createFrom()
                        .iterable(claimed)
                        .onItem()
                        .transformToUniAndConcatenate(noted -> sink.tell(noted.told())
                                .ifNoItem()
                                .after(LIMIT)
                                .fail()
                                .chain(() -> repository.delete(noted.id())))
                        .collect()
                        .last()
                        .replaceWithVoid());
    }
}
