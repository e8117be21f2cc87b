// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.message.SIPResponse;
import io.allo.gateway.call.CallTimers;
import java.time.Duration;
import java.util.concurrent.Executor;
import javax.sip.ServerTransaction;

/**
 * A 200 to INVITE on its way (RFC 3261 13.3.1.4): sent again from T1, doubling up to T2, on every transport, until the ACK
 * comes; after 64*T1 the peer is given up. Used inside the call's mailbox.
 */
final class OkRetransmission {
    private static final Duration T2 = Duration.ofSeconds(4);
    private static final int GIVE_UP_T1S = 64;

    private final SipOutbox outbox;
    private final ServerTransaction transaction;
    private final SIPResponse ok;
    private final CallTimers timers;
    private final Executor mailbox;
    private final Runnable gaveUp;
    private Duration interval;
    private Duration left;
    private CallTimers.Pending pending;
    private boolean done;

    OkRetransmission(
            LegContext context, ServerTransaction transaction, SIPResponse ok, Executor mailbox, Runnable gaveUp) {
        this.outbox = context.outbox();
        this.transaction = transaction;
        this.ok = ok;
        this.timers = context.timers();
        this.mailbox = mailbox;
        this.gaveUp = gaveUp;
        this.interval = context.t1();
        this.left = context.t1().multipliedBy(GIVE_UP_T1S);
        resend();
        this.pending = next();
    }

    long cseq() {
        return ok.getCSeq().getSeqNumber();
    }

    /** Also on a retransmitted INVITE. */
    void resend() {
        outbox.respond(transaction, copy());
    }

    SIPResponse copy() {
        return (SIPResponse) ok.clone();
    }

    void stop() {
        done = true;
        pending.cancel();
    }

    private CallTimers.Pending next() {
        Duration wait = interval.compareTo(left) < 0 ? interval : left;
        return timers.after(wait, () -> mailbox.execute(() -> timeOver(wait)));
    }

    private void timeOver(Duration waited) {
        if (done) {
            return;
        }
        left = left.minus(waited);
        if (!left.isPositive()) {
            done = true;
            gaveUp.run();
            return;
        }
        resend();
        Duration doubled = interval.multipliedBy(2);
        interval = doubled.compareTo(T2) < 0 ? doubled : T2;
        pending = next();
    }
}
