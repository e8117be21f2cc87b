// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.compatible;

import com.fasterxml.jackson.annotation.JsonValue;
import io.allo.contracts.EndReason;
import java.util.Locale;

/** Where a call is, in the words of the bridge contract. */
public enum BridgeStatus {
    INITIATED,
    RINGING,
    ANSWERED,
    ACTIVE,
    COMPLETED,
    FAILED,
    BUSY,
    NO_ANSWER,
    CANCELLED,
    TRANSFERRED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Does the caller talk? */
    public boolean isTalking() {
        return this == ANSWERED || this == ACTIVE;
    }

    public boolean isFinal() {
        return compareTo(COMPLETED) >= 0;
    }

    /** How a call ended that was refused with this final SIP status. */
    static BridgeStatus ofRefusal(int sipStatus) {
        return switch (sipStatus) {
            case 486, 600 -> BUSY;
            case 408, 480 -> NO_ANSWER;
            default -> sipStatus >= 400 ? FAILED : COMPLETED;
        };
    }

    /** How a call ended that was not refused. */
    static BridgeStatus ofEnd(EndReason reason) {
        if (reason.equals(EndReason.TRANSFERRED)) {
            return TRANSFERRED;
        }
        return reason.equals(EndReason.CANCELLED) ? CANCELLED : COMPLETED;
    }
}
