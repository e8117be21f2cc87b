// SPDX-License-Identifier: Apache-2.0
package io.allo.router.worker;

import io.allo.contracts.worker.WorkerRegistry;
import io.allo.router.voice.LiveCalls;
import io.allo.router.voice.MediaSocketConfig;
import io.allo.router.worker.WorkerAnnouncement.Worker;
import io.quarkus.vertx.http.HttpServer;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Announces this worker once a second. While the registry is away the calls go on and the beats are tried again; the first
 * one that gets through restores everything, since each beat says it all.
 */
@Singleton
class WorkerRegistration {
    private static final Logger LOG = Logger.getLogger(WorkerRegistration.class);
    private static final Duration POLL = Duration.ofMillis(50);

    private final WorkerAnnouncement registry;
    private final WorkerConfig config;
    private final MediaSocketConfig socket;
    private final LiveCalls calls;
    private final Vertx vertx;
    private final Clock clock;
    private final HttpServer server;
    private final String id;
    private final AtomicBoolean beating = new AtomicBoolean();
    /** Calls that the registry knows of. */
    private final Set<String> held = new HashSet<>();

    private volatile boolean reachable = true;
    private long timer = -1;

    WorkerRegistration(
            WorkerAnnouncement registry,
            WorkerConfig config,
            MediaSocketConfig socket,
            LiveCalls calls,
            Vertx vertx,
            Clock clock,
            HttpServer server) {
        this.registry = registry;
        this.config = config;
        this.socket = socket;
        this.calls = calls;
        this.vertx = vertx;
        this.clock = clock;
        this.server = server;
        this.id = config.id().orElseGet(() -> "worker-" + UUID.randomUUID());
    }

    /** Begins to beat. */
    void start() {
        timer = vertx.setPeriodic(1, WorkerRegistry.HEARTBEAT.toMillis(), ignored -> beat());
    }

    private void beat() {
        if (!beating.compareAndSet(false, true)) {
            return; // the last one has not come back: the registry is slow or away
        }
        Set<String> live = calls.callIds();
        Set<String> ended = new HashSet<>(held);
        ended.removeAll(live);
        registry.beat(self(), clock.instant(), live, ended)
                .subscribe()
                .with(
                        done -> {
                            held.clear();
                            held.addAll(live);
                            reached(true);
                        },
                        failure -> {
                            LOG.debugf(failure, "heartbeat failed");
                            reached(false);
                        });
    }

    private void reached(boolean now) {
        if (reachable != now) {
            LOG.warn(
                    now
                            ? "the worker registry is back"
                            : "the worker registry is away: calls go on, beats are repeated");
            reachable = now;
        }
        beating.set(false);
    }

    private Worker self() {
        String host = config.advertisedHost().orElseGet(() -> LocalAddress.reachable(config.boundHost()));
        int port = config.advertisedPort().orElseGet(server::getPort);
        String url = config.wsUrl().orElseGet(() -> "ws://" + host + ":" + port + "/media");
        return new Worker(id, host, port, url, socket.maxCalls(), calls.draining());
    }

    /** Leaves: no new calls, the live ones are offered to others, then the registration goes. Blocks, bounded. */
    void leave() {
        calls.drain();
        beat();
        awaitCalls();
        vertx.cancelTimer(timer);
        try {
            registry.remove(id).await().atMost(Duration.ofSeconds(1));
        } catch (RuntimeException e) {
            LOG.debugf(e, "the registration lapses by itself");
        }
    }

    private void awaitCalls() {
        long until = System.nanoTime() + config.drain().toNanos();
        try {
            while (calls.count() > 0 && System.nanoTime() < until) {
                Thread.sleep(POLL);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
