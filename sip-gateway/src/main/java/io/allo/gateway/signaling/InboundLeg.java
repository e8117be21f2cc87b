// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import io.allo.contracts.EndReason;
import io.allo.gateway.call.Call;
import io.allo.gateway.call.CallInput;
import io.allo.gateway.call.Mailbox;
import io.allo.gateway.call.NegotiatedAudio;
import io.allo.gateway.call.ReferTarget;
import io.allo.gateway.call.SignalingLeg;
import io.allo.gateway.sdp.Agreed;
import io.allo.gateway.sdp.Answered;
import io.allo.gateway.sdp.Refused;
import java.time.Duration;
import javax.sip.ServerTransaction;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * The called side of one INVITE: from 100 to its final answer, and what the session in its dialog tells the call. Everything
 * here runs inside the call's mailbox; the stack's threads come in through {@link SipEndpoint}, which only enqueues.
 */
final class InboundLeg implements Leg, SignalingLeg, DialogSession.Events {
    private final SIPRequest inviteRequest;
    private final ServerTransaction transaction;
    private final InviteKey invite;
    private final MediaTerms terms;
    private final Mailbox mailbox;
    private final LegContext context;
    private final Dialog dialog;
    private final DialogSession session;
    private final ReferTransfer refers;
    private final Runnable whenOver;
    private final ProvisionalAnswers provisional;

    private volatile @Nullable Call call;
    private @Nullable String body;
    private @Nullable OfferAnswer exchange;
    private @Nullable NegotiatedAudio agreedEarly;
    private boolean offered;
    private boolean answerWanted;
    private boolean neverPracked;
    private boolean progressing;

    /** @param whenOver run once, when nothing more can come */
    InboundLeg(
            SIPRequest inviteRequest,
            ServerTransaction transaction,
            Dialog dialog,
            MediaTerms terms,
            Mailbox mailbox,
            LegContext context,
            Runnable whenOver) {
        this.inviteRequest = inviteRequest;
        this.transaction = transaction;
        this.invite = InviteKey.of(inviteRequest);
        this.terms = terms;
        this.mailbox = mailbox;
        this.context = context;
        this.dialog = dialog;
        this.whenOver = whenOver;
        this.session = new DialogSession(dialog, mailbox, context, RequestAuthorizer.NONE, this);
        this.refers = new ReferTransfer(session, context, this::tell);
        refers.learn(inviteRequest);
        this.provisional = new ProvisionalAnswers(
                inviteRequest, transaction, session.responses(), context, mailbox, new ProvisionalEvents());
        session.serve(Request.PRACK, provisional::prack);
    }

    InviteKey invite() {
        return invite;
    }

    @Override
    public DialogId dialogId() {
        return dialog.id();
    }

    @Override
    public String sipCallId() {
        return dialog.id().callId();
    }

    @Override
    public Mailbox mailbox() {
        return mailbox;
    }

    /** Before the first task of the mailbox. */
    void belongsTo(Call owner) {
        call = owner;
    }

    /** May this INVITE take its place? Any thread. @param sipAccountId by which it comes, null when by none */
    boolean mayBeReplaced(SIPRequest by, @Nullable Integer sipAccountId) {
        Call owner = call;
        if (owner == null) {
            return false;
        }
        Integer own = owner.sipAccountId();
        return own == null && sipAccountId == null
                ? by.getPeerPacketSourceAddress().equals(inviteRequest.getPeerPacketSourceAddress())
                : own != null && own.equals(sipAccountId);
    }

    /** Another leg takes over the call (RFC 3891 3). */
    void makeRoomFor(InboundLeg next, boolean earlyOnly) {
        Call owner = call;
        switch (session.phase()) {
            case CONFIRMED -> {
                if (owner == null || earlyOnly) {
                    next.reject(Response.BUSY_HERE, null);
                } else {
                    next.belongsTo(owner);
                    owner.post(new CallInput.ReplacedBy(next));
                }
            }
            case EARLY -> next.reject(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST, null);
            case LEAVING, OVER -> next.reject(Response.DECLINE, null);
        }
    }

    @Override
    public void detach() {
        call = null;
    }

    // What the call asks for

    @Override
    public Negotiation negotiate(int localRtpPort) {
        OfferAnswer begun = terms.begin(localRtpPort);
        exchange = begun;
        byte[] offer = inviteRequest.getRawContent();
        offered = offer != null && offer.length > 0;
        session.negotiating(begun, inviteRequest, offered);
        if (!offered) {
            body = begun.offer();
            return new Negotiation.LateOffer(NegotiatedAudio.Codec.PCMU);
        }
        return switch (begun.answer(offer)) {
            case Answered answered -> {
                body = answered.body();
                yield new Negotiation.Agreed(answered.audio());
            }
            case Refused refused -> new Negotiation.Refused(refused.status());
        };
    }

    /** A late offer rides on the first reliable 18x (RFC 3261 13.2.1). */
    @Override
    public void ring() {
        if (isEarly()) {
            boolean offerNow = !offered && provisional.isRequired() && !provisional.described();
            provisional.send(Response.RINGING, offerNow ? body : null);
        }
    }

