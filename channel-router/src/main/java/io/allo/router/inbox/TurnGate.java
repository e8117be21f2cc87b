// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * How many turns of messages run at once in this process, first come, first served. Messages are accepted before they are answered: when
 * the event loop is late, fewer turns are begun, and what waits is committed and joined meanwhile. Without that every turn under load is
 * slow enough to lose its lock and to end in an apology. Thread-safe; work starts on the thread that enters or that leaves.
 */
final class TurnGate {
    /** So that a machine that is busy with something else still answers. */
    private static final int LEAST = 8;

    private static final Duration LATE = Duration.ofMillis(40);
    private static final int STEP = 8;

    private final int most;
    private final Deque<UniEmitter<? super Void>> waiting = new ArrayDeque<>();
    private int limit;
    private int running;

    TurnGate(int most) {
        this.most = most;
        this.limit = most;
    }

    /** Does the work when it is its turn. */
    <T> Uni<T> pass(Supplier<Uni<T>> work) {
        Uni<Void> admitted = Uni.createFrom().emitter(emitter -> enter(emitter));
        return admitted.chain(
                () -> Uni.createFrom().deferred(work::get).onTermination().invoke(this::leave));
    }

    /** To be told regularly how late a timer of the event loop was. */
    void late(Duration lateness) {
        synchronized (this) {
            limit = lateness.compareTo(LATE) > 0
                    ? Math.max(Math.min(LEAST, most), limit * 3 / 4)
                    : Math.min(most, limit + STEP);
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

    private void leave() {
        synchronized (this) {
            running--;
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
