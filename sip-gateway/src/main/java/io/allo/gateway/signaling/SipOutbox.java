// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import javax.sip.ClientTransaction;
import javax.sip.InvalidArgumentException;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipProvider;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends. A peer that cannot be reached is no fault of ours: it is logged at debug, and the transaction's timers or the
 * outcome handler take it from there.
 */
final class SipOutbox {
    /** Outcome of a request that heard no final answer in time (RFC 3261 8.1.3.1). */
    static final int TIMEOUT = 408;

    /** Outcome of a request that did not leave (RFC 3261 8.1.3.1). */
    static final int UNREACHABLE = 503;

    private static final Logger LOG = Logger.getLogger(SipOutbox.class);

    private final SipProvider provider;
    private final LargeRequests large;
    private final Tags tags;

    SipOutbox(SipProvider provider, LargeRequests large, Tags tags) {
        this.provider = provider;
        this.large = large;
        this.tags = tags;
    }

    /** Answers within the transaction, which takes care of retransmissions. */
    void respond(ServerTransaction transaction, SIPResponse response) {
        try {
            transaction.sendResponse(response);
        } catch (SipException | InvalidArgumentException e) {
            LOG.debugf(e, "response %d not sent", response.getStatusCode());
        }
    }

    /** Answers without keeping anything. */
    void respondStateless(SIPResponse response) {
        try {
            provider.sendResponse(response);
        } catch (SipException e) {
            LOG.debugf(e, "response %d not sent", response.getStatusCode());
        }
    }

    /**
     * Sends a request in a transaction of its own; by TCP when it is too large for UDP and the peer takes TCP. May wait for a
     * connection: called from a mailbox, never from a stack thread.
     *
     * @return the transaction, for a CANCEL; null when the request did not leave, which the listener has heard
     */
    @Nullable
    ClientTransaction request(SIPRequest request, ResponseListener listener) {
        try {
            return large.byTcp(request) ? sendOverTcp(request, listener) : sendNow(request, listener);
        } catch (SipException e) {
            LOG.debugf(e, "%s not sent", request.getMethod());
            listener.silence(UNREACHABLE);
            return null;
        }
    }

    private ClientTransaction sendNow(SIPRequest request, ResponseListener listener) throws SipException {
        ClientTransaction transaction = provider.getNewClientTransaction(request);
        transaction.setApplicationData(listener);
        transaction.sendRequest();
        return transaction;
    }

    private ClientTransaction sendOverTcp(SIPRequest request, ResponseListener listener) throws SipException {
        try {
            return sendNow(request, listener);
        } catch (SipException e) {
            LOG.debugf(e, "%s not sent over TCP", request.getMethod());
            large.backToUdp(request, "z9hG4bK" + tags.next());
            return sendNow(request, listener);
        }
    }

    /** ACK to a 2xx: no transaction, no answer. */
    void acknowledge(SIPRequest ack) {
        try {
            large.byTcp(ack);
            provider.sendRequest(ack);
        } catch (SipException e) {
            LOG.debug("ACK not sent", e);
        }
    }
}
