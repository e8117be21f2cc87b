// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.StreamMessage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A final answer to the INVITE that is no 200, and why. */
record Refusal(int status, EndReason reason) {
    private static final int NOT_FOUND = 404;
    private static final int TEMPORARILY_UNAVAILABLE = 480;
    private static final int BUSY_HERE = 486;
    private static final int REQUEST_TERMINATED = 487;
    private static final int SERVICE_UNAVAILABLE = 503;

    /** We cannot now; the caller may try again. */
    static Refusal unavailable(EndReason reason) {
        return new Refusal(SERVICE_UNAVAILABLE, reason);
    }

    /** The caller waited in vain, or might not even wait. */
    static Refusal busy() {
        return new Refusal(BUSY_HERE, EndReason.OVERLOADED);
    }

    /** The house does not want this call. */
    static Refusal declined(EndReason reason) {
        return new Refusal(TEMPORARILY_UNAVAILABLE, reason);
    }

    static Refusal cancelled() {
        return new Refusal(REQUEST_TERMINATED, EndReason.CANCELLED);
    }

    /** The worker's wish, held to what a refusal may be. */
    static Refusal by(StreamMessage.Reject reject) {
        boolean refuses = reject.status() >= 400 && reject.status() < 700;
        int status = refuses ? reject.status() : SERVICE_UNAVAILABLE;
        EndReason byStatus = status == NOT_FOUND ? EndReason.UNKNOWN_CALLEE : EndReason.CALLER_REJECTED;
        return new Refusal(status, reject.reason() == null ? byStatus : reject.reason());
    }

    /** {@code Retry-After} where it makes sense. */
    @Nullable
    Duration retryAfter(CallLimits limits) {
        return status == SERVICE_UNAVAILABLE ? limits.retryAfter() : null;
    }

    /** A caller who gave up was not refused. */
    boolean isEvent() {
        return status != REQUEST_TERMINATED;
    }
}
