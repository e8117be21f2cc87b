// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import static java.util.Objects.requireNonNull;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.StreamMessage.TransferResult.Outcome;

/**
 * What came of a transfer.
 *
 * @param status SIP status that says it most exactly, 0 when there is none
 * @param detail for logs and people, without numbers
 */
public record TransferOutcome(Outcome outcome, int status, String detail) {
    public TransferOutcome {
        requireNonNull(outcome, "outcome");
        requireNonNull(detail, "detail");
    }

    static final TransferOutcome TRANSFERRED = new TransferOutcome(Outcome.TRANSFERRED, 200, "transferred");

    /** The final status of a try that failed (RFC 3261 21). */
    static TransferOutcome of(int status, String detail) {
        Outcome outcome = switch (status) {
            case 486, 600 -> Outcome.BUSY;
            case 408, 480, 487 -> Outcome.NO_ANSWER;
            case 603, 607, 608 -> Outcome.DECLINED;
            case 403 -> Outcome.FORBIDDEN;
            case 404, 410, 484, 604 -> Outcome.UNKNOWN_NUMBER;
            default -> Outcome.FAILED;
        };
        return new TransferOutcome(outcome, status, detail);
    }

    /** The same as the end of a call that we placed. */
    EndReason asEnd() {
        return switch (outcome) {
            case BUSY -> EndReason.BUSY;
            case NO_ANSWER -> EndReason.NO_ANSWER;
            case DECLINED -> EndReason.DECLINED;
            case FORBIDDEN -> EndReason.DIAL_REFUSED;
            case TRANSFERRED, UNKNOWN_NUMBER, FAILED -> EndReason.NOT_REACHED;
        };
    }

    static TransferOutcome failed(String detail) {
        return new TransferOutcome(Outcome.FAILED, 0, detail);
    }
}
