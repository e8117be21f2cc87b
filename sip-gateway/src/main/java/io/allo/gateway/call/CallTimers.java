// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import java.time.Duration;
import java.time.Instant;

/** Time as a call sees it. A test gives its own and turns the hands. Any thread. */
public interface CallTimers {

    Instant now();

    /** Runs the task once after the delay, on a thread of its own choice: the task only enqueues. */
    Pending after(Duration delay, Runnable task);

    /** A task that has not run yet. */
    interface Pending {
        /** Idempotent; without effect on a task that ran. */
        void cancel();
    }
}
