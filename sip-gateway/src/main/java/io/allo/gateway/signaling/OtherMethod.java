// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.header.CSeq;
import gov.nist.javax.sip.message.SIPRequest;

/**
 * A CSeq that names another method than its request. Before the stack it passes for a good one, as the stack would answer 400 by
 * itself, unheard by those who count refusals; what is written in answers stays as it came.
 */
final class OtherMethod extends CSeq {
    private static final long serialVersionUID = 1L;

    private final String written;

    private OtherMethod(CSeq original, String method) {
        super(original.getSeqNumber(), method);
        this.written = original.getMethod();
    }

    /** If its CSeq is one, the request is marked as unreadable. */
    static void replaceIn(SIPRequest request) {
        if (request.getCSeq() instanceof CSeq cseq
                && request.getRequestLine() != null
                && !request.getMethod().equals(cseq.getMethod())) {
            request.setCSeq(new OtherMethod(cseq, request.getMethod()));
            request.setApplicationData(RequestFlaw.UNREADABLE);
        }
    }

    @Override
    protected StringBuilder encodeBody(StringBuilder buffer) {
        return buffer.append(getSeqNumber()).append(' ').append(written);
    }

    @Override
    public String encodeBody() {
        return encodeBody(new StringBuilder()).toString();
    }
}
