// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import io.allo.contracts.EndReason;
import io.allo.gateway.call.AudioPolicy;
import io.allo.gateway.call.Mailbox;
import io.allo.gateway.call.NegotiatedAudio;
import io.allo.gateway.call.OutboundLeg.Replaced;
import io.allo.gateway.call.OutboundLegEvent;
import io.allo.gateway.sdp.Agreed;
import io.allo.gateway.sdp.LocalAudio;
import io.allo.gateway.sdp.SdpNegotiation;
import io.allo.gateway.trunk.InviteClient.Event;
import io.allo.gateway.trunk.InviteClient.Order;
import io.allo.gateway.trunk.InviteClient.Placed;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.sip.ServerTransaction;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * The calling side of one INVITE to one server: {@link OutgoingInvite} brings its answers, {@link EarlyDialogs} has the forks
 * that ring, and once one has answered {@link DialogSession} has it. Everything runs inside the call's mailbox.
 *
 * <p>Who gives up hears nothing more, but the leg stays until the INVITE has its final answer: an 18x that comes late is
 * cancelled, a 200 acknowledged and ended.
 */
final class OutboundInviteLeg implements Leg, Placed, DialogSession.Events, OutgoingInvite.Events {
    private static final int GIVE_UP_T1S = 64;

    private final Order order;
    private final Mailbox mailbox;
    private final Consumer<Event> events;
    private final ClientRequests requests;
    private final LegContext context;
    private final LegRegistry.OwnEnd ownEnd;
    private final TrunkCredentials credentials;
    private final Set<String> endedForks = new HashSet<>();

    private Phase phase = Phase.EARLY;
    private @Nullable Attempt attempt;
    private @Nullable NegotiatedAudio agreed;
    private @Nullable DialogSession session;
    /** Nobody listens any more. */
    private boolean gaveUp;

    private enum Phase {
        EARLY,
        CONFIRMED,
        OVER
    }

    /** What there is once the INVITE is worded. */
    private record Attempt(InviteWording wording, OfferAnswer exchange, OutgoingInvite invite, EarlyDialogs early) {}

    OutboundInviteLeg(
            Order order,
            Mailbox mailbox,
            Consumer<Event> events,
            ClientRequests requests,
            LegContext context,
            Tags tags) {
        this.order = order;
        this.mailbox = mailbox;
        this.events = events;
        this.requests = requests;
        this.context = context;
        this.ownEnd = new LegRegistry.OwnEnd(tags.next(), tags.next());
        this.credentials = new TrunkCredentials(order.trunk(), tags, requests);
    }

    String sipCallId() {
        return ownEnd.callId();
    }

    /** First task in the mailbox. */
    void begin() {
        if (gaveUp) {
            return;
        }
        try {
            Attempt begun = attempt();
            attempt = begun;
            context.legs().addCalling(ownEnd, this);
            begun.invite().send();
        } catch (IllegalStateException | IllegalArgumentException e) {
            failed(SipOutbox.UNREACHABLE, true, null); // no such transport here, or an address that nobody can word
            return;
        }
        context.timers().after(order.silence(), () -> mailbox.execute(this::silent));
    }

    private Attempt attempt() {
        InviteWording wording =
                new InviteWording(order, requests, context.messages(), ownEnd.callId(), ownEnd.localTag());
        AudioPolicy policy = AudioPolicy.of(order.trunk().policy());
        LocalAudio audio = new LocalAudio(requests.mediaHost(order.target()), order.localRtpPort(), policy);
        OfferAnswer exchange = new OfferAnswer(new SdpNegotiation(audio));
        return new Attempt(
                wording,
                exchange,
                new OutgoingInvite(wording, exchange.offer(), requests, context, mailbox, credentials, this),
                new EarlyDialogs(this, wording.contact(), mailbox, context, credentials));
    }

    private void silent() {
        if (attempt != null && !attempt.invite().heardAnything()) {
            failed(SipOutbox.TIMEOUT, true, null);
            attempt.invite().giveUp();
        }
    }

    // Answers

    @Override
    public void provisional(SIPResponse response) {
        if (attempt == null || phase != Phase.EARLY) {
            return;
        }
        Attempt now = attempt;
        if (!now.early().ringing(now.invite().request(), response, now.exchange(), this)) {
            return;
        }
        byte[] answer = response.getRawContent();
        if (answer != null && answer.length > 0 && now.exchange().accept(answer) instanceof Agreed one) {
            agreed = one.audio();
            tell(new OutboundLegEvent.EarlyMedia(one.audio()));
        } else {
            tell(new OutboundLegEvent.Ringing(response.getStatusCode()));
        }
    }

    @Override
    public void accepted(SIPResponse response) {
        okAgain(response);
    }

    @Override
    public void refused(SIPResponse response) {
        if (phase == Phase.EARLY) {
            failed(response.getStatusCode(), false, response);
            over();
        }
    }

    @Override
    public void silent(int status) {
        if (phase == Phase.EARLY) {
            failed(status, true, null);
            over();
        }
    }

    /** A 2xx: the first, a copy of it, or one of another fork. */
    @Override
    public void okAgain(SIPResponse ok) {
        if (attempt == null) {
            return;
        }
        if (session != null && DialogId.ofResponse(ok).equals(session.dialog().id())) {
            session.okAgain(ok);
        } else if (phase != Phase.EARLY || gaveUp) {
            endFork(ok, attempt);
        } else {
            answered(ok, attempt);
        }
    }

