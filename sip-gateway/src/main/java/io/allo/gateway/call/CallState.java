// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import io.allo.contracts.EndReason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a call is. One record per state, with the data that only this state has.
 *
 * <pre>
 *                                                                                Transferring ──▶ Bridged ──either hangs up──┐
 *                                                                                   ▲    │                                   │
 *                                                                           transfer│    │busy, declined …                   │
 *                                                                                   │    ▼                                   ▼
 * Offered ──worker's socket open──▶ Ringing ──ready and ring time over──▶ Answering ──ACK──▶ Answered ──hangup──▶ Ending ──▶ Ended
 *    │                                 │                                      │                  │                   │
 *    └── CANCEL, no worker ────────────┴── CANCEL, reject ────────────────────┴── BYE, no ACK ───┴───────────────────┴─▶ Ended
 * </pre>
 */
public sealed interface CallState {

    /** 100 is out; a worker is sought. */
    record Offered() implements CallState {
        Ringing ringing(Duration ringTime) {
            return new Ringing(ringTime, false);
        }
    }

    /**
     * 180 is out, a worker prepares the session.
     *
     * @param ringTime from the INVITE on
     * @param ready the worker said {@code answer}
     */
    record Ringing(Duration ringTime, boolean ready) implements CallState {
        Ringing ringTime(Duration time) {
            return new Ringing(time, ready);
        }

        Ringing nowReady() {
            return new Ringing(ringTime, true);
        }

        /** The worker that was ready is lost. */
        Ringing notReady() {
            return new Ringing(ringTime, false);
        }

        Answering answering() {
            return new Answering(!ready, null);
        }
    }

    /**
     * 200 is out, the ACK is not in. In a call of ours: INVITE is out, the 200 is not in.
     *
     * @param greet the worker is late: play the stored greeting
     * @param hangUp the worker has already hung up: BYE may only follow the ACK (RFC 3261 15)
     */
    record Answering(boolean greet, @Nullable EndReason hangUp) implements CallState {
        Answering hangUp(EndReason reason) {
            return new Answering(greet, reason);
        }
    }

    /** Both talk. */
    record Answered() implements CallState {}

    /** The caller is on his way to another person ({@link Transfer} knows how far); the worker waits for the outcome. */
    record Transferring() implements CallState {}

    /** Caller and the other person talk; no worker is left. */
    record Bridged() implements CallState {}

    /** The worker hung up; what it said before is still playing. */
    record Ending(EndReason reason) implements CallState {}

    record Ended(EndReason reason) implements CallState {}

    /** The 200 is out: too late to refuse. */
    default boolean isPastAnswer() {
        return this instanceof Answering || isConnected();
    }

    /** The ACK is in. */
    default boolean isConnected() {
        return switch (this) {
            case Answered _, Transferring _, Bridged _, Ending _ -> true;
            case Offered _, Ringing _, Answering _, Ended _ -> false;
        };
    }
}
