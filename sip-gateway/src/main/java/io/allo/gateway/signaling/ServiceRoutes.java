// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.header.AddressParametersHeader;
import gov.nist.javax.sip.message.SIPResponse;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sip.address.SipURI;

/**
 * The way that a registrar wants our requests to take (RFC 3608): the Service-Route of the last 200 to a REGISTER is the Route
 * of every new INVITE of the account, and its first member is where the INVITE goes. Thread-safe.
 */
final class ServiceRoutes {
    private static final int MOST = 10;

    private final Map<Integer, List<String>> routes = new ConcurrentHashMap<>();

    /** Each 200 replaces what the one before said. */
    void learn(int sipAccountId, SIPResponse registered) {
        List<String> found = new ArrayList<>();
        for (Iterator<?> each = registered.getHeaders("Service-Route"); each.hasNext(); ) {
            if (each.next() instanceof AddressParametersHeader route
                    && route.getAddress().getURI() instanceof SipURI uri
                    && uri.hasLrParam()
                    && found.size() < MOST) {
                found.add(uri.toString());
            }
        }
        routes.put(sipAccountId, List.copyOf(found));
    }

    /** Not registered any more. */
    void forget(int sipAccountId) {
        routes.remove(sipAccountId);
    }

    /** SIP URIs in their order; none when the registrar named none. */
    List<String> of(int sipAccountId) {
        return routes.getOrDefault(sipAccountId, List.of());
    }
}
