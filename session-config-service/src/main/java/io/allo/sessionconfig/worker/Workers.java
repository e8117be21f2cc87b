// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.worker;

import io.allo.contracts.worker.WorkerRegistry;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Reads the registry: the workers that were heard of lately. Without Redis there are none, and the log says so. */
@ApplicationScoped
class Workers {
    private static final Logger LOG = Logger.getLogger(Workers.class);
    /** Below the three seconds that the administration page waits. */
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final ReactiveRedisDataSource redis;
    private final Clock clock;

    Workers(ReactiveRedisDataSource redis, Clock clock) {
        this.redis = redis;
        this.clock = clock;
    }

    /**
     * One worker.
     *
     * @param wsUrl its media socket
     * @param activeCalls reserved slots
     */
    record Worker(
            String workerId, String host, int port, String wsUrl, int activeCalls, int maxCalls, boolean draining) {}

    Uni<List<Worker>> alive() {
        String oldest =
                Long.toString(clock.instant().minus(WorkerRegistry.STALE_AFTER).toEpochMilli());
        return Uni.createFrom()
                .deferred(() -> redis.execute("ZRANGEBYSCORE", WorkerRegistry.WORKERS, oldest, "+inf"))
                .map(Workers::texts)
                .chain(ids -> Multi.createFrom()
                        .iterable(ids)
                        .onItem()
                        .transformToUniAndConcatenate(this::worker)
                        .collect()
                        .asList())
                .map(found -> found.stream().flatMap(Optional::stream).toList())
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf("the registry of workers cannot be read: %s", failure);
                    return List.of();
                });
    }

    private Uni<Optional<Worker>> worker(String id) {
        String now = Long.toString(clock.instant().toEpochMilli());
        return redis.execute(
                        "HMGET",
                        WorkerRegistry.workerKey(id),
                        WorkerRegistry.FIELD_HOST,
                        WorkerRegistry.FIELD_PORT,
                        WorkerRegistry.FIELD_WS_URL,
                        WorkerRegistry.FIELD_MAX_CALLS,
                        WorkerRegistry.FIELD_DRAINING)
                .chain(fields -> redis.execute("ZCOUNT", WorkerRegistry.slotsKey(id), "(" + now, "+inf")
                        .map(calls -> read(id, fields, calls.toInteger())));
    }

    /** Empty when the worker left between the two looks. */
    private static Optional<Worker> read(String id, Response fields, int calls) {
        String host = text(fields.get(0));
        String port = text(fields.get(1));
        String wsUrl = text(fields.get(2));
        String most = text(fields.get(3));
        if (host == null || port == null || wsUrl == null || most == null) {
            return Optional.empty();
        }
        return Optional.of(new Worker(
                id,
                host,
                Integer.parseInt(port),
                wsUrl,
                calls,
                Integer.parseInt(most),
                "true".equals(text(fields.get(4)))));
    }

    private static @Nullable String text(@Nullable Response value) {
        return value == null ? null : value.toString();
    }

    private static List<String> texts(Response values) {
        List<String> texts = new ArrayList<>();
        values.forEach(value -> texts.add(value.toString()));
        return texts;
    }
}
