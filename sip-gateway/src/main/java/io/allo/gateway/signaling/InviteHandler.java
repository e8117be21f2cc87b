// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import io.allo.gateway.call.Call;
import io.allo.gateway.call.CallController;
import io.allo.gateway.call.CallId;
import io.allo.gateway.call.CallRequest;
import io.allo.gateway.call.Mailbox;
import java.util.concurrent.Executor;
import javax.sip.ServerTransaction;
import javax.sip.address.SipURI;
import javax.sip.message.Response;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/** A new INVITE: 100, admission, leg, call. Runs on a stack thread and only prepares; the work is the mailbox's. */
final class InviteHandler {
    private static final Logger LOG = Logger.getLogger(InviteHandler.class);
    private static final String CALL_ID = "callId";

    private final CallController calls;
    private final LegContext context;
    private final LocalAddress local;
    private final int port;
    private final Executor threads;
    private final Tags tags;

    InviteHandler(CallController calls, LegContext context, LocalAddress local, int port, Executor threads, Tags tags) {
        this.calls = calls;
        this.context = context;
        this.local = local;
        this.port = port;
        this.threads = threads;
        this.tags = tags;
    }

    /** An INVITE without a To tag that is not a copy of one that lives. */
    void invite(SIPRequest request, TransactionSource transactions) {
        switch (calls.admit()) {
            case CallController.Admission.Refused refused -> {
                // stateless: under a flood a kept transaction with its retransmissions is the load
                SIPResponse busy = context.messages().response(request, refused.status());
                context.messages().retryAfter(busy, refused.retryAfter());
                context.outbox().respondStateless(busy);
            }
            case CallController.Admission.Admitted _ -> begin(request, transactions);
        }
    }

    private void begin(SIPRequest request, TransactionSource transactions) {
        ServerTransaction transaction = transactions.open();
        if (transaction == null) {
            calls.giveBack();
            return;
        }
        CallId id = new CallId("c-" + tags.next());
        InboundLeg leg = leg(request, transaction, id);
        if (!context.legs().add(leg)) {
            calls.giveBack();
            context.outbox().respond(transaction, context.messages().response(request, Response.LOOP_DETECTED));
            return;
        }
        calls.journal().leg(id, leg.dialogId().callId());
        context.outbox().respond(transaction, context.messages().response(request, Response.TRYING));
        CallRequest call = new CallRequest(
                id,
                Parties.caller(request),
                Parties.called(request),
                context.timers().now());
        Call begun = calls.begin(call, leg, leg.mailbox());
        leg.belongsTo(begun);
    }

    private InboundLeg leg(SIPRequest request, ServerTransaction transaction, CallId id) {
        String transport = request.getTopmostVia().getTransport();
        String host = local.signalling(request.getPeerPacketSourceAddress());
        String mediaHost = local.media(request.getPeerPacketSourceAddress());
        SipURI contact = context.messages().contactUri(host, port, transport);
        String remoteTag = request.getFromTag() == null ? "" : request.getFromTag();
        DialogId dialogId = new DialogId(request.getCallId().getCallId(), tags.next(), remoteTag);
        Dialog dialog = Dialog.called(request, dialogId, contact);
        Mailbox mailbox = new Mailbox(
                task -> threads.execute(() -> logged(id, task)),
                (thread, failure) -> LOG.error("task of a call failed", failure));
        return new InboundLeg(request, transaction, dialog, mediaHost, mailbox, context);
    }

    private static void logged(CallId id, Runnable task) {
        MDC.put(CALL_ID, id.value());
        try {
            task.run();
        } finally {
            MDC.remove(CALL_ID);
        }
    }
}
