// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import io.allo.contracts.EndReason;
import java.util.Optional;

/** The calling side of one INVITE. Used only inside the mailbox that it was dialled with. */
public interface OutboundLeg {

    /** CANCEL before the answer (also one that is already on its way: ACK, then BYE), BYE after it. Idempotent. */
    void hangUp(EndReason reason);

    /** re-INVITE with this direction: hold and resume. The outcome is an {@link OutboundLegEvent.Renegotiated}. */
    void direction(NegotiatedAudio.Direction direction);

    /**
     * Value of a {@code Replaces} header that names this leg's dialog as its far end knows it (RFC 3891), with the URI to refer
     * to; empty before the answer.
     */
    Optional<Replaced> replaced();

    /** SIP account in use, for records and metrics; empty while none is chosen. */
    Optional<Integer> sipAccountId();

    /**
     * @param targetUri the far end's Contact
     * @param replaces {@code callId;to-tag=…;from-tag=…}, not escaped
     */
    record Replaced(String targetUri, String replaces) {}
}
