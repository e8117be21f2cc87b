// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.message.SIPResponse;

/** Hears what becomes of a request of ours. Called on stack threads: implementations only enqueue. */
interface ResponseListener {

    /** Provisional or final. The stack has acknowledged a final answer to INVITE that is no 2xx. */
    void response(SIPResponse response);

    /** There will be no final answer. @param status 408 the time is over, 503 the line is broken */
    void silence(int status);
}
