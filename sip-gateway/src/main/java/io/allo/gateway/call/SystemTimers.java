// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The clock of the machine and one timer thread for all calls: tasks only enqueue. */
public final class SystemTimers implements CallTimers, AutoCloseable {
    private final ScheduledThreadPoolExecutor timer;
    // The executor counts on the monotonic clock: now() must too, or a timer goes off before its time by our own clock.
    private final Instant origin = Instant.now();
    private final long originNanos = System.nanoTime();

    public SystemTimers() {
        timer = new ScheduledThreadPoolExecutor(
                1,
                Thread.ofPlatform().name("call-timer").daemon().factory(),
                // once closed nothing is due any more, and a call that ends then need not hear of it as a failure
                new ThreadPoolExecutor.DiscardPolicy());
        timer.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Instant now() {
        return origin.plusNanos(System.nanoTime() - originNanos);
    }

    @Override
    public Pending after(Duration delay, Runnable task) {
        ScheduledFuture<?> future = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
