// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How many turns of messages begin each second in this process: first come, first served, at even distances. Accepting goes before
 * answering: each acceptance puts the next turn off a little, and when the machine is full, an event loop late or an acceptance slow, fewer
 * begin, and what waits is committed and joined meanwhile. While CPU is left and turns wait, more begin. It is a rate and no number of
 * turns at once, because a turn costs when it begins and when it ends: one that waits for a slow model costs nothing meanwhile.
 * Thread-safe; work starts on the thread that enters, that leaves, or of the timer.
 */
final class TurnGate {
    /** A second, of a process that has just started. */
    private static final double FIRST = 100;

    /** So many may begin each second at least: a machine that is busy with something else still answers. */
    private static final double LEAST = 20;

    private static final double MOST = 10_000;

    /** Of a process that has just started: its first turns are slow, and would be slower side by side. */
    private static final int FIRST_AT_ONCE = 8;

    private static final int STEP_AT_ONCE = 2;

    /** Beyond this the next acceptance, or the renewal of a lock, would have to wait too. */
    private static final Duration LATE = Duration.ofMillis(10);

    /** From the message's arrival here to its commit; wanted at the 99th percentile are 50 ms for the whole request. */
    private static final Duration SLOW = Duration.ofMillis(30);

    /** Of the machine's CPU. Up to here more turns begin: what is left keeps acceptances from waiting for a core. */
    private static final double BUSY = 0.7;

    /** From here on fewer do. */
    private static final double FULL = 0.8;

    private static final double LESS = 0.8;
    /** Of what is left to {@link #BUSY}, each 200 ms. */
    private static final double MORE = 0.5;

    /** What is not used at least so far does not grow. */
    private static final double USED = 0.7;

    /** What it costs to accept a message, in turns (measured: 1.3 ms of CPU and 5). */
    private static final double ACCEPTANCE = 0.25;

    /** What was not used is kept for so long: a few that come together begin together. */
    private static final long TOGETHER = Duration.ofMillis(20).toNanos();

    private static final long LONGEST_WAIT = (long) (1e9 / LEAST);
    private static final double WINDOWS_A_SECOND = 5;

    private final int mostAtOnce;
    private final LongSupplier nanoTime;
    private final Timer timer;
    private final Deque<UniEmitter<? super Void>> waiting = new ArrayDeque<>();
    private double rate = FIRST;
    private long next;
    private long last;
    private int atOnce;
    private int running;
    private int begun;
    private int acceptances;
    private boolean timed;
    private Duration slowest = Duration.ZERO;
    private Duration longest = Duration.ZERO;

    /** Runs something after so many milliseconds, at least one. */
    interface Timer {
        void after(long ms, Runnable then);
    }

    /** @param nanoTime as {@link System#nanoTime} */
    TurnGate(int mostAtOnce, LongSupplier nanoTime, Timer timer) {
        this.mostAtOnce = mostAtOnce;
        this.atOnce = Math.min(FIRST_AT_ONCE, mostAtOnce);
        this.nanoTime = nanoTime;
        this.timer = timer;
        this.next = nanoTime.getAsLong();
        this.last = next;
    }

    /** Does the work when it is its turn. */
    <T> Uni<T> pass(Supplier<Uni<T>> work) {
        Uni<Void> admitted = Uni.createFrom().emitter(emitter -> enter(emitter));
        return admitted.chain(
                () -> Uni.createFrom().deferred(work::get).onTermination().invoke(this::leave));
    }

    /** What was let in was no turn: another may begin in its place. */
    synchronized void spared() {
        next -= distance();
        begun--;
    }

    /** A message was accepted in this time. */
    synchronized void accepted(Duration took) {
        acceptances++;
        next = Math.min(next + (long) (ACCEPTANCE * distance()), Math.max(next, last + LONGEST_WAIT));
        if (took.compareTo(slowest) > 0) {
            slowest = took;
        }
    }

    /** Something stood so long before an event loop came to it. */
    synchronized void waited(Duration before) {
        if (before.compareTo(longest) > 0) {
            longest = before;
        }
    }

    /** To be told every 50 ms: how late a timer of the event loop was. */
    void tick(Duration lateness) {
        waited(lateness);
        synchronized (this) {
            if (longest.compareTo(LATE) > 0 || slowest.compareTo(SLOW) > 0) {
                less();
            } else if (running >= atOnce) {
                atOnce = Math.min(mostAtOnce, atOnce + STEP_AT_ONCE);
            }
            slowest = Duration.ZERO;
            longest = Duration.ZERO;
        }
        admit();
    }

    /** To be told every 200 ms: which share of the machine's CPU was in use, 0 to 1. */
    synchronized void busy(double share) {
        double used = begun + ACCEPTANCE * acceptances;
        if (share > FULL && acceptances > 0) {
            less();
        } else if (share < BUSY && used >= USED * rate / WINDOWS_A_SECOND) {
            rate = Math.min(MOST, rate * (1 + (BUSY - share) * MORE));
        }
        begun = 0;
        acceptances = 0;
    }

    private void less() {
        rate = Math.max(LEAST, LESS * rate);
    }

    /** Turns a second, where nothing is accepted. */
    synchronized double rate() {
        return rate;
    }

    private void enter(UniEmitter<? super Void> emitter) {
        synchronized (this) {
            waiting.add(emitter);
        }
        admit();
    }

    private void leave() {
        synchronized (this) {
            running--;
        }
        admit();
    }

    private long distance() {
        return (long) (1e9 / rate);
    }

    private void admit() {
        List<UniEmitter<? super Void>> admitted = new ArrayList<>();
        long wait = 0;
        synchronized (this) {
            long now = nanoTime.getAsLong();
            next = Math.max(next, now - TOGETHER);
            while (next <= now && running < atOnce && !waiting.isEmpty()) {
                running++;
                begun++;
                last = now;
                next += distance();
                admitted.add(waiting.poll());
            }
            if (!timed && !waiting.isEmpty() && running < atOnce) {
                timed = true;
                wait = Math.max(1, Duration.ofNanos(next - now).toMillis());
            }
        }
        if (wait > 0) {
            timer.after(wait, this::timeIsUp);
        }
        admitted.forEach(emitter -> emitter.complete(null));
    }

    private void timeIsUp() {
        synchronized (this) {
            timed = false;
        }
        admit();
    }
}
