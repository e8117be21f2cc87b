// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static java.util.Objects.requireNonNull;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import io.allo.gateway.call.Mailbox;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import javax.sip.ClientTransaction;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * One INVITE of ours until its final answer, sent again where the answer says how to mend it: 401 and 407 with credentials,
 * 422 with a longer interval, 491 after a while. Used inside the call's mailbox.
 */
final class OutgoingInvite {
    private static final int MOST_REPEATS = 4;

    private final InviteWording wording;
    private final String offer;
    private final ClientRequests requests;
    private final LegContext context;
    private final Mailbox mailbox;
    private final TrunkCredentials credentials;
    private final Events events;
    private final SessionTimer timer;

    private @Nullable SIPRequest current;
    private @Nullable ClientTransaction transaction;
    private boolean heardAnything;
    /** The one that was sent last has a provisional answer: only then it may be cancelled. */
    private boolean proceeding;

    private boolean givenUp;
    private boolean cancelled;
    private long cseq;
    private int repeats;

    /** What comes of it; inside the mailbox. */
    interface Events {
        /** 101-199. */
        void provisional(SIPResponse response);

        /** 2xx of any fork. */
        void accepted(SIPResponse response);

        /** A final answer that cannot be mended. */
        void refused(SIPResponse response);

        /** It could not be sent (503), or nobody gave a final answer (408). */
        void silent(int status);
    }

    OutgoingInvite(
            InviteWording wording,
            String offer,
            ClientRequests requests,
            LegContext context,
            Mailbox mailbox,
            TrunkCredentials credentials,
            Events events) {
        this.wording = wording;
        this.offer = offer;
        this.requests = requests;
        this.context = context;
        this.mailbox = mailbox;
        this.credentials = credentials;
        this.events = events;
        this.timer = new SessionTimer(context.timerPolicy(), context, mailbox, new NoTimer());
    }

    void send() {
        SIPRequest next = wording.invite(++cseq, offer);
        timer.ask(next);
        credentials.into(next);
        current = next;
        transaction = null;
        proceeding = false;
        long mine = cseq;
        requests.send(
                next,
                new Responses(mine),
                sent -> mailbox.execute(() -> {
                    if (mine == cseq) {
                        transaction = sent;
                    }
                }));
    }

    /** The one that was sent last: the 2xx's dialog begins with it. */
    SIPRequest request() {
        return requireNonNull(current, "not sent");
    }

    /** Any response came: somebody is there. */
    boolean heardAnything() {
        return heardAnything;
    }

    /** Nobody waits for it any more: CANCEL, as soon as a provisional answer allows it (RFC 3261 9.1). */
    void giveUp() {
        givenUp = true;
        if (proceeding) {
            cancel();
        }
    }

    private void cancel() {
        if (!cancelled && transaction != null) {
            cancelled = true;
            requests.cancel(transaction);
        }
    }

    private void heard(long to, SIPResponse response) {
        int status = response.getStatusCode();
        heardAnything = true;
        if (status / 100 == 2) {
            events.accepted(response);
        } else if (to != cseq) {
            return; // of one that was mended
        } else if (status >= 300) {
            if (givenUp || !again(response)) {
                events.refused(response);
            }
        } else {
            proceeding = true;
            if (givenUp) {
                cancel();
            } else if (status > Response.TRYING) {
                events.provisional(response);
            }
        }
    }

    /** True when the INVITE goes out once more, mended. */
    private boolean again(SIPResponse response) {
        if (++repeats > MOST_REPEATS) {
            return false;
        }
        return switch (response.getStatusCode()) {
            case Response.UNAUTHORIZED, Response.PROXY_AUTHENTICATION_REQUIRED ->
                sentAgain(credentials.challenged(response));
            case SessionTimer.INTERVAL_TOO_SMALL -> sentAgain(timer.raise(response));
            case Response.REQUEST_PENDING -> {
                Duration wait = Duration.ofMillis(ThreadLocalRandom.current().nextInt(210, 401) * 10L);
                context.timers().after(wait, () -> mailbox.execute(() -> sentAgain(!givenUp)));
                yield true;
            }
            default -> false;
        };
    }

    private boolean sentAgain(boolean mended) {
        if (mended) {
            send();
        }
        return mended;
    }

    private final class Responses implements ResponseListener {
        private final long to;

        Responses(long to) {
            this.to = to;
        }

        @Override
        public void response(SIPResponse response) {
            mailbox.execute(() -> heard(to, response));
        }

        @Override
        public void silence(int status) {
            mailbox.execute(() -> {
                if (to == cseq) {
                    events.silent(status);
                }
            });
        }
    }

    /** Only the asking is used: the session has a timer of its own. */
    private static final class NoTimer implements SessionTimer.Events {
        @Override
        public void refreshDue() {
            // nothing runs
        }

        @Override
        public void expired() {
            // nothing runs
        }
    }
}
