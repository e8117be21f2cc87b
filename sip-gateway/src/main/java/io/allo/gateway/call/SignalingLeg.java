// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import io.allo.contracts.EndReason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The signalling side of one call, seen by its owner. Implemented in {@code signaling}; called only inside the call's
 * mailbox. What the peer does comes back as {@link CallInput}. Calls that no longer fit the dialog's state do nothing.
 */
public interface SignalingLeg {

    /** Works out the answer to the INVITE's offer, once, before anything else. */
    Negotiation negotiate(int localRtpPort);

    /** The SIP Call-ID, by which a call is found in the trunk's log; empty where there is none yet. */
    default String sipCallId() {
        return "";
    }

    /** 180 Ringing; again when called again. */
    void ring();

    /**
     * 183 Session Progress with the session description: what we send from here on is heard before the answer (RFC 3960).
     *
     * @return false when that cannot be, because the INVITE brought no offer
     */
    default boolean progress() {
        return false;
    }

    /** 200 with the session description, retransmitted until the ACK comes. */
    void answer();

    /** A final refusal of the INVITE, 400-699. */
    void reject(int status, @Nullable Duration retryAfter);

    /** BYE. */
    void hangUp(EndReason reason);

    /** re-INVITE with this direction: hold and resume. The outcome is a {@link CallInput.Renegotiated}. */
    default void direction(NegotiatedAudio.Direction direction) {}

    /** Another leg has its call: it tells nothing any more. */
    default void detach() {}

    /** False when the peer's {@code Allow} rules REFER out. */
    default boolean takesRefer() {
        return false;
    }

    /** The peer's {@code Supported} lists {@code replaces} (RFC 3891). */
    default boolean takesReplaces() {
        return false;
    }

    /**
     * Asks the peer by REFER (RFC 3515) to call another. What comes of it are {@link CallInput.OfTransfer.ReferAnswered} and
     * {@link CallInput.OfTransfer.ReferNotified}.
     *
     * @param number comes back with them
     */
    default void refer(int number, ReferTarget target) {}

    /** Outcome of {@link #negotiate}. */
    sealed interface Negotiation {
        record Agreed(NegotiatedAudio audio) implements Negotiation {}

        /** INVITE without an offer: ours goes out in the 200, the agreement comes with the ACK. */
        record LateOffer(NegotiatedAudio.Codec preferred) implements Negotiation {}

        /** Nothing in common, or unreadable. @param status 488 or 400 */
        record Refused(int status) implements Negotiation {}
    }
}
