// SPDX-License-Identifier: Apache-2.0
package io.allo.router.takeover;

import io.allo.router.sessionconfig.AuditLogClient;
import io.allo.router.sessionconfig.AuditLogClient.Told;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/**
 * Carries who did what in the inbox to the audit log of session-config-service: claim some with a lease, tell one after the other,
 * delete each that is kept there. While the other service is away they wait. Told twice, a change is still one line: its time says so.
 */
@ApplicationScoped
class AuditRelay {
    private static final Logger LOG = Logger.getLogger(AuditRelay.class);
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Pool pool;
    private final AuditLogClient log;
    private final Vertx vertx;
    private final AtomicBoolean running = new AtomicBoolean();

    AuditRelay(Pool pool, AuditLogClient log, Vertx vertx) {
        this.pool = pool;
        this.log = log;
        this.vertx = vertx;
    }

    private record Noted(long id, Told told) {}

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(INTERVAL.toMillis(), _ -> look());
    }

    private void look() {
        if (running.compareAndSet(false, true)) {
            round().onTermination()
                    .invoke(() -> running.set(false))
                    .subscribe()
                    .with(_ -> {}, failure -> LOG.warnf("changes wait for the audit log (%s)", failure));
        }
    }

    private Uni<Void> round() {
        return pool.preparedQuery("""
                        update audit_outbox set claimed_until = now() + interval '30 seconds'
                         where id in (select id from audit_outbox where claimed_until < now() order by id limit 20
                                        for update skip locked)
                        returning id, at, account_id, actor, action, object, fields""")
                .execute()
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(AuditRelay::noted)
                        .sorted(Comparator.comparingLong(Noted::id))
                        .toList())
                .chain(claimed -> Multi.createFrom()
                        .iterable(claimed)
                        .onItem()
                        .transformToUniAndConcatenate(noted -> log.tell(noted.told())
                                .ifNoItem()
                                .after(LIMIT)
                                .fail()
                                .chain(() -> pool.preparedQuery("delete from audit_outbox where id = $1")
                                        .execute(Tuple.of(noted.id()))))
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    private static Noted noted(Row row) {
        String fields = row.getString("fields");
        return new Noted(
                row.getLong("id"),
                new Told(
                        row.getOffsetDateTime("at"),
                        row.getString("account_id"),
                        row.getString("actor"),
                        row.getString("action"),
                        row.getString("object"),
                        fields.isEmpty() ? List.of() : List.of(fields.split(","))));
    }
}
