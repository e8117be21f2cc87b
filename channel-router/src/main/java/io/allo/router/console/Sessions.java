// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.allo.router.console.advice.Rhythm;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The sessions in which somebody has spoken lately, each with its rhythm of thinking; forgets old ones, here and in the database. */
@ApplicationScoped
class Sessions {
    private static final Logger LOG = Logger.getLogger(Sessions.class);
    private static final Duration SWEEP = Duration.ofMinutes(10);
    private static final Duration QUIET = Duration.ofMinutes(30);
    private static final int PURGED_AT_ONCE = 500;

    private final Orchestrator orchestrator;
    private final SessionRepository repository;
    private final ConsoleConfig config;
    private final Clock clock;
    private final Vertx vertx;
    private final ConcurrentHashMap<SessionKey, Session> lively = new ConcurrentHashMap<>();

    Sessions(Orchestrator orchestrator, SessionRepository repository, ConsoleConfig config, Clock clock, Vertx vertx) {
        this.orchestrator = orchestrator;
        this.repository = repository;
        this.config = config;
        this.clock = clock;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(SWEEP.toMillis(), _ -> sweep());
    }

    private record Put(ConsoleSession session, Segment segment) {}

    private final class Session {
        private final AtomicReference<@Nullable Put> putOff = new AtomicReference<>();
        private final Rhythm rhythm = new Rhythm(
                config.window(),
                clock,
                (delay, task) -> vertx.setTimer(Math.max(1, delay.toMillis() + 1), _ -> task.run()),
                this::later);
        private volatile Instant last = Instant.MIN;

        private void later() {
            Put put = putOff.get();
            if (put != null) {
                think(put)
                        .subscribe()
                        .with(
                                _ -> {},
                                failure -> LOG.warnf(
                                        "What was put off in a console session was not thought about: %s",
                                        failure.toString()));
            }
        }

        Uni<Optional<List<Suggestion>>> think(Put put) {
            last = clock.instant();
            putOff.set(put);
            if (!rhythm.begins()) {
                return Uni.createFrom().item(Optional.empty());
            }
            return orchestrator
                    .think(put.session(), put.segment())
                    .map(Optional::of)
                    .onTermination()
                    .invoke(rhythm::ended);
        }
    }

    /** What comes of it; empty when it is put off to the end of the window. */
    Uni<Optional<List<Suggestion>>> think(ConsoleSession session, Segment segment) {
        return lively.computeIfAbsent(session.key(), _ -> new Session()).think(new Put(session, segment));
    }

    private void sweep() {
        Instant quiet = clock.instant().minus(QUIET);
        lively.values().removeIf(session -> session.last.isBefore(quiet));
        repository
                .purge(config.retention(), PURGED_AT_ONCE)
                .subscribe()
                .with(
                        _ -> {},
                        failure -> LOG.warnf("Old console sessions were not forgotten: %s", failure.getMessage()));
    }
}
