// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import java.time.Duration;

/** One call's thread of work: tasks, timers and messages of a call run one after the other. */
public interface Mailbox {

    /** Runs the task after those before it. From any thread, never at once. */
    void execute(Runnable task);

    /** Runs the task once, later. Only from a task. */
    Timer after(Duration delay, Runnable task);

    /** Runs the task every 20 ms, together with those of the other calls on this thread. Only from a task. */
    Timer everyTick(Runnable task);

    /** Monotonic time. */
    long nanoTime();

    /** Something that would happen later. */
    interface Timer {
        Timer NONE = () -> {};

        /** Idempotent. Only from a task. */
        void cancel();
    }
}
