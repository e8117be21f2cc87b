// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The mailbox of a call on its socket's event loop: what the call does, the socket writes and the timers share one thread,
 * and all calls of a loop tick in one task, so that their frames leave in one wake-up.
 */
final class LoopMailbox implements Mailbox {
    private static final long TICK_MS = 20;

    private final ContextInternal loop;
    private final Vertx vertx;
    private final Ticker ticker;
    private Consumer<Throwable> crashed = defect -> {};

    private LoopMailbox(ContextInternal loop, Ticker ticker) {
        this.loop = loop;
        this.vertx = loop.owner();
        this.ticker = ticker;
    }

    /** The loops of this process and their tickers. */
    static final class Loops {
        private final Map<Object, Ticker> tickers = new ConcurrentHashMap<>();

        /** A mailbox on the event loop that runs the caller. */
        LoopMailbox here() {
            ContextInternal here = ((ContextInternal) Vertx.currentContext()).unwrap();
            return new LoopMailbox(here, tickers.computeIfAbsent(here.nettyEventLoop(), loop -> new Ticker(here)));
        }
    }

    /** One timer for all calls of a loop; runs only while there are calls. */
    private static final class Ticker {
        private final Context loop;
        private final Set<Runnable> tasks = ConcurrentHashMap.newKeySet();
        private long timer = -1;

        Ticker(Context loop) {
            this.loop = loop;
        }

        void add(Runnable task) {
            tasks.add(task);
            if (timer == -1) {
                timer = loop.owner().setPeriodic(TICK_MS, id -> tick());
            }
        }

        private void tick() {
            tasks.forEach(Runnable::run);
            if (tasks.isEmpty()) {
                loop.owner().cancelTimer(timer);
                timer = -1;
            }
        }

        void remove(Runnable task) {
            tasks.remove(task);
        }
    }

    /** The event loop's own context, to make duplicated ones from. */
    Context loop() {
        return loop;
    }

    /** What to do when a task of this call throws. */
    void onCrash(Consumer<Throwable> handler) {
        crashed = handler;
    }

    @Override
    public void execute(Runnable task) {
        loop.runOnContext(ignored -> guarded(task));
    }

    /** Runs a task that is already on the loop. */
    void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException defect) {
            crashed.accept(defect);
        }
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        long id = vertx.setTimer(Math.max(1, delay.toMillis()), ignored -> guarded(task));
        return () -> vertx.cancelTimer(id);
    }

    @Override
    public Timer everyTick(Runnable task) {
        Runnable guarded = () -> guarded(task);
        ticker.add(guarded);
        return () -> ticker.remove(guarded);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }
}
