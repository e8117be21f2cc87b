// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.config;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** What a relay does again and again, never twice at once in this process. A failure is one line; the next round tries anew. */
public final class Rounds {
    private static final Logger LOG = Logger.getLogger(Rounds.class);

    private final Vertx vertx;
    private final Supplier<Uni<?>> round;
    private final String waiting;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile long timer = -1;

    /** @param waiting what a failure means, for example {@code messages wait} */
    public Rounds(Vertx vertx, String waiting, Supplier<Uni<?>> round) {
        this.vertx = vertx;
        this.waiting = waiting;
        this.round = round;
    }

    public void start(Duration pause) {
        timer = vertx.setPeriodic(pause.toMillis(), tick -> next());
    }

    public void stop() {
        vertx.cancelTimer(timer);
    }

    private void next() {
        if (running.compareAndSet(false, true)) {
            Uni.createFrom()
                    .deferred(() -> round.get().replaceWithVoid())
                    .onTermination()
                    .invoke(() -> running.set(false))
                    .subscribe()
                    .with(done -> {}, failure -> LOG.warnf("%s cause=%s", waiting, failure));
        }
    }
}
