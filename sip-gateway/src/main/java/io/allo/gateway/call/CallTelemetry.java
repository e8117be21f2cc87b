// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import io.allo.contracts.EndReason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Metrics and trace of calls. Any thread. */
public interface CallTelemetry {

    /** A call begins. */
    CallTrace begin(CallRequest request);

    /** An INVITE was refused before it became a call. */
    void refused(EndReason reason);

    /** Where the messages of calls are noted. */
    default CallJournal journal() {
        return CallJournal.NONE;
    }

    /** One call's trace. Used inside the call's mailbox. */
    interface CallTrace {
        /** W3C trace context of the call's span, null when tracing is off. */
        @Nullable
        String traceparent();

        void answered();

        void workerLost();

        /** @param outcome as in the event {@code TransferEnded}. @param took from the wish to the outcome */
        default void transferred(TransferMode mode, String outcome, Duration took) {}

        /** The agent's answer is heard. Called on the media loop. @param waited since the caller's last voiced packet */
        default void turn(Duration waited) {}

        void ended(EndReason reason);
    }
}
