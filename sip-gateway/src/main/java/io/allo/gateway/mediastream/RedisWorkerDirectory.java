// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.mediastream;

import static java.util.Objects.requireNonNull;

import io.allo.contracts.worker.WorkerRegistry;
import io.allo.gateway.call.CallId;
import io.allo.gateway.call.Worker;
import io.allo.gateway.call.WorkerDirectory;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Workers from the registry in Redis. The registry is read once a second and kept: of two random fresh workers the one with
 * fewer reserved calls is asked for a slot by an atomic script; full or draining: the next. When Redis does not answer in
 * time, the last known workers are called without a reservation, and they count for themselves. Thread-safe.
 */
public final class RedisWorkerDirectory implements WorkerDirectory {
    private static final Logger LOG = Logger.getLogger(RedisWorkerDirectory.class);
    private static final Duration EPOCH_LIFE = Duration.ofHours(6);

    private final Vertx vertx;
    private final Redis redis;
    private final Clock clock;
    private final Duration patience;
    private volatile List<KnownWorker> known = List.of();
    private volatile boolean redisAway;
    private long timer = -1;

    /** @param patience for one answer of Redis */
    public RedisWorkerDirectory(Vertx vertx, Redis redis, Clock clock, Duration patience) {
        this.vertx = requireNonNull(vertx, "vertx");
        this.redis = requireNonNull(redis, "redis");
        this.clock = requireNonNull(clock, "clock");
        this.patience = requireNonNull(patience, "patience");
    }

    /** Begins to read the registry. */
    public void start(Duration every) {
        refresh();
        timer = vertx.setPeriodic(every.toMillis(), _ -> refresh());
    }

    public void stop() {
        vertx.cancelTimer(timer);
    }

    /** Workers that were alive at the last reading. */
    public int size() {
        return known.size();
    }

    @Override
    public boolean isAnyAlive() {
        return size() > 0;
    }

    @Override
    public CompletionStage<Optional<Worker>> reserve(CallId call, int epoch, Set<String> excluded) {
        Set<String> refused = new HashSet<>(excluded);
        return reserveFrom(known, call, epoch, refused)
                .compose(found -> found.isPresent()
                        ? Future.succeededFuture(found)
                        : refresh().compose(_ -> reserveFrom(known, call, epoch, refused)))
                .otherwise(failure -> {
                    LOG.warnf("no worker reserved: %s", failure.getMessage());
                    return Optional.<Worker>empty();
                })
                .toCompletionStage();
    }

    private Future<Optional<Worker>> reserveFrom(
            List<KnownWorker> workers, CallId call, int epoch, Set<String> refused) {
        KnownWorker chosen = choose(workers, refused);
        if (chosen == null) {
            return Future.succeededFuture(Optional.empty());
        }
        return ask(chosen, call, epoch).compose(granted -> {
            if (granted) {
                return Future.succeededFuture(Optional.of(chosen.worker()));
            }
            refused.add(chosen.worker().id());
            return reserveFrom(workers, call, epoch, refused);
        });
    }

    /** The power of two choices: near to the best, and no herd runs to the emptiest. */
    private static @Nullable KnownWorker choose(List<KnownWorker> workers, Set<String> refused) {
        List<KnownWorker> open = new ArrayList<>(workers);
        open.removeIf(
                known -> known.draining() || refused.contains(known.worker().id()));
        if (open.isEmpty()) {
            return null;
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        KnownWorker one = open.remove(random.nextInt(open.size()));
        if (open.isEmpty()) {
            return one;
        }
        KnownWorker other = open.get(random.nextInt(open.size()));
        return one.reserved() <= other.reserved() ? one : other;
    }

    private Future<Boolean> ask(KnownWorker chosen, CallId call, int epoch) {
        String id = chosen.worker().id();
        long now = clock.millis();
        Request reserve = Request.cmd(Command.EVAL)
                .arg(WorkerRegistry.RESERVE_SCRIPT)
                .arg(2)
                .arg(WorkerRegistry.workerKey(id))
                .arg(WorkerRegistry.slotsKey(id))
                .arg(call.value())
                .arg(now)
                .arg(now + WorkerRegistry.RESERVATION.toMillis());
        Request remember = Request.cmd(Command.SET)
                .arg(WorkerRegistry.epochKey(call.value()))
                .arg(epoch)
                .arg("PX")
                .arg(EPOCH_LIFE.toMillis());
        return inTime(redis.batch(List.of(reserve, remember)))
                .map(answers -> {
                    int slots = answers.getFirst().toInteger();
                    if (slots >= 0) {
                        chosen.reserved(slots);
                    }
                    return slots >= 0;
                })
                .otherwise(failure -> {
                    away(failure);
                    return true; // without a reservation: the worker counts for itself
                });
    }

    @Override
    public void release(Worker worker, CallId call) {
        redis.send(Request.cmd(Command.ZREM)
                        .arg(WorkerRegistry.slotsKey(worker.id()))
                        .arg(call.value()))
                .onFailure(failure -> LOG.debugf("slot not given back, it lapses: %s", failure.getMessage()));
    }

    /** Reads the registry anew. Never fails: without Redis the last reading stands. */
    private Future<Void> refresh() {
        long fresh = clock.millis() - WorkerRegistry.STALE_AFTER.toMillis();
        Request alive = Request.cmd(Command.ZRANGEBYSCORE)
                .arg(WorkerRegistry.WORKERS)
                .arg(fresh)
                .arg("+inf");
        return inTime(redis.send(alive).compose(this::describe))
                .onSuccess(found -> {
                    known = found;
                    redisAway = false;
                })
                .onFailure(this::away)
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    /** Said once, not once a call. */
    private void away(Throwable failure) {
        if (!redisAway) {
            LOG.warnf("Redis is away, the last %d workers stand: %s", known.size(), failure.getMessage());
        }
        redisAway = true;
    }

    private Future<List<KnownWorker>> describe(@Nullable Response alive) {
        List<String> ids = new ArrayList<>();
        List<Request> questions = new ArrayList<>();
        if (alive != null) {
            for (Response id : alive) {
                ids.add(id.toString());
                questions.add(Request.cmd(Command.HMGET)
                        .arg(WorkerRegistry.workerKey(id.toString()))
                        .arg(WorkerRegistry.FIELD_WS_URL)
                        .arg(WorkerRegistry.FIELD_DRAINING));
                questions.add(Request.cmd(Command.ZCARD).arg(WorkerRegistry.slotsKey(id.toString())));
            }
        }
        if (ids.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return redis.batch(questions).map(answers -> {
            List<KnownWorker> found = new ArrayList<>();
            for (int i = 0; i < ids.size(); i++) {
                KnownWorker worker = KnownWorker.of(ids.get(i), answers.get(2 * i), answers.get(2 * i + 1));
                if (worker != null) {
                    found.add(worker);
                }
            }
            return List.copyOf(found);
        });
    }

    private <T> Future<T> inTime(Future<T> answer) {
        Promise<T> bounded = Promise.promise();
        long bell = vertx.setTimer(
                patience.toMillis(), _ -> bounded.tryFail("no answer in " + patience.toMillis() + " ms"));
        answer.onComplete(result -> {
            vertx.cancelTimer(bell);
            if (result.succeeded()) {
                bounded.tryComplete(result.result());
            } else {
                bounded.tryFail(result.cause());
            }
        });
        return bounded.future();
    }
}
