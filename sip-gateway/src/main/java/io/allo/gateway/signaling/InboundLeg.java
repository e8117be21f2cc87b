// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static java.util.Objects.requireNonNull;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import io.allo.contracts.EndReason;
import io.allo.gateway.call.Call;
import io.allo.gateway.call.CallInput;
import io.allo.gateway.call.Mailbox;
import io.allo.gateway.call.NegotiatedAudio;
import io.allo.gateway.call.SignalingLeg;
import io.allo.gateway.sdp.Agreed;
import io.allo.gateway.sdp.Answered;
import io.allo.gateway.sdp.LocalAudio;
import io.allo.gateway.sdp.Refused;
import io.allo.gateway.sdp.SdpNegotiation;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import javax.sip.ServerTransaction;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * The called side of one INVITE dialog. Everything here runs inside the call's mailbox; the stack's threads come in through
 * {@link SipEndpoint}, which only enqueues.
 */
final class InboundLeg implements SignalingLeg {
    private static final int MAX_RETRY_SECONDS = 10;
    private static final Duration ACK_DETOUR = Duration.ofMillis(100);

    private final SIPRequest inviteRequest;
    private final ServerTransaction transaction;
    private final InviteKey invite;
    private final Dialog dialog;
    private final String mediaHost;
    private final Mailbox mailbox;
    private final LegContext context;

    private Phase phase = Phase.EARLY;
    private @Nullable Call call;
    private @Nullable SdpNegotiation sdp;
    private @Nullable String body;
    private @Nullable OkRetransmission ok;
    private boolean ourOfferOpen;
    private boolean byeAfterAck;

    private enum Phase {
        /** No final answer to the INVITE yet. */
        EARLY,
        /** 200 is out. */
        CONFIRMED,
        /** Our BYE is out. */
        LEAVING,
        OVER
    }

    /** @param mediaHost IP literal that the peer is told to send RTP to */
    InboundLeg(
            SIPRequest inviteRequest,
            ServerTransaction transaction,
            Dialog dialog,
            String mediaHost,
            Mailbox mailbox,
            LegContext context) {
        this.inviteRequest = inviteRequest;
        this.transaction = transaction;
        this.invite = InviteKey.of(inviteRequest);
        this.dialog = dialog;
        this.mediaHost = mediaHost;
        this.mailbox = mailbox;
        this.context = context;
    }

    InviteKey invite() {
        return invite;
    }

    DialogId dialogId() {
        return dialog.id();
    }

    Mailbox mailbox() {
        return mailbox;
    }

    /** Before the first task of the mailbox. */
    void belongsTo(Call owner) {
        call = owner;
    }

    // What the call asks for

    @Override
    public Negotiation negotiate(int localRtpPort) {
        SdpNegotiation negotiation = new SdpNegotiation(new LocalAudio(mediaHost, localRtpPort));
        sdp = negotiation;
        byte[] offer = inviteRequest.getRawContent();
        if (offer == null || offer.length == 0) {
            body = negotiation.offer();
            ourOfferOpen = true;
            return new Negotiation.LateOffer(NegotiatedAudio.Codec.PCMU);
        }
        return switch (negotiation.answer(offer)) {
            case Answered answered -> {
                body = answered.body();
                yield new Negotiation.Agreed(answered.audio());
            }
            case Refused refused -> new Negotiation.Refused(refused.status());
        };
    }

    @Override
    public void ring() {
        if (phase == Phase.EARLY) {
            SIPResponse ringing = inDialog(inviteRequest, Response.RINGING);
            context.outbox().respond(transaction, ringing);
        }
    }

    @Override
    public void answer() {
        if (phase == Phase.EARLY && body != null) {
            phase = Phase.CONFIRMED;
            ok = sendOk(inviteRequest, transaction, body);
        }
    }

    @Override
    public void reject(int status, @Nullable Duration retryAfter) {
        if (phase != Phase.EARLY) {
            return;
        }
        SIPResponse refusal =
                context.messages().response(inviteRequest, status, dialog.id().localTag());
        if (retryAfter != null) {
            context.messages().retryAfter(refusal, retryAfter);
        }
        context.outbox().respond(transaction, refusal);
        over();
    }

    @Override
    public void hangUp(EndReason reason) {
        if (phase != Phase.CONFIRMED) {
            return;
        }
        if (ok != null) {
            byeAfterAck = true;
            return;
        }
        phase = Phase.LEAVING;
        SIPRequest bye = context.messages().request(dialog, Request.BYE, dialog.nextCseq());
        context.outbox().request(bye, status -> mailbox.execute(this::over));
    }

    // What the peer does

    /** CANCEL matched our INVITE; its 200 is out. */
    void cancelled() {
        tell(new CallInput.Cancelled());
    }

    /** The INVITE came again although its transaction is over: our 200 may be lost. */
    void repeated() {
        if (ok != null) {
            ok.resend();
        }
    }

