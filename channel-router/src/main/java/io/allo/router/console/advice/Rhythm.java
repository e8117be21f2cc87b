// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.advice;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How often a session is thought about: at most once in a window, never twice at the same time; what comes in between is thought about
 * once at the window's end. Thread-safe.
 */
public final class Rhythm {
    private final Duration window;
    private final Clock clock;
    private final Timers timers;
    private final Runnable later;
    private Instant last = Instant.MIN;
    private boolean running;
    private boolean waiting;
    private boolean planned;

    /** Runs something later, once. */
    @FunctionalInterface
    public interface Timers {
        void after(Duration delay, Runnable task);
    }

    /** @param later thinks about what was put off; it begins and ends itself as everybody does */
    public Rhythm(Duration window, Clock clock, Timers timers, Runnable later) {
        this.window = window;
        this.clock = clock;
        this.timers = timers;
        this.later = later;
    }

    /** True: think now, and say {@link #ended}. False: it will be thought about later. */
    public synchronized boolean begins() {
        Instant now = clock.instant();
        if (running || planned || now.isBefore(opens())) {
            waiting = true;
            plan(now);
            return false;
        }
        last = now;
        running = true;
        waiting = false;
        return true;
    }

    /** What has begun is over, whatever came of it. */
    public synchronized void ended() {
        running = false;
        if (waiting) {
            plan(clock.instant());
        }
    }

    private Instant opens() {
        return last.equals(Instant.MIN) ? last : last.plus(window);
    }

    private void plan(Instant now) {
        if (!running && !planned) {
            planned = true;
            timers.after(Duration.between(now, opens().isBefore(now) ? now : opens()), this::due);
        }
    }

    private void due() {
        synchronized (this) {
            planned = false;
            if (!waiting) {
                return;
            }
        }
        later.run();
    }
}
