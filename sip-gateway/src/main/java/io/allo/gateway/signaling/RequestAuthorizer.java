// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;

/** Answers a 401 or 407 to a request inside a dialog. Used inside the call's mailbox. */
@FunctionalInterface
interface RequestAuthorizer {
    /** For peers that we have no account with: every called side. */
    RequestAuthorizer NONE = (request, challenge) -> false;

    /**
     * Puts Authorization or Proxy-Authorization into the request, which then goes out again with the next CSeq and a new branch.
     *
     * @return false when there is nothing to answer with, or the answer was wrong already
     */
    boolean authorize(SIPRequest request, SIPResponse challenge);

    /** An ACK bears the credentials of its INVITE (RFC 3261 22.1). */
    default void acknowledge(SIPRequest ack) {}
}
