// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.contracts.EndReason;
import io.allo.router.conversation.ConversationEngine.BlockedCallerException;
import io.allo.router.conversation.ConversationEngine.UnknownAddressException;
import org.jspecify.annotations.Nullable;

/** Calls that no agent takes, and with which SIP status (RFC 3261) they are refused. */
enum Refusal {
    /** 404: nobody answers this number. */
    UNKNOWN(404, EndReason.UNKNOWN_CALLEE),
    /** 603: the business takes no calls from this person, anywhere. */
    BLOCKED(603, EndReason.BLOCKED);

    final int status;
    final EndReason reason;

    Refusal(int status, EndReason reason) {
        this.status = status;
        this.reason = reason;
    }

    /** @return null: this is no refusal but a failure */
    static @Nullable Refusal of(Throwable failure) {
        return switch (failure) {
            case UnknownAddressException unknown -> UNKNOWN;
            case BlockedCallerException blocked -> BLOCKED;
            default -> null;
        };
    }
}
