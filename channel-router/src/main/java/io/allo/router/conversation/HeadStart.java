// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A stream that runs before it is sure that anybody wants it: what comes is kept until somebody takes it over, from its first item
 * on, or drops it. Any thread.
 */
public final class HeadStart<T> {
    private static final Cancellable NOT_YET = () -> {};

    private final Consumer<? super T> watcher;
    private final List<T> kept = new ArrayList<>();
    private volatile Cancellable source = NOT_YET;
    private @Nullable MultiEmitter<? super T> taker;
    private boolean complete;
    private @Nullable Throwable failure;

    private HeadStart(Consumer<? super T> watcher) {
        this.watcher = watcher;
    }

    /** @param watcher sees each item when it comes, before whoever takes it over */
    public static <T> HeadStart<T> of(Multi<T> stream, Consumer<? super T> watcher) {
        HeadStart<T> begun = new HeadStart<>(watcher);
        begun.source = stream.subscribe().with(begun::item, begun::failed, begun::completed);
        return begun;
    }

    private void item(T item) {
        watcher.accept(item);
        MultiEmitter<? super T> to;
        synchronized (this) {
            to = taker;
            if (to == null) {
                kept.add(item);
            }
        }
        if (to != null) {
            to.emit(item);
        }
    }

    private synchronized void failed(Throwable why) {
        failure = why;
        finish();
    }

    private synchronized void completed() {
        complete = true;
        finish();
    }

    private void finish() {
        MultiEmitter<? super T> to = taker;
        if (to != null && failure != null) {
            to.fail(failure);
        } else if (to != null && complete) {
            to.complete();
        }
    }

    /** Nothing (more) can be had of it. */
    public synchronized boolean hasFailed() {
        return failure != null;
    }

    /** All of it, once: what came until now, then what comes. Whoever cancels ends it. */
    public Multi<T> goOn() {
        return Multi.createFrom().<T>emitter(this::handTo, BackPressureStrategy.BUFFER);
    }

    private synchronized void handTo(MultiEmitter<? super T> next) {
        next.onTermination(source::cancel);
        kept.forEach(next::emit);
        kept.clear();
        taker = next;
        finish();
    }

    /** Nobody wants it. @return what came until now */
    public synchronized List<T> drop() {
        source.cancel();
        List<T> came = List.copyOf(kept);
        kept.clear();
        return came;
    }
}
