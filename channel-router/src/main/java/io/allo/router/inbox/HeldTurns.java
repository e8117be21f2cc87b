// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Turns behind an earlier message of their conversation that another replica works on. One look at the rows serves many of them, so that a
 * thousand people who wait cost the database no more than one does. Thread-safe; turns go on on the thread that looked.
 */
final class HeldTurns {
    private static final Logger LOG = Logger.getLogger(HeldTurns.class);
    private static final int TOGETHER = 500;
    /** Times as long as a look took there is none: at most a quarter of the time is spent with looking. */
    private static final int REST = 3;

    private static final long AFTER_FAILURE = Duration.ofMillis(500).toNanos();

    private final Function<List<Long>, Uni<Map<Long, Found>>> look;
    private final LongSupplier nanoTime;
    private final Map<Long, UniEmitter<? super Found>> waiting = new LinkedHashMap<>();
    private boolean looking;
    private long restUntil;

    enum Found {
        /** An earlier message of the conversation is not finished, or its answer is on its way. */
        HELD,
        /** It may be begun. */
        FREE,
        /** It is answered with another one, or another replica has it. */
        GONE
    }

    /**
     * @param look at rows; one that it does not tell of is gone
     * @param nanoTime as {@link System#nanoTime}
     */
    HeldTurns(Function<List<Long>, Uni<Map<Long, Found>>> look, LongSupplier nanoTime) {
        this.look = look;
        this.nanoTime = nanoTime;
        this.restUntil = nanoTime.getAsLong();
    }

    /** What the next look finds. Who is still held asks again: an earlier message may have come here meanwhile. */
    Uni<Found> next(long id) {
        return Uni.createFrom().emitter(emitter -> {
            synchronized (this) {
                waiting.put(id, emitter);
            }
        });
    }

    /** To be called regularly; looks where somebody waits and the last look is long enough ago. */
    void tick() {
        List<Long> ids;
        long since = nanoTime.getAsLong();
        synchronized (this) {
            if (looking || waiting.isEmpty() || since - restUntil < 0) {
                return;
            }
            looking = true;
            ids = waiting.keySet().stream().limit(TOGETHER).toList();
        }
        Uni.createFrom()
                .deferred(() -> look.apply(ids))
                .subscribe()
                .with(
                        found -> {
                            rest(REST * (nanoTime.getAsLong() - since));
                            tell(ids, found);
                        },
                        failure -> {
                            LOG.warnf("Whether messages may be begun was not seen: %s", failure.getMessage());
                            rest(AFTER_FAILURE);
                        });
    }

    private synchronized void rest(long nanos) {
        looking = false;
        restUntil = nanoTime.getAsLong() + nanos;
    }

    private void tell(List<Long> ids, Map<Long, Found> found) {
        Map<UniEmitter<? super Found>, Found> told = new LinkedHashMap<>();
        synchronized (this) {
            ids.forEach(id -> told.put(waiting.remove(id), found.getOrDefault(id, Found.GONE)));
        }
        told.forEach(UniEmitter::complete);
    }
}
