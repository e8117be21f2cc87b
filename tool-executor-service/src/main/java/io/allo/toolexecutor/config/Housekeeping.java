// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.config;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Runs every {@link Broom} once an hour, so that no table grows for ever. */
@ApplicationScoped
class Housekeeping {
    private static final Logger LOG = Logger.getLogger(Housekeeping.class);
    private static final Duration INTERVAL = Duration.ofHours(1);

    private final Instance<Broom> brooms;
    private final Vertx vertx;
    private volatile long timer = -1;

    Housekeeping(Instance<Broom> brooms, Vertx vertx) {
        this.brooms = brooms;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(INTERVAL.toMillis(), tick -> sweep());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    private void sweep() {
        Multi.createFrom()
                .iterable(brooms)
                .onItem()
                .transformToUniAndConcatenate(Broom::sweep)
                .collect()
                .asList()
                .subscribe()
                .with(
                        counts -> LOG.infof("housekeeping rows=%s", counts),
                        failure -> LOG.warnf("housekeeping stopped cause=%s", failure.toString()));
    }
}
