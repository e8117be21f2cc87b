// SPDX-License-Identifier: Apache-2.0
package io.allo.router.history;

import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * The one writer of this process. Turns, timers, sockets and Kafka threads only queue; a timer writes what waits, in order, in
 * one transaction a batch. While the database is away the batch stays queued; an entry that the database refuses for itself is
 * counted and left out, so that it cannot hold up the rest.
 */
@Singleton
class RecordWriter {
    private static final Logger LOG = Logger.getLogger(RecordWriter.class);
    private static final int BATCH = 200;
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration TRANSACTION_LIMIT = Duration.ofSeconds(20);

    private final Vertx vertx;
    private final Pool pool;
    private final RecordStatements statements;
    private final ConversationMetrics metrics;
    private final HistoryConfig config;
    private final RecordQueue queue;
    private final AtomicBoolean writing = new AtomicBoolean();
    private volatile Instant pausedUntil = Instant.MIN;

    RecordWriter(
            Vertx vertx,
            @ReactiveDataSource("turns") Pool pool,
            RecordStatements statements,
            ConversationMetrics metrics,
            HistoryConfig config) {
        this.vertx = vertx;
        this.pool = pool;
        this.statements = statements;
        this.metrics = metrics;
        this.config = config;
        this.queue = new RecordQueue(config.queueCapacity());
        metrics.watchQueue(queue);
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(config.writeEvery().toMillis(), timer -> tick());
    }

    /** Last of all: whoever ends conversations at a stop has queued that by now. */
    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) ShutdownEvent event) {
        pausedUntil = Instant.MIN;
        long deadline = System.nanoTime() + config.flushLimit().toNanos();
        try {
            while (queue.size() > 0 && System.nanoTime() < deadline) {
                if (writing.compareAndSet(false, true)) {
                    writeBatch().await().atMost(config.flushLimit());
                } else {
                    Thread.sleep(config.writeEvery()); // a batch of the timer is on its way
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.errorf(e, "%d record entries could not be written before the stop", queue.size());
        }
    }

    /** Returns at once, never throws. */
    void submit(RecordEntry entry) {
        if (!queue.offer(entry)) {
            metrics.entryLost();
        }
    }

    private void tick() {
        if (queue.size() == 0 || Instant.now().isBefore(pausedUntil) || !writing.compareAndSet(false, true)) {
            return;
        }
        writeBatch().subscribe().with(done -> {}, failure -> LOG.warnf("records wait for the database (%s)", failure));
    }

    private Uni<Void> writeBatch() {
        List<RecordEntry> batch = queue.take(BATCH);
        return Uni.createFrom()
                .deferred(() -> write(batch))
                .onFailure(RecordWriter::isRefusal)
                .recoverWithUni(refused -> writeOneByOne(batch))
                .onFailure()
                .invoke(failure -> {
                    queue.putBack(batch);
                    pausedUntil = Instant.now().plus(PAUSE_AFTER_FAILURE);
                })
                .eventually(() -> writing.set(false));
    }

    private Uni<Void> write(List<RecordEntry> batch) {
        return pool.withTransaction(connection -> statements.write(connection, batch))
                .ifNoItem()
                .after(TRANSACTION_LIMIT)
                .fail();
    }

    private Uni<Void> writeOneByOne(List<RecordEntry> batch) {
        return Multi.createFrom()
                .iterable(batch)
                .onItem()
                .transformToUniAndConcatenate(entry -> write(List.of(entry))
                        .onFailure(RecordWriter::isRefusal)
                        .recoverWithUni(refused -> {
                            LOG.errorf(
                                    refused,
                                    "a %s entry was refused",
                                    entry.getClass().getSimpleName());
                            metrics.entryLost();
                            return Uni.createFrom().voidItem();
                        }))
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** SQLSTATE classes 22 (data) and 23 (constraint): the entry is wrong, trying again is of no use. */
    private static boolean isRefusal(Throwable failure) {
        return failure instanceof PgException refused
                && refused.getSqlState() != null
                && (refused.getSqlState().startsWith("22")
                        || refused.getSqlState().startsWith("23"));
    }
}
