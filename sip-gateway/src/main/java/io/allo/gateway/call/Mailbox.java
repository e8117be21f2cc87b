// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import static java.util.Objects.requireNonNull;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs the tasks of one call one after the other, in the order of {@link #execute}. Stack, loop and timer threads only
 * enqueue; a task runs on one thread of the given executor, so it may wait a moment without holding up another call. Whatever
 * a task throws, an {@link Error} too, those behind it run: a call that hears nothing any more would live for ever.
 */
public final class Mailbox implements Executor {
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean running = new AtomicBoolean();
    private final Executor threads;
    private final Thread.UncaughtExceptionHandler failures;

    /** @param failures told of a task that threw; the next task runs all the same */
    public Mailbox(Executor threads, Thread.UncaughtExceptionHandler failures) {
        this.threads = requireNonNull(threads, "threads");
        this.failures = requireNonNull(failures, "failures");
    }

    /** When no thread can be had the task waits for the next one, and the caller hears why. */
    @Override
    public void execute(Runnable task) {
        tasks.add(requireNonNull(task, "task"));
        runWhatWaits();
    }

    private void runWhatWaits() {
        if (tasks.isEmpty() || !running.compareAndSet(false, true)) {
            return;
        }
        boolean handedOver = false;
        try {
            threads.execute(this::drain);
            handedOver = true;
        } finally {
            if (!handedOver) {
                running.set(false);
            }
        }
    }

    private void drain() {
        try {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                run(task);
            }
        } finally {
            running.set(false);
            runWhatWaits(); // came after the last look
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            try {
                failures.uncaughtException(Thread.currentThread(), e);
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError _) {
                // nobody is left to be told
            }
        }
    }
}