    private void answered(SIPResponse ok, Attempt now) {
        Dialog dialog = Dialog.calling(now.invite().request(), ok, now.wording().contact());
        now.early().continued(dialog);
        now.early().close();
        DialogSession born = new DialogSession(dialog, mailbox, context, credentials, this);
        session = born;
        phase = Phase.CONFIRMED;
        byte[] answer = ok.getRawContent();
        if (answer != null && answer.length > 0) {
            agreed = now.exchange().accept(answer) instanceof Agreed one ? one.audio() : null;
        }
        context.legs().addDialog(dialog.id(), this);
        born.confirmed(now.exchange(), ok);
        if (agreed == null) {
            failed(Response.NOT_ACCEPTABLE_HERE, false, null);
            born.hangUp();
        } else {
            tell(new OutboundLegEvent.Answered(agreed));
        }
        forgetLater();
    }

    /** A fork that nobody wants: ACK, each time that it asks for one, and one BYE. */
    private void endFork(SIPResponse ok, Attempt now) {
        Dialog dialog = Dialog.calling(now.invite().request(), ok, now.wording().contact());
        DialogRequests fork = new DialogRequests(dialog, mailbox, context, credentials);
        fork.acknowledge(ok);
        if (endedForks.add(dialog.id().remoteTag())) {
            fork.send(fork.word(Request.BYE), _ -> {});
        }
        if (phase == Phase.EARLY) {
            over();
        }
    }

    // What the call asks for

    @Override
    public void hangUp() {
        gaveUp = true;
        if (session != null) {
            session.hangUp();
        } else if (attempt != null) {
            attempt.invite().giveUp();
            context.timers().after(giveUpTime(), () -> mailbox.execute(this::giveUpWaiting));
        }
    }

    /** The peer answers neither INVITE nor CANCEL. */
    private void giveUpWaiting() {
        if (phase == Phase.EARLY) {
            over();
        }
    }

    @Override
    public void direction(NegotiatedAudio.Direction direction) {
        if (session != null) {
            session.direction(direction);
        }
    }

    @Override
    public Optional<Replaced> replaced() {
        return Optional.ofNullable(session).map(DialogSession::dialog).map(dialog -> {
            DialogId id = dialog.id();
            return new Replaced(
                    dialog.remoteTarget().toString(),
                    id.callId() + ";to-tag=" + id.remoteTag() + ";from-tag=" + id.localTag());
        });
    }

    // The dialog

    @Override
    public DialogId dialogId() {
        return session == null
                ? new DialogId(ownEnd.callId(), ownEnd.localTag(), "")
                : session.dialog().id();
    }

    @Override
    public Mailbox mailbox() {
        return mailbox;
    }

    @Override
    public void request(SIPRequest request, ServerTransaction later) {
        DialogSession early = attempt == null ? null : attempt.early().of(request);
        DialogSession one = session == null ? early : session;
        if (one != null) {
            one.request(request, later);
            return;
        }
        SIPResponse unknown = context.messages().response(request, Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        context.outbox().respond(later, unknown);
    }

    @Override
    public void acknowledged(SIPRequest ack) {
        if (session != null) {
            session.acknowledged(ack);
        }
    }

    @Override
    public void acknowledged(@Nullable NegotiatedAudio late) {
        // only the called side is acknowledged
    }

    @Override
    public void renegotiated(NegotiatedAudio audio) {
        agreed = audio;
        tell(
                phase == Phase.CONFIRMED
                        ? new OutboundLegEvent.Renegotiated(audio)
                        : new OutboundLegEvent.EarlyMedia(audio));
    }

    @Override
    public void infoDigit(char digit) {
        tell(new OutboundLegEvent.InfoDigit(digit));
    }

    /** BYE in an early dialog ends that fork only. */
    @Override
    public void leftEarly() {
        // the INVITE's final answer says the rest
    }

    @Override
    public void hungUp() {
        tell(new OutboundLegEvent.HungUp());
        gaveUp = true;
    }

    @Override
    public void failed(EndReason reason) {
        tell(new OutboundLegEvent.HungUp());
        hangUp();
    }

    /** The dialog is over, or the INVITE has failed. */
    @Override
    public void over() {
        phase = Phase.OVER;
        if (attempt != null) {
            attempt.early().close();
        }
        if (session != null) {
            context.legs().removeDialog(session.dialog().id(), this);
        }
        forgetLater();
    }

    /** Our own end stays a while: a late 2xx of another fork must be ended. */
    private void forgetLater() {
        context.timers().after(giveUpTime(), () -> context.legs().removeCalling(ownEnd, this));
    }

    private Duration giveUpTime() {
        return context.t1().multipliedBy(GIVE_UP_T1S);
    }

    private void tell(OutboundLegEvent event) {
        if (!gaveUp) {
            events.accept(new Event.Heard(event));
        }
    }

    private void failed(int status, boolean silent, @Nullable SIPResponse response) {
        if (!gaveUp) {
            gaveUp = true;
            events.accept(
                    new Event.Failed(status, silent, Redirects.retryAfter(response), Redirects.contacts(response)));
        }
    }
}
