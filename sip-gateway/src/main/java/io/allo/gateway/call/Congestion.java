// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Whether work waits too long in the gateway's own queues before it is begun. A count of calls does not know what the machine
 * can do at this moment; the wait does: it is looked at before each new call, and a call that would come too late for everybody
 * is refused while refusing is still cheap (after the queueing delay of RFC 6357 section 4). Thread-safe.
 */
public final class Congestion {
    private static final Duration PROBE = Duration.ofMillis(50);

    private final CallTimers timers;
    private final Duration bound;
    private final List<Supplier<Duration>> queues = new CopyOnWriteArrayList<>();

    /** @param bound longest wait that is no congestion; zero = there is none ever */
    public Congestion(CallTimers timers, Duration bound) {
        this.timers = requireNonNull(timers, "timers");
        this.bound = requireNonNull(bound, "bound");
    }

    /** @param wait of what is at the head of a queue; asked from any thread */
    public void watchDelay(Supplier<Duration> wait) {
        queues.add(wait);
    }

    /** Measures by a task of its own, twenty times a second, how late the executor's tasks begin. */
    public void watch(Executor queue) {
        if (bound.isPositive()) {
            Probe probe = new Probe(queue);
            queues.add(probe);
            probe.next();
        }
    }

    public boolean isCongested() {
        return bound.isPositive()
                && queues.stream().anyMatch(queue -> queue.get().compareTo(bound) > 0);
    }

    /** One task at a time: one that has not begun tells as much as one that began late. */
    private final class Probe implements Supplier<Duration> {
        private final Executor queue;
        private volatile Instant due = Instant.MAX;
        private volatile Duration last = Duration.ZERO;

        Probe(Executor queue) {
            this.queue = queue;
        }

        void next() {
            due = timers.now().plus(PROBE);
            try {
                timers.after(PROBE, () -> queue.execute(this::begun));
            } catch (RejectedExecutionException _) {
                due = Instant.MAX; // the process stops
            }
        }

        private void begun() {
            last = late();
            next();
        }

        private Duration late() {
            Duration late = Duration.between(due, timers.now());
            return late.isNegative() ? Duration.ZERO : late;
        }

        @Override
        public Duration get() {
            Duration now = late();
            return now.compareTo(last) > 0 ? now : last;
        }
    }
}
