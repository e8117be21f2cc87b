// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Writes what comes while a write is on its way together in the next one, in the order of arrival: under load one statement and one
 * commit for many. Each learns of its own. Thread-safe; results come on the thread that ended the write.
 *
 * @param <T> what is written
 * @param <R> what became of it
 */
final class GroupCommit<T, R> {
    private final int most;
    private final Function<List<T>, Uni<List<R>>> write;
    private final Predicate<Throwable> refusal;
    private final Deque<Waiting<T, R>> waiting = new ArrayDeque<>();
    private boolean writing;

    private record Waiting<T, R>(T item, UniEmitter<? super R> emitter) {}

    /**
     * @param most that go together
     * @param write all or nothing; its results stand in the order of the items
     * @param refusal a failure that one item may be the cause of: each is then written alone, so that only that one fails
     */
    GroupCommit(int most, Function<List<T>, Uni<List<R>>> write, Predicate<Throwable> refusal) {
        this.most = most;
        this.write = write;
        this.refusal = refusal;
    }

    Uni<R> add(T item) {
        return Uni.createFrom().emitter(emitter -> {
            synchronized (this) {
                waiting.add(new Waiting<>(item, emitter));
            }
            next();
        });
    }

    private void next() {
        List<Waiting<T, R>> group = new ArrayList<>();
        synchronized (this) {
            if (writing) {
                return;
            }
            while (group.size() < most && !waiting.isEmpty()) {
                group.add(waiting.poll());
            }
            writing = !group.isEmpty();
        }
        if (!group.isEmpty()) {
            write(group, List.of());
        }
    }

    /** @param alone to be written behind it, one by one */
    private void write(List<Waiting<T, R>> group, List<Waiting<T, R>> alone) {
        Uni.createFrom()
                .deferred(() -> write.apply(group.stream().map(Waiting::item).toList()))
                .subscribe()
                .with(
                        results -> {
                            goOn(alone);
                            for (int i = 0; i < group.size(); i++) {
                                group.get(i).emitter().complete(results.get(i));
                            }
                        },
                        failure -> {
                            if (group.size() > 1 && refusal.test(failure)) {
                                goOn(group);
                            } else {
                                goOn(alone);
                                group.forEach(one -> one.emitter().fail(failure));
                            }
                        });
    }

    private void goOn(List<Waiting<T, R>> alone) {
        if (!alone.isEmpty()) {
            write(List.of(alone.getFirst()), alone.subList(1, alone.size()));
            return;
        }
        synchronized (this) {
            writing = false;
        }
        next();
    }
}
