// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.ladder;

import static java.util.Objects.requireNonNull;

import io.allo.contracts.EndReason;
import io.allo.gateway.call.CallEventSink;
import io.allo.gateway.call.CallId;
import io.allo.gateway.call.CallJournal;
import io.allo.gateway.call.CallRequest;
import io.allo.gateway.call.CallTelemetry;
import io.allo.gateway.call.TransferMode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells the ladders of a call's beginning, answer and end on the way to metrics and trace. Thread-safe. */
public final class LadderTelemetry implements CallTelemetry {
    private final Ladders ladders;
    private final CallTelemetry next;

    public LadderTelemetry(Ladders ladders, CallTelemetry next) {
        this.ladders = requireNonNull(ladders, "ladders");
        this.next = requireNonNull(next, "next");
    }

    @Override
    public CallJournal journal() {
        return ladders;
    }

    /** A sink that shows the ladders each event before it goes on. */
    public CallEventSink showing(CallEventSink sink) {
        return (event, traceparent) -> {
            ladders.take(event);
            sink.publish(event, traceparent);
        };
    }

    @Override
    public CallTrace begin(CallRequest request) {
        ladders.requested(request);
        return new Told(request.id(), next.begin(request));
    }

    @Override
    public void refused(EndReason reason) {
        next.refused(reason);
    }

    private final class Told implements CallTrace {
        private final CallId call;
        private final CallTrace trace;

        Told(CallId call, CallTrace trace) {
            this.call = call;
            this.trace = trace;
        }

        @Override
        public @Nullable String traceparent() {
            return trace.traceparent();
        }

        @Override
        public void answered() {
            ladders.answered(call);
            trace.answered();
        }

        @Override
        public void workerLost() {
            trace.workerLost();
        }

        @Override
        public void transferred(TransferMode mode, String outcome, Duration took) {
            trace.transferred(mode, outcome, took);
        }

        @Override
        public void turn(Duration waited) {
            trace.turn(waited);
        }

        @Override
        public void ended(EndReason reason) {
            ladders.ended(call, reason);
            trace.ended(reason);
        }
    }
}
