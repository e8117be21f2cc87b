// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import org.jspecify.annotations.Nullable;

/** Key of a dialog at our side (RFC 3261 12). */
record DialogId(String callId, String localTag, String remoteTag) {

    /** Of a request that the peer sent inside a dialog. */
    static DialogId ofIncoming(SIPRequest request) {
        return new DialogId(
                request.getCallId().getCallId(), orEmpty(request.getToTag()), orEmpty(request.getFromTag()));
    }

    /** Of a response to a request of ours. */
    static DialogId ofResponse(SIPResponse response) {
        return new DialogId(
                response.getCallId().getCallId(), orEmpty(response.getFromTag()), orEmpty(response.getToTag()));
    }

    private static String orEmpty(@Nullable String tag) {
        return tag == null ? "" : tag;
    }
}