    void acknowledged(SIPRequest ack) {
        if (ok == null || ok.cseq() != ack.getCSeq().getSeqNumber()) {
            return;
        }
        ok.stop();
        ok = null;
        boolean first = ack.getCSeq().getSeqNumber() == inviteRequest.getCSeq().getSeqNumber();
        NegotiatedAudio late = null;
        if (ourOfferOpen && sdp != null) {
            ourOfferOpen = false;
            byte[] answer = ack.getRawContent();
            if (answer != null && sdp.acceptAnswer(answer) instanceof Agreed agreed) {
                late = agreed.audio();
            } else if (first) {
                tell(new CallInput.AckFailed());
                return;
            }
        }
        if (byeAfterAck) {
            hangUp(EndReason.AGENT_HANGUP);
        } else if (first) {
            tell(new CallInput.Acknowledged(late));
        } else if (late != null) {
            tell(new CallInput.Renegotiated(late));
        }
    }

    void bye(SIPRequest request, ServerTransaction byeTransaction) {
        boolean known = phase != Phase.OVER;
        respond(request, byeTransaction, known ? Response.OK : Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        if (phase == Phase.EARLY) {
            tell(new CallInput.Cancelled());
            return;
        }
        boolean news = phase == Phase.CONFIRMED;
        over();
        if (news) {
            tell(new CallInput.RemoteHungUp());
        }
    }

    /** re-INVITE: a new offer, or the wish for one. Over UDP it may overtake the ACK before it, so that one is waited for. */
    void reinvite(SIPRequest request, ServerTransaction later) {
        if (phase == Phase.CONFIRMED && ok != null) {
            context.timers().after(ACK_DETOUR, () -> mailbox.execute(() -> reinviteAfterAck(request, later)));
        } else {
            reinviteAfterAck(request, later);
        }
    }

    private void reinviteAfterAck(SIPRequest request, ServerTransaction later) {
        if (phase == Phase.EARLY) {
            SIPResponse wait = inDialog(request, Response.SERVER_INTERNAL_ERROR);
            int seconds = ThreadLocalRandom.current().nextInt(1, MAX_RETRY_SECONDS + 1);
            context.messages().retryAfter(wait, Duration.ofSeconds(seconds));
            context.outbox().respond(later, wait);
        } else if (phase != Phase.CONFIRMED) {
            respond(request, later, Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        } else if (ok != null || ourOfferOpen) {
            respond(request, later, Response.REQUEST_PENDING);
        } else if (dialog.inOrder(request)) {
            renegotiate(request, later);
        } else {
            respond(request, later, Response.SERVER_INTERNAL_ERROR);
        }
    }

    private void renegotiate(SIPRequest request, ServerTransaction later) {
        SdpNegotiation negotiation = requireNonNull(sdp, "sdp");
        byte[] offer = request.getRawContent();
        if (offer == null || offer.length == 0) {
            ourOfferOpen = true;
            dialog.refreshTarget(request);
            ok = sendOk(request, later, negotiation.offer());
            return;
        }
        switch (negotiation.answer(offer)) {
            case Answered answered -> {
                dialog.refreshTarget(request);
                ok = sendOk(request, later, answered.body());
                tell(new CallInput.Renegotiated(answered.audio()));
            }
            case Refused refused -> respond(request, later, refused.status());
        }
    }

    /** UPDATE (RFC 3311): like a re-INVITE, answered at once and without ACK; without a body only a sign of life. */
    void update(SIPRequest request, ServerTransaction later) {
        byte[] offer = request.getRawContent();
        boolean offers = offer != null && offer.length > 0;
        if (phase == Phase.LEAVING || phase == Phase.OVER) {
            respond(request, later, Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        } else if (!dialog.inOrder(request)) {
            respond(request, later, Response.SERVER_INTERNAL_ERROR);
        } else if (offers && (phase == Phase.EARLY || ok != null || ourOfferOpen || sdp == null)) {
            respond(request, later, Response.REQUEST_PENDING);
        } else if (!offers) {
            dialog.refreshTarget(request);
            respond(request, later, Response.OK);
        } else {
            switch (requireNonNull(sdp).answer(offer)) {
                case Answered answered -> {
                    dialog.refreshTarget(request);
                    SIPResponse fine = inDialog(request, Response.OK);
                    context.messages().sdp(fine, answered.body());
                    context.outbox().respond(later, fine);
                    tell(new CallInput.Renegotiated(answered.audio()));
                }
                case Refused refused -> respond(request, later, refused.status());
            }
        }
    }

    private OkRetransmission sendOk(SIPRequest request, ServerTransaction to, String description) {
        SIPResponse response = inDialog(request, Response.OK);
        context.messages().capabilities(response);
        context.messages().sdp(response, description);
        return new OkRetransmission(context.outbox(), to, response, context, mailbox, this::neverAcknowledged);
    }

    private void neverAcknowledged() {
        ok = null;
        ourOfferOpen = false;
        if (byeAfterAck) {
            hangUp(EndReason.NO_ACK);
        } else {
            tell(new CallInput.AckFailed());
        }
    }

    private void respond(SIPRequest request, ServerTransaction to, int status) {
        context.outbox().respond(to, inDialog(request, status));
    }

    private SIPResponse inDialog(SIPRequest request, int status) {
        SIPResponse response =
                context.messages().response(request, status, dialog.id().localTag());
        context.messages().contact(response, dialog.contact());
        return response;
    }

    private void tell(CallInput input) {
        if (call != null) {
            call.post(input);
        }
    }

    private void over() {
        phase = Phase.OVER;
        if (ok != null) {
            ok.stop();
            ok = null;
        }
        context.legs().remove(this);
    }
}
