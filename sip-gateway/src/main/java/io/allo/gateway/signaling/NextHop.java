// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.HopImpl;
import java.net.InetAddress;
import java.util.regex.Pattern;
import javax.sip.address.Hop;
import javax.sip.address.SipURI;
import javax.sip.address.URI;

/**
 * Where a request inside a dialog is sent. A peer behind an address translator (its Via does not name the address that we
 * see), one that gave a name instead of an address, and any TCP peer are reached at the address that its last request came
 * from; the rest by route set or Contact. So the stack gets IP literals only.
 */
final class NextHop {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final int SIP_PORT = 5060;

    private NextHop() {}

    static Hop of(SIPRequest lastRequest, URI next) {
        Via via = lastRequest.getTopmostVia();
        String transport = via.getTransport();
        Hop seen = seen(lastRequest, transport);
        return translated(via, seen) ? seen : named(next, seen);
    }

    /**
     * For the side that called. Its Via says nothing of the peer, so a private address named by a peer that answers from a
     * public one counts as translated.
     */
    static Hop ofResponse(SIPMessage response, URI next, String transport) {
        Hop seen = seen(response, transport);
        Hop named = named(next, seen);
        boolean hidden = isPrivate(named.getHost()) && !isPrivate(seen.getHost());
        return hidden ? seen : named;
    }

    /** The address that a message came from. One of ours has none: this hop is replaced before anything is sent. */
    static Hop seen(SIPMessage message, String transport) {
        InetAddress source = message.getPeerPacketSourceAddress();
        return new HopImpl(
                source == null ? "0.0.0.0" : source.getHostAddress(),
                source == null ? SIP_PORT : message.getPeerPacketSourcePort(),
                transport);
    }

    private static Hop named(URI next, Hop seen) {
        String transport = seen.getTransport();
        if (!transport.equalsIgnoreCase("udp") || !(next instanceof SipURI uri)) {
            return seen;
        }
        String host = uri.getMAddrParam() == null ? uri.getHost() : uri.getMAddrParam();
        if (!isLiteral(host) || host.startsWith("0.")) {
            return seen;
        }
        boolean sameTransport =
                uri.getTransportParam() == null || uri.getTransportParam().equalsIgnoreCase(transport);
        return sameTransport ? new HopImpl(bare(host), uri.getPort() > 0 ? uri.getPort() : SIP_PORT, transport) : seen;
    }

    private static boolean translated(Via via, Hop seen) {
        int sentByPort = via.getPort() > 0 ? via.getPort() : SIP_PORT;
        return !bare(via.getHost()).equals(seen.getHost()) || sentByPort != seen.getPort();
    }

    private static boolean isPrivate(String literal) {
        InetAddress address = InetAddress.ofLiteral(literal);
        return address.isSiteLocalAddress() || address.isLinkLocalAddress() || address.isLoopbackAddress();
    }

    static boolean isLiteral(String host) {
        if (host.indexOf(':') < 0 && !IPV4.matcher(host).matches()) {
            return false;
        }
        try {
            return !InetAddress.ofLiteral(bare(host)).isMulticastAddress();
        } catch (IllegalArgumentException _) {
            return false; // 999.1.1.1
        }
    }

    /** Without the brackets of an IPv6 literal. */
    static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
