// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.waiting;

import static java.util.Objects.requireNonNull;

import io.allo.gateway.call.CallId;
import io.allo.gateway.call.CallTimers;
import io.allo.gateway.call.WaitingRoom;
import io.allo.gateway.call.Worker;
import io.allo.gateway.call.WorkerDirectory;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/** A directory with a line before it and a watch over it. Thread-safe. */
public final class WaitingWorkers implements WorkerDirectory {
    private static final Logger LOG = Logger.getLogger(WaitingWorkers.class);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final WorkerDirectory workers;
    private final WaitingLine line;
    private final CallTimers timers;
    private final Duration desertedAfter;
    private volatile Instant seenAlive;
    private volatile boolean deserted;
    private volatile boolean stopped;

    /** @param desertedAfter without any worker for this long, calls should go elsewhere */
    public WaitingWorkers(WorkerDirectory workers, WaitingLine line, CallTimers timers, Duration desertedAfter) {
        this.workers = requireNonNull(workers, "workers");
        this.line = requireNonNull(line, "line");
        this.timers = requireNonNull(timers, "timers");
        this.desertedAfter = requireNonNull(desertedAfter, "desertedAfter");
        this.seenAlive = timers.now();
    }

    /** Begins to watch. */
    public void start() {
        look();
    }

    public void stop() {
        stopped = true;
    }

    private void look() {
        Instant now = timers.now();
        if (workers.isAnyAlive()) {
            seenAlive = now;
            if (deserted) {
                LOG.info("workers are back");
            }
            deserted = false;
        } else if (!deserted && Duration.between(seenAlive, now).compareTo(desertedAfter) >= 0) {
            deserted = true;
            LOG.errorf("no worker for %s: OPTIONS gets 503, callers hear that nobody can take them", desertedAfter);
        }
        if (!stopped) {
            timers.after(LOOK, this::look);
        }
    }

    @Override
    public CompletionStage<Optional<Worker>> reserve(CallId call, int epoch, Set<String> excluded) {
        return workers.reserve(call, epoch, excluded);
    }

    @Override
    public void release(Worker worker, CallId call) {
        workers.release(worker, call);
        line.slotFreed();
    }

    @Override
    public boolean isAnyAlive() {
        return workers.isAnyAlive();
    }

    @Override
    public boolean isDeserted() {
        return deserted;
    }

    @Override
    public WaitingRoom waitingRoom() {
        return line;
    }
}
