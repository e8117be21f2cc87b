// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.address.AddressImpl;
import gov.nist.javax.sip.header.RecordRoute;
import gov.nist.javax.sip.header.RecordRouteList;
import gov.nist.javax.sip.message.SIPRequest;
import java.util.ArrayList;
import java.util.List;
import javax.sip.address.Address;
import javax.sip.address.Hop;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.ContactHeader;

/**
 * A dialog at the side that was called (RFC 3261 12.1.1): tags, route set, remote target, sequence numbers, and the hop to
 * send to. Used inside the call's mailbox.
 */
final class Dialog {
    private final DialogId id;
    private final Address localAddress;
    private final Address remoteAddress;
    private final SipURI contact;
    private final String transport;
    private final List<Address> routeSet = new ArrayList<>();
    private URI remoteTarget;
    private Hop hop;
    private long remoteCseq;
    private long localCseq;

    Dialog(SIPRequest invite, DialogId id, SipURI contact) {
        this.id = id;
        this.localAddress = invite.getTo().getAddress();
        this.remoteAddress = invite.getFrom().getAddress();
        this.contact = contact;
        this.transport = invite.getTopmostVia().getTransport();
        this.remoteTarget = invite.getFrom().getAddress().getURI();
        RecordRouteList recorded = invite.getRecordRouteHeaders();
        if (recorded != null) {
            for (RecordRoute route : recorded) {
                routeSet.add(route.getAddress());
            }
        }
        this.remoteCseq = invite.getCSeq().getSeqNumber();
        this.hop = NextHop.of(invite, remoteTarget);
        refreshTarget(invite);
    }

    /** A target refresh request (INVITE, UPDATE) may move the peer's address. */
    void refreshTarget(SIPRequest request) {
        if (request.getHeader(ContactHeader.NAME) instanceof ContactHeader header
                && !(header.getAddress() instanceof AddressImpl address && address.isWildcard())
                && header.getAddress().getURI() instanceof SipURI uri) {
            remoteTarget = (URI) uri.clone();
        }
        URI next = routeSet.isEmpty() ? remoteTarget : routeSet.getFirst().getURI();
        hop = NextHop.of(request, next);
    }

    /** Takes a request's number. False when it is out of order: 500 (RFC 3261 12.2.2). */
    boolean inOrder(SIPRequest request) {
        long number = request.getCSeq().getSeqNumber();
        if (number <= remoteCseq) {
            return false;
        }
        remoteCseq = number;
        return true;
    }

    long nextCseq() {
        return ++localCseq;
    }

    /** With a strict router first, its address takes the Request-URI and the target goes last (RFC 3261 12.2.1.1). */
    URI requestUri() {
        return strict() ? routeSet.getFirst().getURI() : remoteTarget;
    }

    List<Address> routes() {
        if (!strict()) {
            return List.copyOf(routeSet);
        }
        List<Address> routes = new ArrayList<>(routeSet.subList(1, routeSet.size()));
        AddressImpl last = new AddressImpl();
        last.setURI(remoteTarget);
        routes.add(last);
        return routes;
    }

    private boolean strict() {
        return !routeSet.isEmpty() && !(routeSet.getFirst().getURI() instanceof SipURI uri && uri.hasLrParam());
    }

    DialogId id() {
        return id;
    }

    Address localAddress() {
        return localAddress;
    }

    Address remoteAddress() {
        return remoteAddress;
    }

    SipURI contact() {
        return contact;
    }

    String transport() {
        return transport;
    }

    Hop hop() {
        return hop;
    }
}
