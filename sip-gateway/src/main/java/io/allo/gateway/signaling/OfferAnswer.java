// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import io.allo.gateway.call.NegotiatedAudio.Direction;
import io.allo.gateway.sdp.AnswerOutcome;
import io.allo.gateway.sdp.OfferOutcome;
import io.allo.gateway.sdp.SdpNegotiation;

/** The one offer/answer exchange that may be open in a dialog (RFC 3264 4, RFC 6337). Used inside the call's mailbox. */
final class OfferAnswer {
    private final SdpNegotiation sdp;
    private boolean ours;

    OfferAnswer(SdpNegotiation sdp) {
        this.sdp = sdp;
    }

    /** Our offer waits for its answer. */
    boolean oursIsOpen() {
        return ours;
    }

    /** Opens an exchange of ours. */
    String offer() {
        ours = true;
        return sdp.offer();
    }

    /** Opens an exchange that changes nothing: the refresh of a timed session (RFC 4028 7.4). */
    String repeat() {
        ours = true;
        return sdp.repeat();
    }

    /** The answer to ours came, in whatever message. */
    AnswerOutcome accept(byte[] answer) {
        ours = false;
        return sdp.acceptAnswer(answer);
    }

    /** Ours was refused, or nobody answers it any more: the session stays as it was. */
    void withdraw() {
        ours = false;
    }

    /** The peer's offer, answered at once. */
    OfferOutcome answer(byte[] offer) {
        return sdp.answer(offer);
    }

    /** What we want from the next description on. */
    void direction(Direction direction) {
        sdp.localDirection(direction);
    }
}
