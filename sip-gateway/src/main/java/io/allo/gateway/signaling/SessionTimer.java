// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.header.extensions.MinSE;
import gov.nist.javax.sip.header.extensions.SessionExpires;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import io.allo.gateway.call.CallTimers;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.Executor;
import javax.sip.header.OptionTag;
import org.jspecify.annotations.Nullable;

/**
 * The session timer of one dialog (RFC 4028), both roles. Every 2xx to INVITE or UPDATE, of either side, agrees on it anew.
 * {@code uac} in a header is whoever sent that request, not who once called. Used inside the call's mailbox.
 */
final class SessionTimer {
    static final String TAG = "timer";
    /** 422 Session Interval Too Small. */
    static final int INTERVAL_TOO_SMALL = 422;

    private static final String SESSION_EXPIRES = "Session-Expires";
    private static final String MIN_SE = "Min-SE";
    private static final String UAC = "uac";
    private static final String UAS = "uas";
    private static final Duration STANDARD_MIN = Duration.ofSeconds(90);
    private static final Duration MARGIN = Duration.ofSeconds(32);

    private final SessionTimerPolicy policy;
    private final SipMessages messages;
    private final CallTimers timers;
    private final Executor mailbox;
    private final Events events;

    private Duration minimum;
    private boolean running;
    private boolean weRefresh;
    private CallTimers.@Nullable Pending refresh;
    private CallTimers.@Nullable Pending expiry;

    /** What the timer asks for; inside the mailbox. */
    interface Events {
        /** Send a re-INVITE or UPDATE. */
        void refreshDue();

        /** Nobody refreshed: BYE. */
        void expired();
    }

    SessionTimer(SessionTimerPolicy policy, LegContext context, Executor mailbox, Events events) {
        this.policy = policy;
        this.messages = context.messages();
        this.timers = context.timers();
        this.mailbox = mailbox;
        this.events = events;
        this.minimum = policy.min();
    }

    /** Whether a request asks for less than {@code policy} takes: 422 with Min-SE. */
    static boolean tooShort(SIPRequest request, SessionTimerPolicy policy) {
        return request.getHeader(SESSION_EXPIRES) instanceof SessionExpires asked
                && Duration.ofSeconds(asked.getExpires()).compareTo(policy.min()) < 0;
    }

    static void minimum(SIPResponse tooSmall, SessionTimerPolicy policy, SipMessages messages) {
        messages.header(tooSmall, MIN_SE, String.valueOf(policy.min().toSeconds()));
    }

    static boolean lists(SIPMessage message, String header, String tag) {
        for (Iterator<?> each = message.getHeaders(header); each.hasNext(); ) {
            if (each.next() instanceof OptionTag option && tag.equalsIgnoreCase(option.getOptionTag())) {
                return true;
            }
        }
        return false;
    }

    /** Into our 2xx to an INVITE or UPDATE of the peer, just before it leaves. */
    void accept(SIPRequest request, SIPResponse ok) {
        boolean known = lists(request, "Supported", TAG) || lists(request, "Require", TAG);
        SessionExpires asked = request.getHeader(SESSION_EXPIRES) instanceof SessionExpires header ? header : null;
        if (asked == null && !(known && policy.asks())) {
            stop();
            return;
        }
        String named = asked == null ? null : asked.getRefresher();
        boolean peerRefreshes = known && (named == null || named.equalsIgnoreCase(UAC));
        Duration interval = interval(asked, request);
        String refresher = peerRefreshes ? UAC : UAS;
        messages.header(ok, SESSION_EXPIRES, interval.toSeconds() + ";refresher=" + refresher);
        if (peerRefreshes) {
            messages.listHeader(ok, "Require", TAG);
        }
        start(interval, !peerRefreshes);
    }

    /** The peer's wish, lowered to ours, but not below either side's minimum (section 9). */
    private Duration interval(@Nullable SessionExpires asked, SIPRequest request) {
        Duration wish = asked == null ? policy.expires() : Duration.ofSeconds(asked.getExpires());
        if (policy.asks() && wish.compareTo(policy.expires()) > 0) {
            wish = policy.expires();
        }
        return longer(longer(wish, policy.min()), minimumIn(request));
    }

    private static Duration minimumIn(SIPMessage message) {
        return message.getHeader(MIN_SE) instanceof MinSE header
                ? Duration.ofSeconds(header.getExpires())
                : Duration.ZERO;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** Into an INVITE or UPDATE of ours. */
    void ask(SIPRequest request) {
        if (!policy.asks() && !running) {
            return;
        }
        Duration wish = longer(policy.asks() ? policy.expires() : minimum, minimum);
        String refresher = running ? ";refresher=" + (weRefresh ? UAC : UAS) : "";
        messages.header(request, SESSION_EXPIRES, wish.toSeconds() + refresher);
        if (minimum.compareTo(STANDARD_MIN) > 0) {
            messages.header(request, MIN_SE, String.valueOf(minimum.toSeconds()));
        }
    }

    /** The 2xx to ours. */
    void accepted(SIPResponse ok) {
        if (ok.getHeader(SESSION_EXPIRES) instanceof SessionExpires agreed) {
            boolean peer = UAS.equalsIgnoreCase(agreed.getRefresher());
            start(longer(Duration.ofSeconds(agreed.getExpires()), policy.min()), !peer);
        } else {
            stop();
        }
    }

    /** A 422 to ours: the next {@link #ask} asks for as much as it wants. False when it does not say more than we asked. */
    boolean raise(SIPResponse tooSmall) {
        Duration wanted = minimumIn(tooSmall);
        if (wanted.compareTo(minimum) <= 0) {
            return false;
        }
        minimum = wanted;
        return true;
    }

    private void start(Duration interval, boolean refreshing) {
        stop();
        running = true;
        weRefresh = refreshing;
        if (refreshing) {
            refresh = after(interval.dividedBy(2), events::refreshDue);
            expiry = after(interval, events::expired);
            return;
        }
        Duration third = interval.dividedBy(3);
        Duration early = third.compareTo(MARGIN) < 0 ? third : MARGIN;
        expiry = after(interval.minus(early), events::expired);
    }

    private CallTimers.Pending after(Duration delay, Runnable task) {
        return timers.after(
                delay,
                () -> mailbox.execute(() -> {
                    if (running) {
                        task.run();
                    }
                }));
    }

    void stop() {
        running = false;
        if (refresh != null) {
            refresh.cancel();
            refresh = null;
        }
        if (expiry != null) {
            expiry.cancel();
            expiry = null;
        }
    }
}
