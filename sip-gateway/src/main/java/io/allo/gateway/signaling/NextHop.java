// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.HopImpl;
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
        Hop seen = new HopImpl(
                lastRequest.getPeerPacketSourceAddress().getHostAddress(),
                lastRequest.getPeerPacketSourcePort(),
                transport);
        boolean datagram = transport.equalsIgnoreCase("udp");
        if (!datagram || translated(via, seen) || !(next instanceof SipURI uri)) {
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

    static boolean isLiteral(String host) {
        return host.indexOf(':') >= 0 || IPV4.matcher(host).matches();
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