    @Override
    public boolean progress() {
        boolean heard = isEarly() && body != null && offered;
        if (heard && !progressing) {
            progressing = true;
            provisional.send(Response.SESSION_PROGRESS, body);
        }
        return heard;
    }

    @Override
    public void answer() {
        if (!isEarly() || body == null) {
            return;
        }
        if (provisional.holdsBack()) {
            answerWanted = true;
            return;
        }
        provisional.stop();
        session.accept(inviteRequest, transaction, provisional.described() ? null : body);
    }

    @Override
    public void reject(int status, @Nullable Duration retryAfter) {
        if (!isEarly()) {
            return;
        }
        provisional.stop();
        int said = neverPracked ? Response.SERVER_TIMEOUT : status;
        SIPResponse refusal =
                context.messages().response(inviteRequest, said, dialog.id().localTag());
        if (retryAfter != null && !neverPracked) {
            context.messages().retryAfter(refusal, retryAfter);
        }
        context.outbox().respond(transaction, refusal);
        session.over();
    }

    @Override
    public void hangUp(EndReason reason) {
        if (isEarly()) {
            reject(Response.TEMPORARILY_UNAVAILABLE, null); // the 200 still waits for a PRACK
        } else {
            session.hangUp();
        }
    }

    @Override
    public void direction(NegotiatedAudio.Direction direction) {
        session.direction(direction);
    }

    @Override
    public boolean takesRefer() {
        return refers.peerTakesRefer();
    }

    @Override
    public boolean takesReplaces() {
        return refers.peerTakesReplaces();
    }

    @Override
    public void refer(int number, ReferTarget target) {
        refers.refer(number, target);
    }

    private boolean isEarly() {
        return session.phase() == DialogSession.Phase.EARLY;
    }

    // What the peer does

    /** CANCEL matched our INVITE; its 200 is out. */
    void cancelled() {
        leftEarly();
    }

    /** The INVITE came again although its transaction is over: our 200 may be lost. */
    void repeated() {
        session.repeated(inviteRequest);
    }

    @Override
    public void request(SIPRequest request, ServerTransaction later) {
        session.request(request, later);
    }

    @Override
    public void acknowledged(SIPRequest ack) {
        session.acknowledged(ack);
    }

    @Override
    public void okAgain(SIPResponse ok) {
        session.okAgain(ok);
    }

    @Override
    public void acknowledged(@Nullable NegotiatedAudio late) {
        tell(new CallInput.Acknowledged(late == null ? agreedEarly : late));
    }

    @Override
    public void renegotiated(NegotiatedAudio audio) {
        tell(new CallInput.Renegotiated(audio));
    }

    @Override
    public void infoDigit(char digit) {
        tell(new CallInput.InfoDigit(digit));
    }

    /** The call takes itself for answered while its 200 waits for a PRACK: then this is a hang-up for it. */
    @Override
    public void leftEarly() {
        if (isEarly() && answerWanted) {
            reject(Response.REQUEST_TERMINATED, null);
            tell(new CallInput.RemoteHungUp());
        } else {
            tell(new CallInput.Cancelled());
        }
    }

    @Override
    public void hungUp() {
        tell(new CallInput.RemoteHungUp());
    }

    @Override
    public void failed(EndReason reason) {
        tell(reason.equals(EndReason.NO_ACK) ? new CallInput.AckFailed() : new CallInput.PeerLost(reason));
    }

    @Override
    public void over() {
        context.legs().remove(this);
        whenOver.run();
    }

    private void tell(CallInput input) {
        if (call != null) {
            call.post(input);
        }
    }

    private final class ProvisionalEvents implements ProvisionalAnswers.Events {
        @Override
        public ProvisionalAnswers.Pracked pracked(byte[] answer) {
            if (exchange == null) {
                return new ProvisionalAnswers.Pracked(Response.OK, null);
            }
            session.earlyAgreed();
            if (exchange.oursIsOpen()) {
                if (exchange.accept(answer) instanceof Agreed agreed) {
                    agreedEarly = agreed.audio();
                    return new ProvisionalAnswers.Pracked(Response.OK, null);
                }
                reject(Response.NOT_ACCEPTABLE_HERE, null);
                tell(new CallInput.AckFailed());
                return new ProvisionalAnswers.Pracked(Response.OK, null);
            }
            if (answer.length == 0) {
                return new ProvisionalAnswers.Pracked(Response.OK, null);
            }
            return switch (exchange.answer(answer)) {
                case Answered again -> {
                    tell(new CallInput.Renegotiated(again.audio()));
                    yield new ProvisionalAnswers.Pracked(Response.OK, again.body());
                }
                case Refused refused -> new ProvisionalAnswers.Pracked(refused.status(), null);
            };
        }

        @Override
        public void free() {
            if (answerWanted) {
                answerWanted = false;
                answer();
            }
        }

        @Override
        public void gaveUp() {
            neverPracked = true;
            tell(new CallInput.AckFailed());
        }
    }
}
