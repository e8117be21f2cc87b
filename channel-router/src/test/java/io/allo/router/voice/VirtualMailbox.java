// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;

/** A mailbox whose time passes only when the test says so. */
final class VirtualMailbox implements Mailbox {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<Due> timers =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
    private final List<Runnable> ticks = new ArrayList<>();
    private long now = 1_000_000_000L;
    private long nextTick = now;
    private long orders;

    private record Due(long at, long order, Runnable task) {}

    @Override
    public synchronized void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        Due due = new Due(now + delay.toNanos(), orders++, task);
        timers.add(due);
        return () -> timers.remove(due);
    }

    @Override
    public Timer everyTick(Runnable task) {
        ticks.add(task);
        return () -> ticks.remove(task);
    }

    @Override
    public long nanoTime() {
        return now;
    }

    /** Runs what waits, without letting time pass. */
    void settle() {
        for (Runnable task = next(); task != null; task = next()) {
            task.run();
        }
    }

    private synchronized Runnable next() {
        return tasks.poll();
    }

    /** Lets so much time pass, ticks and timers included. */
    void pass(Duration time) {
        settle();
        long until = now + time.toNanos();
        while (true) {
            long at = Math.min(
                    nextTick, timers.isEmpty() ? Long.MAX_VALUE : timers.peek().at());
            if (at > until) {
                break;
            }
            now = Math.max(now, at);
            if (at == nextTick) {
                nextTick += Duration.ofMillis(20).toNanos();
                List.copyOf(ticks).forEach(Runnable::run);
            } else {
                timers.remove().task().run();
            }
            settle();
        }
        now = until;
    }
}
