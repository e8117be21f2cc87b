// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import static java.util.Objects.requireNonNull;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs the tasks of one call one after the other, in the order of {@link #execute}. Stack, loop and timer threads only
 * enqueue; a task runs on one thread of the given executor, so it may wait a moment without holding up another call.
 */
public final class Mailbox implements Executor {
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pending = new AtomicInteger();
    private final Executor threads;
    private final Thread.UncaughtExceptionHandler failures;

    /** @param failures told of a task that threw; the next task runs all the same */
    public Mailbox(Executor threads, Thread.UncaughtExceptionHandler failures) {
        this.threads = requireNonNull(threads, "threads");
        this.failures = requireNonNull(failures, "failures");
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(requireNonNull(task, "task"));
        if (pending.getAndIncrement() == 0) {
            threads.execute(this::drain);
        }
    }

    private void drain() {
        do {
            Runnable task = tasks.remove();
            try {
                task.run();
            } catch (RuntimeException e) {
                failures.uncaughtException(Thread.currentThread(), e);
            }
        } while (pending.decrementAndGet() > 0);
    }
}
