// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.message.SIPRequest;
import io.allo.contracts.trunk.Trunk;
import io.allo.gateway.call.AudioPolicy;
import io.allo.gateway.call.Call;
import io.allo.gateway.call.CallController;
import io.allo.gateway.call.CallId;
import io.allo.gateway.call.CallMailbox;
import io.allo.gateway.call.CallRequest;
import io.allo.gateway.call.Mailbox;
import io.allo.gateway.call.RefusalReason;
import java.util.concurrent.Executor;
import java.util.function.ToIntFunction;
import javax.sip.ServerTransaction;
import javax.sip.address.SipURI;
import javax.sip.message.Response;

/** A new INVITE: 100, admission, leg, call. Runs on a stack thread and only prepares; the work is the mailbox's. */
final class InviteHandler {

    private final CallController calls;
    private final InviteAdmission admission;
    private final LegContext context;
    private final LocalAddress local;
    private final ToIntFunction<String> ports;
    private final Executor threads;
    private final Tags tags;

    InviteHandler(
            CallController calls,
            InviteAdmission admission,
            LegContext context,
            LocalAddress local,
            ToIntFunction<String> ports,
            Executor threads,
            Tags tags) {
        this.calls = calls;
        this.admission = admission;
        this.context = context;
        this.local = local;
        this.ports = ports;
        this.threads = threads;
        this.tags = tags;
    }

    /** An INVITE without a To tag that is not a copy of one that lives. */
    void invite(SIPRequest request, TransactionSource transactions) {
        switch (admission.admit(request)) {
            // stateless: under a flood a kept transaction with its retransmissions is the load
            case InviteAdmission.Outcome.Refused refused -> context.outbox().respondStateless(refused.response());
            case InviteAdmission.Outcome.Admitted admitted -> begin(request, transactions, admitted);
        }
    }

    private void begin(SIPRequest request, TransactionSource transactions, InviteAdmission.Outcome.Admitted admitted) {
        ServerTransaction transaction = transactions.open();
        if (transaction == null) {
            giveBack(admitted);
            return;
        }
        switch (Replacement.in(request)) {
            case Replacement.None _ -> begin(request, transaction, admitted);
            case Replacement.Unreadable _ -> refuse(request, transaction, admitted, RefusalReason.MALFORMED);
            case Replacement.Of replacement -> replace(request, transaction, admitted, replacement);
        }
    }

    private void refuse(
            SIPRequest request,
            ServerTransaction transaction,
            InviteAdmission.Outcome.Admitted admitted,
            RefusalReason reason) {
        giveBack(admitted);
        Trunk trunk = admitted.trunk();
        calls.refusals().refused(reason, trunk == null ? null : trunk.id());
        context.outbox().respond(transaction, context.messages().response(request, reason.status()));
    }

    /** Into the place of a caller that lives (RFC 3891): by the same trunk, or without any from the same address. */
    private void replace(
            SIPRequest request,
            ServerTransaction transaction,
            InviteAdmission.Outcome.Admitted admitted,
            Replacement.Of replacement) {
        if (!(context.legs().byDialog(replacement.dialog()) instanceof InboundLeg old)) {
            refuse(request, transaction, admitted, RefusalReason.REPLACES_NOBODY);
            return;
        }
        Trunk trunk = admitted.trunk();
        if (!old.mayBeReplaced(request, trunk == null ? null : trunk.id())) {
            refuse(request, transaction, admitted, RefusalReason.REPLACES_A_STRANGER);
            return;
        }
        InboundLeg next = leg(request, transaction, old.mailbox(), admitted);
        if (!context.legs().add(next)) {
            refuse(request, transaction, admitted, RefusalReason.MERGED_REQUEST);
            return;
        }
        calls.giveBack(); // the call that goes on has its place
        context.outbox().respond(transaction, context.messages().response(request, Response.TRYING));
        old.mailbox().execute(() -> old.makeRoomFor(next, replacement.earlyOnly()));
    }

    private void begin(SIPRequest request, ServerTransaction transaction, InviteAdmission.Outcome.Admitted admitted) {
        CallId id = new CallId("c-" + tags.next());
        InboundLeg leg = leg(request, transaction, CallMailbox.open(id, threads), admitted);
        if (!context.legs().add(leg)) {
            refuse(request, transaction, admitted, RefusalReason.MERGED_REQUEST);
            return;
        }
        calls.journal().leg(id, leg.dialogId().callId());
        context.outbox().respond(transaction, context.messages().response(request, Response.TRYING));
        Trunk trunk = admitted.trunk();
        CallRequest call = new CallRequest(
                id,
                Parties.caller(request, admitted.trusted()),
                Parties.called(request, admitted.trusted(), trunk == null ? "" : trunk.contactToken()),
                context.timers().now(),
                trunk == null ? null : trunk.id());
        Call begun = calls.begin(call, leg, leg.mailbox());
        leg.belongsTo(begun);
    }

    private void giveBack(InviteAdmission.Outcome.Admitted admitted) {
        admitted.leave().run();
        calls.giveBack();
    }

    private InboundLeg leg(
            SIPRequest request,
            ServerTransaction transaction,
            Mailbox mailbox,
            InviteAdmission.Outcome.Admitted admitted) {
        String transport = request.getTopmostVia().getTransport();
        LocalAddress.Place own =
                local.contact(request.getPeerPacketSourceAddress(), transport, ports.applyAsInt(transport));
        Trunk trunk = admitted.trunk();
        MediaTerms terms = new MediaTerms(
                local.media(request.getPeerPacketSourceAddress()),
                trunk == null ? AudioPolicy.DEFAULT : AudioPolicy.of(trunk.policy()));
        SipURI contact = context.messages().contactUri(own.host(), own.port(), transport);
        String remoteTag = request.getFromTag() == null ? "" : request.getFromTag();
        DialogId dialogId = new DialogId(request.getCallId().getCallId(), tags.next(), remoteTag);
        Dialog dialog = Dialog.called(request, dialogId, contact);
        return new InboundLeg(request, transaction, dialog, terms, mailbox, context, admitted.leave());
    }
}
