// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import io.allo.gateway.call.NegotiatedAudio;
import io.allo.gateway.sdp.Agreed;
import io.allo.gateway.sdp.Answered;
import io.allo.gateway.sdp.Refused;
import java.time.Duration;
import java.util.concurrent.Executor;
import javax.sip.ServerTransaction;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * INVITE and UPDATE of the peer inside a dialog: offers answered, our own offer given to an INVITE without one, the 200
 * repeated until its ACK comes. Used inside the call's mailbox.
 */
final class IncomingOffers {
    /** Over UDP a re-INVITE may overtake the ACK before it, so that one is waited for. */
    private static final Duration ACK_DETOUR = Duration.ofMillis(100);

    private final Dialog dialog;
    private final DialogResponses responses;
    private final SessionTimer timer;
    private final LegContext context;
    private final Executor mailbox;
    private final Events events;
    private @Nullable OfferAnswer exchange;
    private @Nullable OkRetransmission ok;
    /** A re-INVITE waits for the ACK before it. */
    private boolean waiting;

    private boolean stopped;

    /** What comes out of it; inside the mailbox. */
    interface Events {
        /** Whether our INVITE or UPDATE is on its way. */
        boolean oursIsUnderWay();

        /** The 200 with this number is acknowledged. @param late the agreement, when our offer was in the 200 */
        void acknowledged(long cseq, @Nullable NegotiatedAudio late);

        /** An offer of the peer was answered. */
        void renegotiated(NegotiatedAudio audio);

        /** No ACK within 64*T1, or one without a usable answer to the offer in the 200. */
        void notAcknowledged(long cseq);
    }

    IncomingOffers(
            Dialog dialog,
            DialogResponses responses,
            SessionTimer timer,
            LegContext context,
            Executor mailbox,
            Events events) {
        this.dialog = dialog;
        this.responses = responses;
        this.timer = timer;
        this.context = context;
        this.mailbox = mailbox;
        this.events = events;
    }

    /** From now on offers can be answered. */
    void begin(OfferAnswer one) {
        exchange = one;
    }

    /** A 200 of ours waits for its ACK. */
    boolean awaitsAck() {
        return ok != null;
    }

    /** 200 to an INVITE, the first one or a later one. @param description null when a reliable 18x carried it */
    void accept(SIPRequest invite, ServerTransaction transaction, @Nullable String description) {
        SIPResponse response = responses.word(invite, Response.OK);
        context.messages().capabilities(response);
        if (description != null) {
            context.messages().sdp(response, description);
        }
        timer.accept(invite, response);
        ok = new OkRetransmission(context, transaction, response, mailbox, this::neverAcknowledged);
    }

    /** The INVITE of this 200 came again: the 200 may be lost. False when it is another INVITE. */
    boolean repeated(SIPRequest invite) {
        if (ok == null || ok.cseq() != invite.getCSeq().getSeqNumber()) {
            return false;
        }
        ok.resend();
        return true;
    }

    void acknowledged(SIPRequest ack) {
        long cseq = ack.getCSeq().getSeqNumber();
        if (ok == null || ok.cseq() != cseq) {
            return;
        }
        stopRepeating();
        if (exchange == null || !exchange.oursIsOpen()) {
            events.acknowledged(cseq, null);
            return;
        }
        byte[] answer = ack.getRawContent();
        boolean there = answer != null && answer.length > 0;
        if (there && exchange.accept(answer) instanceof Agreed agreed) {
            events.acknowledged(cseq, agreed.audio());
        } else {
            exchange.withdraw();
            events.notAcknowledged(cseq);
        }
    }

    private void neverAcknowledged() {
        long cseq = ok == null ? 0 : ok.cseq();
        ok = null;
        if (exchange != null) {
            exchange.withdraw();
        }
        events.notAcknowledged(cseq);
    }

    /** A re-INVITE in the confirmed dialog. */
    void reinvite(SIPRequest request, ServerTransaction transaction) {
        if (ok != null && ok.cseq() == request.getCSeq().getSeqNumber()) {
            responses.send(transaction, ok.copy());
        } else if (waiting) {
            responses.later(request, transaction); // the first one has no final answer yet (RFC 3261 14.2)
        } else if (ok != null) {
            waiting = true;
            context.timers().after(ACK_DETOUR, () -> mailbox.execute(() -> reinviteAfterAck(request, transaction)));
        } else {
            reinviteAfterAck(request, transaction);
        }
    }

    private void reinviteAfterAck(SIPRequest request, ServerTransaction transaction) {
        waiting = false;
        if (exchange == null || stopped) {
            responses.respond(request, transaction, Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        } else if (ok != null || exchange.oursIsOpen() || events.oursIsUnderWay()) {
            responses.respond(request, transaction, Response.REQUEST_PENDING);
        } else if (dialog.inOrder(request)) {
            renegotiate(request, transaction, exchange);
        } else {
            responses.respond(request, transaction, Response.SERVER_INTERNAL_ERROR);
        }
    }

    private void renegotiate(SIPRequest request, ServerTransaction transaction, OfferAnswer open) {
        byte[] offer = request.getRawContent();
        if (offer == null || offer.length == 0) {
            dialog.refreshTarget(request);
            accept(request, transaction, open.offer());
            return;
        }
        switch (open.answer(offer)) {
            case Answered answered -> {
                dialog.refreshTarget(request);
                accept(request, transaction, answered.body());
                events.renegotiated(answered.audio());
            }
            case Refused refused -> responses.respond(request, transaction, refused.status());
        }
    }

    /**
     * UPDATE (RFC 3311): like a re-INVITE, answered at once and without ACK; without a body only a sign of life.
     *
     * @param theirsIsOpen the offer of their INVITE waits for our answer
     */
    void update(SIPRequest request, ServerTransaction transaction, boolean theirsIsOpen) {
        byte[] offer = request.getRawContent();
        boolean offers = offer != null && offer.length > 0;
        if (!dialog.inOrder(request)) {
            responses.respond(request, transaction, Response.SERVER_INTERNAL_ERROR);
        } else if (!offers) {
            dialog.refreshTarget(request);
            accepted(request, transaction, null);
        } else if (theirsIsOpen || exchange == null) {
            responses.later(request, transaction);
        } else if (ok != null || exchange.oursIsOpen() || events.oursIsUnderWay()) {
            responses.respond(request, transaction, Response.REQUEST_PENDING);
        } else {
            switch (exchange.answer(offer)) {
                case Answered answered -> {
                    dialog.refreshTarget(request);
                    accepted(request, transaction, answered.body());
                    events.renegotiated(answered.audio());
                }
                case Refused refused -> responses.respond(request, transaction, refused.status());
            }
        }
    }

    private void accepted(SIPRequest update, ServerTransaction transaction, @Nullable String description) {
        SIPResponse fine = responses.word(update, Response.OK);
        if (description != null) {
            context.messages().sdp(fine, description);
        }
        timer.accept(update, fine);
        responses.send(transaction, fine);
    }

    /** The session is over: what still waits finds it so. */
    void stop() {
        stopped = true;
        stopRepeating();
    }

    private void stopRepeating() {
        if (ok != null) {
            ok.stop();
            ok = null;
        }
    }
}
