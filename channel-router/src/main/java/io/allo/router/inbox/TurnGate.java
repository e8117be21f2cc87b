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
 * How many turns of messages run at once in this process, first come, first served. Accepting goes before answering: when the event loop
 * is late, or an acceptance took long, fewer turns are begun, and what waits is committed and joined meanwhile. As many as run grow step by
 * step (the additive increase and multiplicative decrease of congestion control), so that a process that has just started is not run over
 * by its first turns. Thread-safe; work starts on the thread that enters or that leaves.
 */
final class TurnGate {
    /** Of a process that has just started. */
    private static final int FIRST = 8;

    /**
     * As many turns may begin each second at least, so that a machine that is busy with something else still answers. How many run at once
     * for that is a matter of how long they take: one that waits for a slow model costs nothing meanwhile.
     */
    private static final int BEGUN_A_SECOND = 20;

    private static final int LEAST_OF_QUICK = 2;
    private static final int LEAST_OF_SLOW = 32;

    /** How much of what turns took before is forgotten with each. */
    private static final double FORGOTTEN = 1.0 / 32;

    /** Beyond this the next acceptance, or the renewal of a lock, would have to wait too. */
    private static final Duration LATE = Duration.ofMillis(10);

    /** From the message's arrival here to its commit; wanted at the 99th percentile are 50 ms for the whole request. */
    private static final Duration SLOW = Duration.ofMillis(30);

    private static final int STEP = 2;

    private final int most;
    private final LongSupplier nanoTime;
    private final Deque<UniEmitter<? super Void>> waiting = new ArrayDeque<>();
    private int limit;
    private int running;
    private Duration slowest = Duration.ZERO;
    private Duration longest = Duration.ZERO;
    private double seconds;
    private double secondsSquared;

    TurnGate(int most) {
        this(most, System::nanoTime);
    }

    /** @param nanoTime as {@link System#nanoTime} */
    TurnGate(int most, LongSupplier nanoTime) {
        this.most = most;
        this.nanoTime = nanoTime;
        this.limit = Math.min(FIRST, most);
    }

    /** Does the work when it is its turn. */
    <T> Uni<T> pass(Supplier<Uni<T>> work) {
        Uni<Void> admitted = Uni.createFrom().emitter(emitter -> enter(emitter));
        return admitted.chain(() -> {
            long since = nanoTime.getAsLong();
            return Uni.createFrom()
                    .deferred(work::get)
                    .onTermination()
                    .invoke(() -> leave(Duration.ofNanos(nanoTime.getAsLong() - since)));
        });
    }

    /** A message was accepted in this time. */
    synchronized void accepted(Duration took) {
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

    /** To be told regularly how late a timer of the event loop was. The limit grows only while it is what holds turns back. */
    void late(Duration lateness) {
        waited(lateness);
        synchronized (this) {
            if (longest.compareTo(LATE) > 0 || slowest.compareTo(SLOW) > 0) {
                limit = Math.max(least(), Math.min(limit, running) * 3 / 4);
            } else if (running >= limit) {
                limit = Math.min(most, limit + STEP);
            }
            slowest = Duration.ZERO;
            longest = Duration.ZERO;
        }
        admit();
    }

    synchronized int limit() {
        return limit;
    }

    private void enter(UniEmitter<? super Void> emitter) {
        synchronized (this) {
            waiting.add(emitter);
        }
        admit();
    }

    /** Weighed by their length: a look at a message that must wait is over at once and says nothing about turns. */
    private int least() {
        int needed = seconds == 0 ? FIRST : (int) Math.ceil(BEGUN_A_SECOND * secondsSquared / seconds);
        return Math.min(most, Math.clamp(needed, LEAST_OF_QUICK, LEAST_OF_SLOW));
    }

    private void leave(Duration took) {
        synchronized (this) {
            running--;
            double lasted = took.toNanos() / 1e9;
            seconds += lasted - FORGOTTEN * seconds;
            secondsSquared += lasted * lasted - FORGOTTEN * secondsSquared;
        }
        admit();
    }

    private void admit() {
        List<UniEmitter<? super Void>> admitted = new ArrayList<>();
        synchronized (this) {
            while (running < limit && !waiting.isEmpty()) {
                running++;
                admitted.add(waiting.poll());
            }
        }
        admitted.forEach(emitter -> emitter.complete(null));
    }
}
