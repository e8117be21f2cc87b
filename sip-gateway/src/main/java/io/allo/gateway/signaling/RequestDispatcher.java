// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import io.allo.gateway.call.CallController;
import io.allo.gateway.call.RefusalReason;
import java.text.ParseException;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipListener;
import javax.sip.SipProvider;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Takes what the stack hears and hands it to the right place. Runs on stack threads: nothing here waits or throws. */
final class RequestDispatcher implements SipListener {
    private static final Logger LOG = Logger.getLogger(RequestDispatcher.class);
    private final SipProvider provider;
    private final CallController calls;
    private final LegContext context;
    private final RequestGate gate;
    private final InviteHandler invites;

    RequestDispatcher(
            SipProvider provider, CallController calls, LegContext context, RequestGate gate, InviteHandler invites) {
        this.provider = provider;
        this.calls = calls;
        this.context = context;
        this.gate = gate;
        this.invites = invites;
    }

    @Override
    public void processRequest(RequestEvent event) {
        SIPRequest request = (SIPRequest) event.getRequest();
        try {
            request(request, event.getServerTransaction());
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s not handled", request.getMethod());
            tell(request, RefusalReason.FAILED);
            if (!request.getMethod().equals(Request.ACK)) {
                SIPResponse sorry = context.messages().response(request, Response.SERVER_INTERNAL_ERROR);
                context.outbox().respondStateless(sorry);
            }
        }
    }

    private void request(SIPRequest request, @Nullable ServerTransaction given) {
        if (request.getMethod().equals(Request.ACK)) {
            Leg leg = context.legs().byDialog(DialogId.ofIncoming(request));
            if (leg != null && request.getApplicationData() != RequestFlaw.UNREADABLE) {
                leg.mailbox().execute(() -> leg.acknowledged(request));
            }
            return;
        }
        if (gate.silences(request)) {
            tell(request, RefusalReason.BANNED);
            return;
        }
        TransactionSource transactions = () -> given == null ? open(request) : given;
        SIPResponse refusal = gate.check(request);
        if (refusal != null) {
            tell(request, RefusalReason.ofStatus(refusal.getStatusCode()));
            respond(transactions, refusal);
        } else if (request.getMethod().equals(Request.CANCEL)) {
            cancel(request, transactions);
        } else if (request.getToTag() != null) {
            inDialog(request, transactions);
        } else {
            outsideDialog(request, transactions);
        }
    }

    /** An INVITE that becomes no call is told of; other requests are not. */
    private void tell(SIPRequest request, RefusalReason reason) {
        if (request.getToTag() == null && request.getMethod().equals(Request.INVITE)) {
            calls.refusals().refused(reason, null);
        }
    }

    private void cancel(SIPRequest request, TransactionSource transactions) {
        InviteKey key = InviteKey.of(request);
        InboundLeg leg = context.legs().byOrigin(key);
        if (leg == null || !leg.invite().equals(key)) {
            respond(transactions, context.messages().response(request, Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST));
            return;
        }
        String localTag = leg.dialogId().localTag();
        respond(transactions, context.messages().response(request, Response.OK, localTag));
        leg.mailbox().execute(leg::cancelled);
    }

    private void inDialog(SIPRequest request, TransactionSource transactions) {
        Leg leg = context.legs().byDialog(DialogId.ofIncoming(request));
        if (leg == null) {
            respond(transactions, context.messages().response(request, Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST));
            return;
        }
        ServerTransaction transaction = transactions.open();
        if (transaction == null) {
            return;
        }
        if (request.getMethod().equals(Request.OPTIONS)) {
            respond(() -> transaction, options(request));
        } else {
            leg.mailbox().execute(() -> leg.request(request, transaction));
        }
    }

    private void outsideDialog(SIPRequest request, TransactionSource transactions) {
        switch (request.getMethod()) {
            case Request.INVITE -> newInvite(request, transactions);
            case Request.OPTIONS -> respond(transactions, options(request));
            case Request.BYE, Request.UPDATE, Request.INFO, Request.NOTIFY, Request.PRACK ->
                respond(
                        transactions,
                        context.messages().response(request, Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST));
            default -> {
                gate.strike(request);
                // without a transaction: the stack has none for a PUBLISH without Event
                context.outbox().respondStateless(context.messages().notServed(request));
            }
        }
    }

    private void newInvite(SIPRequest request, TransactionSource transactions) {
        InviteKey key = InviteKey.of(request);
        InboundLeg twin = context.legs().byOrigin(key);
        if (twin == null) {
            invites.invite(request, transactions);
        } else if (twin.invite().equals(key)) {
            twin.mailbox().execute(twin::repeated);
        } else {
            tell(request, RefusalReason.MERGED_REQUEST);
            respond(transactions, context.messages().response(request, Response.LOOP_DETECTED));
        }
    }

    private SIPResponse options(SIPRequest request) {
        boolean accepting = calls.isServing();
        SIPResponse response =
                context.messages().response(request, accepting ? Response.OK : Response.SERVICE_UNAVAILABLE);
        context.messages().capabilities(response);
        return response;
    }

    private void respond(TransactionSource transactions, SIPResponse response) {
        ServerTransaction transaction = transactions.open();
        if (transaction != null) {
            context.outbox().respond(transaction, response);
        }
    }

    private @Nullable ServerTransaction open(SIPRequest request) {
        try {
            return provider.getNewServerTransaction(request);
        } catch (SipException e) {
            LOG.debugf(e, "no transaction for %s", request.getMethod());
            if (e.getCause() instanceof ParseException) {
                tell(request, RefusalReason.MALFORMED);
                context.outbox().respondStateless(context.messages().response(request, Response.BAD_REQUEST));
            }
            return null; // else a retransmission
        }
    }

    @Override
    public void processResponse(ResponseEvent event) {
        SIPResponse response = (SIPResponse) event.getResponse();
        if (event.getClientTransaction() != null
                && event.getClientTransaction().getApplicationData() instanceof ResponseListener listener) {
            listener.response(response);
        } else if (response.getStatusCode() / 100 == 2
                && response.getCSeq().getMethod().equals(Request.INVITE)) {
            Leg leg = context.legs().byResponse(response);
            if (leg != null) {
                leg.mailbox().execute(() -> leg.okAgain(response));
            }
        }
    }

    @Override
    public void processTimeout(TimeoutEvent event) {
        if (!event.isServerTransaction()
                && event.getClientTransaction().getApplicationData() instanceof ResponseListener listener) {
            listener.silence(SipOutbox.TIMEOUT);
        }
    }

    @Override
    public void processIOException(IOExceptionEvent event) {
        LOG.debugf("line to %s:%d lost", event.getHost(), event.getPort());
    }

    @Override
    public void processTransactionTerminated(TransactionTerminatedEvent event) {
        // transactions are not counted
    }

    @Override
    public void processDialogTerminated(DialogTerminatedEvent event) {
        // dialogs are ours
    }
}
