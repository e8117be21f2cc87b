// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.message.SIPRequest;

/**
 * Identity of an INVITE. CANCEL matches it whole (RFC 3261 9.2); an INVITE that differs only in the transaction is a merged
 * request (8.2.2.2).
 *
 * @param transaction branch and sent-by of the top Via
 */
record InviteKey(String callId, String fromTag, long cseq, String transaction) {

    static InviteKey of(SIPRequest request) {
        String tag = request.getFromTag();
        return new InviteKey(
                request.getCallId().getCallId(),
                tag == null ? "" : tag,
                request.getCSeq().getSeqNumber(),
                request.getTopmostVia().getBranch() + "|"
                        + request.getTopmostVia().getSentBy());
    }

    /** The part that copies of one INVITE share, whatever way they came. */
    String origin() {
        return callId + "|" + fromTag + "|" + cseq;
    }
}
