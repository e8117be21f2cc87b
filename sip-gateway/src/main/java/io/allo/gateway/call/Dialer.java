// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import io.allo.contracts.EndReason;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Places outgoing legs. Implemented in {@code trunk}: it asks the dial policy, chooses the SIP account, finds the servers and
 * fails over. The one door through which anything is dialled.
 */
public interface Dialer {
    /** A gateway without SIP accounts: every number is refused. */
    Dialer NONE = (request, mailbox, events) -> {
        mailbox.execute(() -> events.accept(new OutboundLegEvent.Refused(403, "no SIP account")));
        return new OutboundLeg() {
            @Override
            public void hangUp(EndReason reason) {}

            @Override
            public void direction(NegotiatedAudio.Direction direction) {}

            @Override
            public Optional<Replaced> replaced() {
                return Optional.empty();
            }

            @Override
            public Optional<Integer> sipAccountId() {
                return Optional.empty();
            }
        };
    };

    /**
     * Starts dialling; returns at once. Whatever happens comes as an {@link OutboundLegEvent} in the mailbox, also a refusal by
     * the policy, and never before this method has returned.
     *
     * @param events called only inside the mailbox
     */
    OutboundLeg dial(DialRequest request, Mailbox mailbox, Consumer<OutboundLegEvent> events);
}
