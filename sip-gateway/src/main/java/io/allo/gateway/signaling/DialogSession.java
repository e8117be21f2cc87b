// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import io.allo.contracts.EndReason;
import io.allo.gateway.call.NegotiatedAudio;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import javax.sip.ServerTransaction;
import javax.sip.header.AllowHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * A session inside an INVITE dialog, the same on both sides: offers and answers in both directions, ACK, session timer, keys
 * by INFO, BYE. The leg brings it to life ({@link #accept} when called, {@link #confirmed} when calling) and hears by
 * {@link Events}. Used inside the call's mailbox.
 */
final class DialogSession {
    private final Dialog dialog;
    private final LegContext context;
    private final Events events;
    private final DialogResponses responses;
    private final DialogRequests requests;
    private final SessionTimer timer;
    private final IncomingOffers incoming;
    private final OutgoingOffers outgoing;
    private final Map<String, BiConsumer<SIPRequest, ServerTransaction>> served = new HashMap<>();

    private Phase phase = Phase.EARLY;
    private @Nullable OfferAnswer exchange;
    private long firstCseq;
    private boolean firstOffered;
    private boolean acknowledged;
    private boolean byeAfterAck;
    private boolean peerTakesUpdate;

    /** Life of the session. */
    enum Phase {
        /** No 2xx to the first INVITE yet. */
        EARLY,
        /** 2xx is out or in. */
        CONFIRMED,
        /** Our BYE is out. */
        LEAVING,
        OVER
    }

    /** What happens in it; inside the mailbox. */
    interface Events {
        /** Called side only: the ACK to the first 200. @param late the agreement, when our offer was in the 200 */
        void acknowledged(@Nullable NegotiatedAudio late);

        /** Offer and answer of either side after the first ones. */
        void renegotiated(NegotiatedAudio audio);

        /** A key by INFO: {@code 0-9 * # A-D}. */
        void infoDigit(char digit);

        /** BYE from the peer before the 2xx. */
        void leftEarly();

        /** BYE from the peer; its 200 is out. */
        void hungUp();

        /** The session cannot go on and is still to be hung up: no ACK, expired, the peer does not know it. */
        void failed(EndReason reason);

        /** Nothing more comes: forget the dialog. */
        void over();
    }

    DialogSession(Dialog dialog, Executor mailbox, LegContext context, RequestAuthorizer authorizer, Events events) {
        this.dialog = dialog;
        this.context = context;
        this.events = events;
        this.responses = new DialogResponses(dialog, context);
        this.requests = new DialogRequests(dialog, mailbox, context, authorizer);
        this.timer = new SessionTimer(context.timerPolicy(), context, mailbox, new TimerEvents());
        this.incoming = new IncomingOffers(dialog, responses, timer, context, mailbox, new IncomingEvents());
        this.outgoing = new OutgoingOffers(dialog, requests, timer, context, mailbox, new OutgoingEvents());
    }

    /** Puts a method more into service: REFER, NOTIFY, PRACK. Who serves one raises {@link SipMessages#ALLOW}. */
    void serve(String method, BiConsumer<SIPRequest, ServerTransaction> handler) {
        served.put(method, handler);
    }

    // Birth

    /** Called side: the first INVITE's description is agreed, or ours is open. @param offered it brought an offer */
    void negotiating(OfferAnswer one, SIPRequest invite, boolean offered) {
        exchange = one;
        firstOffered = offered;
        incoming.begin(one);
        learn(invite);
    }

    /** The first INVITE's offer is answered before its 200, by a reliable 18x or its PRACK: UPDATE may offer from now on. */
    void earlyAgreed() {
        firstOffered = false;
    }

    /** Called side: 200 to the first INVITE. @param description null when a reliable 18x carried it */
    void accept(SIPRequest invite, ServerTransaction transaction, @Nullable String description) {
        phase = Phase.CONFIRMED;
        firstOffered = false;
        firstCseq = invite.getCSeq().getSeqNumber();
        incoming.accept(invite, transaction, description);
        if (exchange != null) {
            outgoing.begin(exchange, peerTakesUpdate);
        }
    }

    /** Calling side: the 2xx came; acknowledges it. */
    void confirmed(OfferAnswer one, SIPResponse ok) {
        phase = Phase.CONFIRMED;
        acknowledged = true;
        exchange = one;
        incoming.begin(one);
        learn(ok);
        requests.acknowledge(ok);
        timer.accepted(ok);
        outgoing.begin(one, peerTakesUpdate);
    }

    private void learn(SIPMessage message) {
        for (Iterator<?> each = message.getHeaders(AllowHeader.NAME); each.hasNext(); ) {
            if (each.next() instanceof AllowHeader allow && allow.getMethod().contains(Request.UPDATE)) {
                peerTakesUpdate = true;
            }
        }
    }

    // What the peer sends

    void request(SIPRequest request, ServerTransaction transaction) {
        switch (request.getMethod()) {
            case Request.BYE -> bye(request, transaction);
            case Request.INVITE -> reinvite(request, transaction);
            case Request.UPDATE -> update(request, transaction);
            case Request.INFO -> info(request, transaction);
            default -> other(request, transaction);
        }
    }

    void acknowledged(SIPRequest ack) {
        incoming.acknowledged(ack);
    }

    /** The INVITE came again although its transaction is over. */
    void repeated(SIPRequest invite) {
        incoming.repeated(invite);
    }

    /** A 2xx came again: its ACK may be lost. */
    void okAgain(SIPResponse ok) {
        requests.acknowledge(ok);
    }

    private void bye(SIPRequest request, ServerTransaction transaction) {
        if (phase == Phase.OVER) {
            responses.respond(request, transaction, Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
            return;
        }
        if (!dialog.inOrder(request)) {
            responses.respond(request, transaction, Response.SERVER_INTERNAL_ERROR);
            return;
        }
        responses.respond(request, transaction, Response.OK);
        if (phase == Phase.EARLY) {
            events.leftEarly();
            return;
        }
        boolean news = phase == Phase.CONFIRMED;
        over();
        if (news) {
            events.hungUp();
        }
    }

    private void reinvite(SIPRequest request, ServerTransaction transaction) {
        if (phase == Phase.EARLY) {
            responses.later(request, transaction);
        } else if (phase != Phase.CONFIRMED) {
            responses.respond(request, transaction, Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        } else {
            incoming.reinvite(request, transaction);
        }
    }

    private void update(SIPRequest request, ServerTransaction transaction) {
        if (phase == Phase.LEAVING || phase == Phase.OVER) {
            responses.respond(request, transaction, Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        } else {
            incoming.update(request, transaction, phase == Phase.EARLY && firstOffered);
        }
    }

    private void info(SIPRequest request, ServerTransaction transaction) {
        if (phase == Phase.OVER) {
            responses.respond(request, transaction, Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        } else if (!dialog.inOrder(request)) {
            responses.respond(request, transaction, Response.SERVER_INTERNAL_ERROR);
        } else if (InfoKeys.packaged(request)) {
            SIPResponse refusal = responses.word(request, InfoKeys.BAD_INFO_PACKAGE);
            context.messages().header(refusal, "Recv-Info", "");
            responses.send(transaction, refusal);
        } else if (InfoKeys.readable(request)) {
            responses.respond(request, transaction, Response.OK);
            OptionalInt key = InfoKeys.key(request);
            key.ifPresent(digit -> events.infoDigit((char) digit));
        } else {
            SIPResponse refusal = responses.word(request, Response.UNSUPPORTED_MEDIA_TYPE);
            context.messages().listHeader(refusal, "Accept", InfoKeys.ACCEPT);
            responses.send(transaction, refusal);
        }
    }

    private void other(SIPRequest request, ServerTransaction transaction) {
        BiConsumer<SIPRequest, ServerTransaction> handler = served.get(request.getMethod());
        if (handler == null) {
            responses.notServed(request, transaction);
        } else if (phase == Phase.OVER) {
            responses.respond(request, transaction, Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        } else if (!dialog.inOrder(request)) {
            responses.respond(request, transaction, Response.SERVER_INTERNAL_ERROR);
        } else {
            handler.accept(request, transaction);
        }
    }

    // What the call asks for

    /** re-INVITE with a description in this direction: hold and resume. */
    void direction(NegotiatedAudio.Direction direction) {
        if (exchange != null && phase == Phase.CONFIRMED) {
            exchange.direction(direction);
            outgoing.offer();
        }
    }

    /** BYE; after the ACK, when that of the first 200 is not in (RFC 3261 15). */
    void hangUp() {
        if (phase != Phase.CONFIRMED) {
            return;
        }
        if (!acknowledged) {
            byeAfterAck = true;
            return;
        }
        phase = Phase.LEAVING;
        stopAll();
        requests.send(requests.word(Request.BYE), _ -> over());
    }

    /** The first INVITE was refused, or the leg gives up before its 2xx. */
    void over() {
        if (phase != Phase.OVER) {
            phase = Phase.OVER;
            stopAll();
            events.over();
        }
    }

    private void stopAll() {
        incoming.stop();
        outgoing.stop();
        timer.stop();
    }

    Phase phase() {
        return phase;
    }

    Dialog dialog() {
        return dialog;
    }

    DialogResponses responses() {
        return responses;
    }

    /** For requests of other kinds: REFER, NOTIFY, PRACK. */
    DialogRequests requests() {
        return requests;
    }

    SessionTimer timer() {
        return timer;
    }

    private final class IncomingEvents implements IncomingOffers.Events {
        @Override
        public boolean oursIsUnderWay() {
            return outgoing.underWay();
        }

        @Override
        public void acknowledged(long cseq, @Nullable NegotiatedAudio late) {
            if (cseq == firstCseq && !acknowledged) {
                acknowledged = true;
                if (byeAfterAck) {
                    hangUp();
                } else {
                    events.acknowledged(late);
                }
            } else if (late != null) {
                events.renegotiated(late);
            }
        }

        @Override
        public void renegotiated(NegotiatedAudio audio) {
            events.renegotiated(audio);
        }

        @Override
        public void notAcknowledged(long cseq) {
            acknowledged = true; // nothing to wait for any more
            if (byeAfterAck) {
                hangUp();
            } else {
                events.failed(EndReason.NO_ACK);
            }
        }
    }

    private final class OutgoingEvents implements OutgoingOffers.Events {
        @Override
        public boolean theirsIsUnderWay() {
            return incoming.awaitsAck();
        }

        @Override
        public void renegotiated(NegotiatedAudio audio) {
            events.renegotiated(audio);
        }

        @Override
        public void peerIsGone(int status) {
            events.failed(EndReason.PEER_LOST);
        }
    }

    private final class TimerEvents implements SessionTimer.Events {
        @Override
        public void refreshDue() {
            outgoing.refresh();
        }

        @Override
        public void expired() {
            events.failed(EndReason.SESSION_EXPIRED);
        }
    }
}
