// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import io.allo.contracts.EndReason;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Tells events and metrics what became of a call's transfers: each begins once and ends once. Inside the call's mailbox. */
final class TransferRecord {
    private static final String ABANDONED = "abandoned";

    private final CallFacts facts;
    private final CallTelemetry.CallTrace trace;
    private final CallTimers timers;
    private int number;
    private TransferMode mode = TransferMode.NONE;
    private @Nullable Instant since;

    TransferRecord(CallFacts facts, CallTelemetry.CallTrace trace, CallTimers timers) {
        this.facts = facts;
        this.trace = trace;
        this.timers = timers;
    }

    void began(TransferOrder order) {
        since = timers.now();
        mode = TransferMode.NONE;
        facts.transferStarted(++number, order.supervised());
    }

    /** REFER that is refused becomes a bridge. */
    void goes(TransferMode by) {
        mode = by;
    }

    void ended(TransferOutcome outcome) {
        ended(outcome.outcome().wireName(), outcome.status());
    }

    /** The call is over. */
    void ended(EndReason reason) {
        if (reason.equals(EndReason.TRANSFERRED)) {
            ended(TransferOutcome.TRANSFERRED);
        } else {
            ended(ABANDONED, 0);
        }
    }

    private void ended(String outcome, int status) {
        Instant began = since;
        if (began != null) {
            since = null;
            Duration took = Duration.between(began, timers.now());
            facts.transferEnded(number, mode, outcome, status, took);
            trace.transferred(mode, outcome, took);
        }
    }
}
