// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.message.SIPRequest;
import io.allo.contracts.trunk.TrunkPolicy;
import io.allo.contracts.trunk.TrunkPolicy.DialFormat;
import io.allo.gateway.trunk.InviteClient.Order;
import io.allo.gateway.trunk.SipAddress;
import java.util.Optional;
import javax.sip.address.SipURI;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/** Words the INVITE of an outbound call as the trunk wants it: who calls, and where our number stands. */
final class InviteWording {
    private final Order order;
    private final ClientRequests requests;
    private final SipMessages messages;
    private final String callId;
    private final String fromTag;
    private final SipURI contact;

    InviteWording(Order order, ClientRequests requests, SipMessages messages, String callId, String fromTag) {
        this.order = order;
        this.requests = requests;
        this.messages = messages;
        this.callId = callId;
        this.fromTag = fromTag;
        this.contact = requests.contact(order.trunk(), order.target());
    }

    SipURI contact() {
        return contact;
    }

    /** @param offer our session description */
    SIPRequest invite(long cseq, String offer) {
        ClientRequests.Head head = new ClientRequests.Head(
                Request.INVITE, order.requestUri(), from(), fromTag, order.requestUri(), callId, cseq);
        SIPRequest invite = requests.request(head, order.target());
        for (String route : requests.serviceRoutes().of(order.trunk().id())) {
            requests.add(invite, "Route", "<" + route + ">");
        }
        messages.contact(invite, contact);
        messages.capabilities(invite);
        identity(invite);
        order.headers().forEach((name, value) -> requests.add(invite, name, value));
        messages.sdp(invite, offer);
        return invite;
    }

    private String domain() {
        return SipAddress.of(order.trunk())
                .map(SipAddress::hostPort)
                .orElse(order.target().domain());
    }

    private String from() {
        TrunkPolicy policy = order.trunk().policy();
        String user = Optional.ofNullable(order.trunk().username())
                .or(() -> SipAddress.of(order.trunk()).map(SipAddress::user))
                .orElse("anonymous");
        String number = policy.callerNumber();
        return switch (policy.callerIdProfile()) {
            case FROM_USERNAME, ASSERTED_IDENTITY -> "sip:" + user + "@" + domain();
            // Who takes a free number in From (WhatsApp) expects our own host beside it.
            case FROM_NUMBER -> "sip:" + (number == null ? user : written(number)) + "@" + ownHost();
        };
    }

    private void identity(SIPRequest invite) {
        TrunkPolicy policy = order.trunk().policy();
        switch (policy.callerIdProfile()) {
            case FROM_USERNAME -> number(invite, "P-Preferred-Identity", policy.callerNumber());
            case FROM_NUMBER -> {}
            case ASSERTED_IDENTITY ->
                number(
                        invite,
                        "P-Asserted-Identity",
                        order.callerNumber() == null ? policy.callerNumber() : order.callerNumber());
        }
    }

    private void number(SIPRequest invite, String header, @Nullable String number) {
        if (number != null) {
            requests.add(invite, header, "<sip:" + written(number) + "@" + domain() + ">");
        }
    }

    private String ownHost() {
        String host = order.trunk().contactHost();
        return host == null ? domain() : host;
    }

    /** A trunk that wants dialled numbers without plus wants ours so too: sipgate ignores any other. */
    private String written(String number) {
        boolean bare = order.trunk().policy().dialFormat() == DialFormat.E164_WITHOUT_PLUS;
        return bare && number.startsWith("+") ? number.substring(1) : number;
    }
}
