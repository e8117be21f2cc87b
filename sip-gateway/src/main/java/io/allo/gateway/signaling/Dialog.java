// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.address.AddressImpl;
import gov.nist.javax.sip.header.RecordRoute;
import gov.nist.javax.sip.header.RecordRouteList;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.util.ArrayList;
import java.util.List;
import javax.sip.address.Address;
import javax.sip.address.Hop;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.ContactHeader;

/**
 * A dialog, the same for the side that called and the side that was called (RFC 3261 12.1): tags, route set, remote target,
 * sequence numbers, and the hop to send to. Used inside the call's mailbox.
 */
final class Dialog {
    private final DialogId id;
    private final Role role;
    private final Address localAddress;
    private final Address remoteAddress;
    private final SipURI contact;
    private final String transport;
    private final List<Address> routeSet = new ArrayList<>();
    private URI remoteTarget;
    private Hop hop;
    private long remoteCseq = -1;
    private long localCseq;

    /** Who sent the INVITE that made the dialog. */
    enum Role {
        CALLED,
        CALLING
    }

    private Dialog(SIPRequest invite, DialogId id, SipURI contact, Role role) {
        Address from = invite.getFrom().getAddress();
        Address to = invite.getTo().getAddress();
        this.id = id;
        this.role = role;
        this.localAddress = role == Role.CALLED ? to : from;
        this.remoteAddress = role == Role.CALLED ? from : to;
        this.contact = contact;
        this.transport = invite.getTopmostVia().getTransport();
        this.remoteTarget = role == Role.CALLED ? from.getURI() : invite.getRequestURI();
        this.hop = NextHop.seen(invite, transport);
    }

    /** At the side that was called (12.1.1). */
    static Dialog called(SIPRequest invite, DialogId id, SipURI contact) {
        Dialog dialog = new Dialog(invite, id, contact, Role.CALLED);
        dialog.record(invite, false);
        dialog.remoteCseq = invite.getCSeq().getSeqNumber();
        dialog.refreshTarget(invite);
        return dialog;
    }

    /**
     * At the side that called (12.1.2).
     *
     * @param response 101-299 with a To tag; the 2xx makes the dialog anew, since its route set counts
     */
    static Dialog calling(SIPRequest invite, SIPResponse response, SipURI contact) {
        Dialog dialog = new Dialog(invite, DialogId.ofResponse(response), contact, Role.CALLING);
        dialog.record(response, true);
        dialog.localCseq = invite.getCSeq().getSeqNumber();
        dialog.refreshTarget(response);
        return dialog;
    }

    private void record(SIPMessage message, boolean reversed) {
        RecordRouteList recorded = message.getRecordRouteHeaders();
        if (recorded != null) {
            for (RecordRoute route : recorded) {
                routeSet.add(reversed ? 0 : routeSet.size(), route.getAddress());
            }
        }
    }

    /** A target refresh (INVITE, UPDATE, or a 2xx to one) may move the peer's address. */
    void refreshTarget(SIPMessage message) {
        if (message.getHeader(ContactHeader.NAME) instanceof ContactHeader header
                && !(header.getAddress() instanceof AddressImpl address && address.isWildcard())
                && header.getAddress().getURI() instanceof SipURI uri) {
            remoteTarget = (URI) uri.clone();
        }
        URI next = routeSet.isEmpty() ? remoteTarget : routeSet.getFirst().getURI();
        hop = message instanceof SIPRequest request
                ? NextHop.of(request, next)
                : NextHop.ofResponse(message, next, transport);
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

    /** A request outside this object's sight took numbers: an INVITE sent again with credentials. */
    void sent(long cseq) {
        localCseq = Math.max(localCseq, cseq);
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

    Role role() {
        return role;
    }

    Address localAddress() {
        return localAddress;
    }

    Address remoteAddress() {
        return remoteAddress;
    }

    /** The peer's Contact, for example to refer somebody to. */
    URI remoteTarget() {
        return remoteTarget;
    }

    SipURI contact() {
        return contact;
    }

    /** Of the hop: a peer may come back by another transport than that of the first INVITE. */
    String transport() {
        return hop.getTransport();
    }

    Hop hop() {
        return hop;
    }
}
