// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import io.allo.gateway.call.NegotiatedAudio;
import io.allo.gateway.sdp.Agreed;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import javax.sip.header.RetryAfterHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * re-INVITE and UPDATE of ours inside a dialog: a new direction, or the refresh of a timed session. One at a time; what is
 * wanted meanwhile follows. Used inside the call's mailbox.
 */
final class OutgoingOffers {
    private static final Duration BUSY_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final int GIVE_UP_T1S = 64;

    private final Dialog dialog;
    private final DialogRequests requests;
    private final SessionTimer timer;
    private final LegContext context;
    private final Executor mailbox;
    private final Events events;
    private @Nullable OfferAnswer exchange;
    private Want wanted = Want.NOTHING;
    private boolean peerTakesUpdate;
    private boolean waiting;
    private boolean stopped;
    /** Number of the attempt under way, 0 when there is none. */
    private int current;

    private int attempts;

    private enum Want {
        NOTHING,
        /** The session as it is. */
        REFRESH,
        /** A description in the direction of the moment. */
        OFFER
    }

    /** What comes out of it; inside the mailbox. */
    interface Events {
        /** Whether an INVITE of the peer is not finished. */
        boolean theirsIsUnderWay();

        void renegotiated(NegotiatedAudio audio);

        /** The peer does not know the dialog any more, or is silent. */
        void peerIsGone(int status);
    }

    OutgoingOffers(
            Dialog dialog,
            DialogRequests requests,
            SessionTimer timer,
            LegContext context,
            Executor mailbox,
            Events events) {
        this.dialog = dialog;
        this.requests = requests;
        this.timer = timer;
        this.context = context;
        this.mailbox = mailbox;
        this.events = events;
    }

    /** The dialog is confirmed. @param peerTakesUpdate its Allow lists UPDATE */
    void begin(OfferAnswer one, boolean takesUpdate) {
        exchange = one;
        peerTakesUpdate = takesUpdate;
        attempt();
    }

    boolean underWay() {
        return current != 0;
    }

    /** re-INVITE with a description in the direction of the moment. */
    void offer() {
        wanted = Want.OFFER;
        attempt();
    }

    /** A sign of life: UPDATE without a body where the peer takes it, else a re-INVITE with the same description. */
    void refresh() {
        if (wanted == Want.NOTHING) {
            wanted = Want.REFRESH;
        }
        attempt();
    }

    void stop() {
        stopped = true;
    }

    private void attempt() {
        if (stopped || waiting || underWay() || wanted == Want.NOTHING || exchange == null) {
            return;
        }
        if (events.theirsIsUnderWay() || exchange.oursIsOpen()) {
            attemptAfter(BUSY_PAUSE);
            return;
        }
        Want now = wanted;
        wanted = Want.NOTHING;
        current = ++attempts;
        int number = current;
        boolean update = now == Want.REFRESH && peerTakesUpdate;
        SIPRequest request = requests.word(update ? Request.UPDATE : Request.INVITE);
        context.messages().capabilities(request);
        timer.ask(request);
        if (!update) {
            context.messages().sdp(request, now == Want.REFRESH ? exchange.repeat() : exchange.offer());
        }
        requests.send(request, outcome -> answered(number, now, request, outcome));
        Duration patience = context.t1().multipliedBy(GIVE_UP_T1S);
        context.timers().after(patience, () -> mailbox.execute(() -> tooLong(number)));
    }

    private void attemptAfter(Duration delay) {
        waiting = true;
        context.timers()
                .after(
                        delay,
                        () -> mailbox.execute(() -> {
                            waiting = false;
                            attempt();
                        }));
    }

    /** The stack's timer B ends with the first provisional answer. */
    private void tooLong(int number) {
        if (current == number && !stopped) {
            current = 0;
            withdraw();
            events.peerIsGone(Response.REQUEST_TIMEOUT);
        }
    }

    private void answered(int number, Want what, SIPRequest request, DialogRequests.Outcome outcome) {
        boolean invite = request.getMethod().equals(Request.INVITE);
        SIPResponse response = outcome.response();
        if (invite && outcome.accepted() && response != null) {
            requests.acknowledge(response);
        }
        if (current != number || stopped) {
            return;
        }
        current = 0;
        if (outcome.accepted() && response != null) {
            accepted(response);
        } else {
            withdraw();
            refused(what, outcome, invite);
        }
        attempt();
    }

    private void accepted(SIPResponse response) {
        dialog.refreshTarget(response);
        timer.accepted(response);
        byte[] answer = response.getRawContent();
        if (exchange != null
                && exchange.oursIsOpen()
                && exchange.accept(answer == null ? new byte[0] : answer) instanceof Agreed agreed) {
            events.renegotiated(agreed.audio());
        }
    }

    private void refused(Want what, DialogRequests.Outcome outcome, boolean invite) {
        SIPResponse response = outcome.response();
        if (outcome.endsDialog()) {
            events.peerIsGone(outcome.status());
        } else if (outcome.status() == Response.REQUEST_PENDING) {
            again(what, glare());
        } else if (outcome.status() == SessionTimer.INTERVAL_TOO_SMALL) {
            if (response != null && timer.raise(response)) {
                again(what, Duration.ZERO);
            }
        } else if (!invite) {
            peerTakesUpdate = false;
            again(what, Duration.ZERO);
        } else if (response != null && response.getHeader(RetryAfterHeader.NAME) instanceof RetryAfterHeader after) {
            Duration wish = Duration.ofSeconds(Math.max(1, after.getRetryAfter()));
            again(what, wish.compareTo(LONGEST_WAIT) < 0 ? wish : LONGEST_WAIT);
        }
    }

    private void again(Want what, Duration delay) {
        if (wanted != Want.OFFER) {
            wanted = what;
        }
        attemptAfter(delay);
    }

    /** Both asked at once: who owns the Call-ID waits longer (RFC 3261 14.1). */
    private Duration glare() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int hundredths = dialog.role() == Dialog.Role.CALLING ? random.nextInt(210, 401) : random.nextInt(0, 201);
        return Duration.ofMillis(hundredths * 10L);
    }

    private void withdraw() {
        if (exchange != null) {
            exchange.withdraw();
        }
    }
}
