// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import io.allo.contracts.trunk.Trunk;
import io.allo.gateway.call.CallJournal;
import io.allo.gateway.call.Mailbox;
import io.allo.gateway.trunk.InviteClient;
import io.allo.gateway.trunk.SipAddress;
import io.allo.gateway.trunk.SipTarget.Transport;
import java.util.Optional;
import java.util.function.Consumer;

/** INVITE towards the trunks. Thread-safe. */
final class TrunkInvites implements InviteClient {
    private final ClientRequests requests;
    private final LegContext context;
    private final Tags tags;
    private final CallJournal journal;

    TrunkInvites(ClientRequests requests, LegContext context, Tags tags, CallJournal journal) {
        this.requests = requests;
        this.context = context;
        this.tags = tags;
        this.journal = journal;
    }

    @Override
    public Placed place(Order order, Mailbox mailbox, Consumer<Event> events) {
        OutboundInviteLeg leg = new OutboundInviteLeg(order, mailbox, events, requests, context, tags);
        journal.leg(order.callId(), leg.sipCallId());
        mailbox.execute(leg::begin);
        return leg;
    }

    @Override
    public Optional<SipAddress> firstHop(Trunk trunk) {
        return requests.serviceRoutes().of(trunk.id()).stream()
                .findFirst()
                .flatMap(route -> SipAddress.parse(route, Transport.of(trunk.contactTransport())));
    }
}
