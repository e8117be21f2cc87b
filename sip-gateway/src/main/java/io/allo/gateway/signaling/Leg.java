// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import io.allo.gateway.call.Mailbox;
import javax.sip.ServerTransaction;

/** One end of an INVITE dialog as the dispatcher sees it. All but the first two is called inside the mailbox. */
interface Leg {
    DialogId dialogId();

    Mailbox mailbox();

    /** A request inside the dialog, no ACK and no retransmission. Whoever takes it answers it. */
    void request(SIPRequest request, ServerTransaction transaction);

    void acknowledged(SIPRequest ack);

    /** A 2xx to an INVITE of ours whose transaction is over: it came again, or from another fork. */
    void okAgain(SIPResponse ok);
}
