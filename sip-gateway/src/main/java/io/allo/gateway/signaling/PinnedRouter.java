// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.message.SIPRequest;
import java.util.Collections;
import java.util.ListIterator;
import javax.sip.SipException;
import javax.sip.SipStack;
import javax.sip.address.Hop;
import javax.sip.address.Router;
import javax.sip.message.Request;

/**
 * Sends each request to the hop that was pinned to it ({@link SIPRequest#setApplicationData}). Where a request goes is
 * decided by the leg, off the stack's threads; the stack's own router would resolve names and block. Instantiated by name.
 */
public final class PinnedRouter implements Router {

    /** Signature that the stack asks for. */
    public PinnedRouter(SipStack stack, String outboundProxy) {
        // a hop comes with every request
    }

    @Override
    public Hop getNextHop(Request request) throws SipException {
        if (request instanceof SIPRequest sip && sip.getApplicationData() instanceof Hop hop) {
            return hop;
        }
        throw new SipException("request without a hop");
    }

    @Override
    public Hop getOutboundProxy() {
        throw new UnsupportedOperationException("every request has its own hop");
    }

    @Override
    public ListIterator<Hop> getNextHops(Request request) {
        return Collections.emptyListIterator();
    }
}
