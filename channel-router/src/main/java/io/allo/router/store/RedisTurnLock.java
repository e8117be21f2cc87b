// SPDX-License-Identifier: Apache-2.0
package io.allo.router.store;

import io.allo.router.conversation.ContextStore.BusyException;
import io.allo.router.conversation.ContextStore.Lease;
import io.allo.router.conversation.ConversationKey;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * One turn at a time per conversation across replicas: a lock in Redis with an owner, an expiry that is renewed while the turn
 * runs, and a fencing token that a cut-off owner's writes are refused by.
 */
@Singleton
class RedisTurnLock {
    private static final Logger LOG = Logger.getLogger(RedisTurnLock.class);
    private static final Duration POLL = Duration.ofMillis(25);
    private static final Duration FENCE_LIFE = Duration.ofDays(2);
    private static final int RENEWALS_PER_LIFE = 3;

    private final Redis redis;
    private final Vertx vertx;
    private final StoreConfig config;
    private final TurnQueue queue = new TurnQueue();

    RedisTurnLock(Redis redis, Vertx vertx, StoreConfig config) {
        this.redis = redis;
        this.vertx = vertx;
        this.config = config;
    }

    Uni<Lease> acquire(ConversationKey key) {
        long deadline = System.nanoTime() + config.maxWait().toNanos();
        return queue.enter(key).chain(() -> compete(key, deadline).onFailure().invoke(() -> queue.leave(key)));
    }

    private Uni<Lease> compete(ConversationKey key, long deadline) {
        String owner = UUID.randomUUID().toString();
        return Uni.createFrom().emitter(emitter -> attempt(key, owner, deadline, emitter));
    }

    private void attempt(ConversationKey key, String owner, long deadline, UniEmitter<? super Lease> emitter) {
        redis.script(
                        RedisScripts.ACQUIRE,
                        new String[] {Redis.lockKey(key), Redis.fenceKey(key)},
                        owner,
                        millis(config.lockLife()),
                        millis(FENCE_LIFE))
                .subscribe()
                .with(
                        fence -> {
                            if (fence > 0) {
                                emitter.complete(new HeldLease(key, owner, fence));
                            } else if (System.nanoTime() - deadline > 0) {
                                emitter.fail(new BusyException(key));
                            } else {
                                vertx.setTimer(POLL.toMillis(), timer -> attempt(key, owner, deadline, emitter));
                            }
                        },
                        emitter::fail);
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }

    private final class HeldLease implements Lease {
        private final ConversationKey key;
        private final String owner;
        private final long fence;
        private final long renewal;
        private final AtomicBoolean released = new AtomicBoolean();

        HeldLease(ConversationKey key, String owner, long fence) {
            this.key = key;
            this.owner = owner;
            this.fence = fence;
            long period = Math.max(1, config.lockLife().toMillis() / RENEWALS_PER_LIFE);
            this.renewal = vertx.setPeriodic(period, timer -> renew());
        }

        private void renew() {
            redis.script(
                            RedisScripts.RENEW,
                            new String[] {Redis.lockKey(key), Redis.fenceKey(key)},
                            owner,
                            millis(config.lockLife()),
                            Long.toString(fence))
                    .subscribe()
                    .with(
                            kept -> {
                                if (kept == 0 && !released.get()) {
                                    LOG.warnf("a turn lost its lock (fencing token %d)", fence);
                                    vertx.cancelTimer(renewal);
                                }
                            },
                            failure -> LOG.debugf(failure, "a lock could not be renewed; trying again"));
        }

        @Override
        public ConversationKey key() {
            return key;
        }

        @Override
        public long fence() {
            return fence;
        }

        @Override
        public Uni<Void> release() {
            if (!released.compareAndSet(false, true)) {
                return Uni.createFrom().voidItem();
            }
            vertx.cancelTimer(renewal);
            return redis.script(RedisScripts.RELEASE, new String[] {Redis.lockKey(key)}, owner)
                    .onFailure()
                    .invoke(failure -> LOG.debugf(failure, "a lock could not be released; it expires by itself"))
                    .onItemOrFailure()
                    .transform((deleted, failure) -> (Void) null)
                    .eventually(() -> queue.leave(key));
        }
    }
}
