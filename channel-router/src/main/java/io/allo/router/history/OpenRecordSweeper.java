// SPDX-License-Identifier: Apache-2.0
package io.allo.router.history;

import io.allo.contracts.EndReason;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.EngineSettings;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Closes records that nobody will close: text conversations whose person does not come back, calls that ended while their worker
 * was away. Each replica sweeps; closing is idempotent.
 */
@Singleton
class OpenRecordSweeper {
    private static final Logger LOG = Logger.getLogger(OpenRecordSweeper.class);
    private static final int BATCH = 200;

    private final Vertx vertx;
    private final Pool pool;
    private final RecordStatements statements;
    private final ConversationMetrics metrics;
    private final EngineSettings settings;
    private final HistoryConfig config;
    private final Clock clock;
    private final AtomicBoolean sweeping = new AtomicBoolean();

    OpenRecordSweeper(
            Vertx vertx,
            Pool pool,
            RecordStatements statements,
            ConversationMetrics metrics,
            EngineSettings settings,
            HistoryConfig config,
            Clock clock) {
        this.vertx = vertx;
        this.pool = pool;
        this.statements = statements;
        this.metrics = metrics;
        this.settings = settings;
        this.config = config;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(config.sweepEvery().toMillis(), timer -> tick());
    }

    private void tick() {
        if (sweeping.compareAndSet(false, true)) {
            sweep().eventually(() -> sweeping.set(false))
                    .subscribe()
                    .with(done -> {}, failure -> LOG.debugf(failure, "open records are looked for later"));
        }
    }

    Uni<Void> sweep() {
        return Multi.createFrom()
                .items(Channel.values())
                .onItem()
                .transformToUniAndConcatenate(this::closeIdle)
                .collect()
                .last()
                .chain(this::closeEndedCalls)
                .chain(this::countOpen);
    }

    private Uni<Void> closeIdle(Channel channel) {
        Instant heardBefore = clock.instant().minus(settings.idleTime(channel));
        return pool.preparedQuery("""
                        select id, last_at from conversations
                        where ended_at is null and channel = $1 and last_at < $2 order by last_at limit $3""")
                .execute(Tuple.of(channel.wireName(), RecordStatements.at(heardBefore), BATCH))
                .chain(rows -> Multi.createFrom()
                        .iterable(rows)
                        .onItem()
                        .transformToUniAndConcatenate(row -> close(row, EndReason.IDLE, "last_at"))
                        .collect()
                        .last());
    }

    private Uni<Void> closeEndedCalls() {
        return pool.preparedQuery("""
                        select c.id, f.ended_at, f.end_category, f.end_slug from conversations c
                        join call_facts f on f.call_id = c.id
                        where c.ended_at is null and f.ended_at is not null limit $1""")
                .execute(Tuple.of(BATCH))
                .chain(rows -> Multi.createFrom()
                        .iterable(rows)
                        .onItem()
                        .transformToUniAndConcatenate(row -> close(row, reasonOf(row), "ended_at"))
                        .collect()
                        .last());
    }

    private static EndReason reasonOf(Row row) {
        return new EndReason(EndReason.Category.of(row.getString("end_category")), row.getString("end_slug"));
    }

    private Uni<Void> close(Row row, EndReason reason, String at) {
        return pool.withTransaction(connection -> statements.ended(
                connection,
                row.getString("id"),
                reason,
                row.getOffsetDateTime(at).toInstant()));
    }

    private Uni<Void> countOpen() {
        return pool.query("select channel, count(*) as open from conversations where ended_at is null group by channel")
                .execute()
                .invoke(rows -> {
                    Map<String, Long> open = new HashMap<>();
                    rows.forEach(row -> open.put(row.getString("channel"), row.getLong("open")));
                    metrics.open(open);
                })
                .replaceWithVoid();
    }
}
