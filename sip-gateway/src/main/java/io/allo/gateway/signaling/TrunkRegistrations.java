// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import io.allo.contracts.trunk.Trunk;
import io.allo.gateway.trunk.RegisterClient;
import io.allo.gateway.trunk.SipAddress;
import io.allo.gateway.trunk.SipTarget;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import javax.sip.message.Request;

/** REGISTER and OPTIONS towards the trunks. Thread-safe. */
final class TrunkRegistrations implements RegisterClient {
    private final ClientRequests requests;
    private final Tags tags;
    private final Map<Integer, RegisterDialog> dialogs = new ConcurrentHashMap<>();

    TrunkRegistrations(ClientRequests requests, Tags tags) {
        this.requests = requests;
        this.tags = tags;
    }

    @Override
    public String contact(Trunk trunk, SipTarget target) {
        return requests.contact(trunk, target).toString();
    }

    @Override
    public void register(Attempt attempt, Consumer<Outcome> outcome) {
        RegisterDialog dialog = dialogs.compute(
                attempt.trunk().id(),
                (id, known) -> known != null && known.serves(attempt.trunk())
                        ? known
                        : new RegisterDialog(attempt.trunk(), requests, tags));
        try {
            dialog.send(attempt, outcome);
        } catch (IllegalStateException | IllegalArgumentException e) {
            outcome.accept(new Outcome.Rejected(0, String.valueOf(e.getMessage())));
        }
    }

    @Override
    public void ping(Trunk trunk, SipTarget target, IntConsumer status) {
        String domain = SipAddress.of(trunk).map(SipAddress::hostPort).orElse(target.domain());
        String self = "sip:" + Optional.ofNullable(trunk.username()).orElse("allo") + "@" + domain;
        SIPRequest options = requests.request(
                new ClientRequests.Head(
                        Request.OPTIONS, "sip:" + domain, self, tags.next(), "sip:" + domain, tags.next(), 1),
                target);
        requests.send(options, new ResponseListener() {
            @Override
            public void response(SIPResponse response) {
                if (response.getStatusCode() >= 200) {
                    status.accept(response.getStatusCode());
                }
            }

            @Override
            public void silence(int cause) {
                status.accept(SipOutbox.TIMEOUT);
            }
        });
    }

    @Override
    public void keepAlive(SipTarget target) {
        requests.keepAlive(target);
    }

    @Override
    public void forget(int sipAccountId) {
        dialogs.remove(sipAccountId);
        requests.serviceRoutes().forget(sipAccountId);
    }
}
