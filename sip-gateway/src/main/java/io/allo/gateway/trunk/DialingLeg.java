// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import io.allo.contracts.EndReason;
import io.allo.contracts.trunk.Trunk;
import io.allo.gateway.call.CallTimers;
import io.allo.gateway.call.DialRequest;
import io.allo.gateway.call.Mailbox;
import io.allo.gateway.call.NegotiatedAudio;
import io.allo.gateway.call.OutboundLeg;
import io.allo.gateway.call.OutboundLegEvent;
import io.allo.gateway.trunk.InviteClient.Event;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One outgoing call over all its tries: the accounts one after the other, at each the servers one after the other. It goes on
 * to the next only while nothing rang, and only after silence, a broken line, 403, 408, 430 and 5xx: whoever was reached has
 * the last word. Used inside the call's mailbox.
 */
final class DialingLeg implements OutboundLeg {
    private static final Logger LOG = Logger.getLogger(DialingLeg.class);
    private static final int FORBIDDEN = 403;
    private static final int TIMEOUT = 408;
    private static final int FLOW_FAILED = 430;
    private static final int TERMINATED = 487;
    private static final int UNAVAILABLE = 503;
    private static final int MOST_REDIRECTS = 3;

    private final DialRequest request;
    private final TrunkDialer.Ports ports;
    private final Mailbox mailbox;
    private final Consumer<OutboundLegEvent> events;
    private final Deque<Trunk> accounts;
    private final Deque<SipTarget> targets = new ArrayDeque<>();
    private final Set<String> dialled = new HashSet<>();

    private DialPolicy.Verdict.@Nullable Allowed allowed;
    private @Nullable Trunk trunk;
    private TrunkUsage.@Nullable Permit permit;
    private InviteClient.@Nullable Placed placed;
    private CallTimers.@Nullable Pending limit;
    private String target;
    private Outcome last = new Outcome(FORBIDDEN, "no SIP account");
    private boolean rang;
    private boolean answered;
    private boolean over;
    private int redirects;
    /** Counts tries: what an earlier one says is not heard. */
    private int attempt;

    private record Outcome(int status, String detail) {}

    DialingLeg(
            DialRequest request,
            List<Trunk> accounts,
            TrunkDialer.Ports ports,
            Mailbox mailbox,
            Consumer<OutboundLegEvent> events) {
        this.request = request;
        this.accounts = new ArrayDeque<>(accounts);
        this.ports = ports;
        this.mailbox = mailbox;
        this.events = events;
        this.target = request.target();
    }

    /** First task in the mailbox. */
    void begin() {
        if (!over) {
            limitFromNow();
            nextAccount();
        }
    }

    private void limitFromNow() {
        if (limit != null) {
            limit.cancel();
        }
        limit = ports.timers().after(request.noAnswerAfter(), () -> mailbox.execute(this::noAnswer));
    }

    private void noAnswer() {
        if (!over && !answered) {
            hangUpPlaced();
            refused(new Outcome(TIMEOUT, "no answer"));
        }
    }

    private void nextAccount() {
        release();
        while (!accounts.isEmpty()) {
            Trunk next = accounts.removeFirst();
            if (mayDial(next)) {
                dial(next);
                return;
            }
        }
        refused(last);
    }

    private boolean mayDial(Trunk next) {
        switch (DialPolicy.judge(next, target)) {
            case DialPolicy.Verdict.Refused refusal -> {
                policySaysNo(next, refusal.reason());
                return false;
            }
            case DialPolicy.Verdict.Allowed yes -> allowed = yes;
        }
        switch (ports.usage().take(next)) {
            case TrunkUsage.Answer.Full full -> {
                policySaysNo(next, full.reason());
                return false;
            }
            case TrunkUsage.Answer.Taken taken -> permit = taken.permit();
        }
        return true;
    }

    private void policySaysNo(Trunk next, String reason) {
        LOG.infof("%s not dialled for %s: %s", next, request.origin(), reason);
        ports.telemetry().refused(reason);
        if (trunk == null) {
            last = new Outcome(FORBIDDEN, reason);
        }
    }

    private void dial(Trunk next) {
        trunk = next;
        int mine = ++attempt;
        Optional<SipAddress> address = ports.invites().firstHop(next).or(() -> SipAddress.of(next));
        if (address.isEmpty()) {
            last = new Outcome(UNAVAILABLE, "trunk_uri is no SIP URI");
            nextAccount();
            return;
        }
        LOG.infof("dialling for %s through SIP account %s (id %d)", request.origin(), next.label(), next.id());
        ports.telemetry().dialled(next);
        ports.locator().locate(address.get()).thenAccept(found -> mailbox.execute(() -> located(mine, found)));
    }

    private void located(int mine, List<SipTarget> found) {
        if (mine != attempt || over) {
            return;
        }
        targets.clear();
        targets.addAll(found);
        last = new Outcome(UNAVAILABLE, "no server found");
        nextTarget();
    }

    private void nextTarget() {
        SipTarget next = targets.pollFirst();
        if (next == null || trunk == null || allowed == null) {
            ifTried(one -> ports.telemetry().failed(one, last.status()));
            nextAccount();
            return;
        }
        int mine = ++attempt;
        dialled.add(allowed.canonical());
        placed = ports.invites()
                .place(
                        new InviteClient.Order(
                                request.callId(),
                                trunk,
                                next,
                                allowed.uri(trunk),
                                request.callerNumber(),
                                request.localRtpPort(),
                                ports.silence(),
                                request.headers()),
                        mailbox,
                        event -> heard(mine, next, event));
    }

    private void ifTried(Consumer<Trunk> action) {
        if (trunk != null) {
            action.accept(trunk);
        }
    }

    private void heard(int mine, SipTarget from, Event event) {
        if (mine != attempt || over) {
            return;
        }
        switch (event) {
            case Event.Heard heard -> heard(from, heard.event());
            case Event.Failed failed -> failed(from, failed);
        }
    }

    private void heard(SipTarget from, OutboundLegEvent event) {
        switch (event) {
            case OutboundLegEvent.Ringing _, OutboundLegEvent.EarlyMedia _ -> {
                if (!rang) {
                    rang = true;
                    ports.locator().answered(from);
                    limitFromNow();
                }
            }
            case OutboundLegEvent.Answered _ -> {
                answered = true;
                cancelLimit();
                ports.locator().answered(from);
                if (permit != null) {
                    permit.answered();
                }
            }
            case OutboundLegEvent.HungUp _, OutboundLegEvent.Refused _ -> finish();
            case OutboundLegEvent.Renegotiated _, OutboundLegEvent.InfoDigit _ -> {}
        }
        events.accept(event);
    }

    private void failed(SipTarget from, Event.Failed failure) {
        last = new Outcome(failure.status(), failure.silent() ? "no response" : "answer of the trunk");
        boolean serverFault = failure.silent() || failure.status() == TIMEOUT || failure.status() / 100 == 5;
        if (serverFault) {
            ports.locator().failed(from, failure.retryAfter() == null ? ports.failedFor() : failure.retryAfter());
        }
        if (rang) {
            finalRefusal(failure.status());
        } else if (!failure.redirects().isEmpty()) {
            redirected(from, failure.redirects());
        } else if (serverFault) {
            nextTarget();
        } else if (failure.status() == FORBIDDEN || failure.status() == FLOW_FAILED) {
            targets.clear();
            nextTarget();
        } else {
            finalRefusal(failure.status());
        }
    }

    /** To the first new place that the policy allows, through the same trunk: where a 3xx points is not believed further. */
    private void redirected(SipTarget from, List<String> contacts) {
        Trunk through = trunk;
        if (through != null && ++redirects <= MOST_REDIRECTS) {
            for (String contact : contacts) {
                if (DialPolicy.judge(through, contact) instanceof DialPolicy.Verdict.Allowed yes
                        && dialled.add(yes.canonical())) {
                    allowed = yes;
                    target = contact;
                    targets.addFirst(from);
                    nextTarget();
                    return;
                }
            }
        }
        ports.telemetry().refused("redirect");
        finalRefusal(last.status());
    }

    private void finalRefusal(int status) {
        ifTried(one -> ports.telemetry().failed(one, status));
        refused(last);
    }

    private void refused(Outcome outcome) {
        finish();
        events.accept(new OutboundLegEvent.Refused(outcome.status(), outcome.detail()));
    }

    private void finish() {
        over = true;
        attempt++;
        cancelLimit();
        release();
    }

    private void release() {
        if (permit != null) {
            permit.giveBack()
                    .ifPresent(talked -> ifTried(one -> ports.telemetry().ended(one, talked)));
            permit = null;
        }
    }

    private void cancelLimit() {
        if (limit != null) {
            limit.cancel();
            limit = null;
        }
    }

    private void hangUpPlaced() {
        if (placed != null) {
            placed.hangUp();
        }
    }

    @Override
    public void hangUp(EndReason reason) {
        if (over) {
            return;
        }
        hangUpPlaced();
        boolean wasAnswered = answered;
        finish();
        if (!wasAnswered) {
            mailbox.execute(() -> events.accept(new OutboundLegEvent.Refused(TERMINATED, reason.slug())));
        }
    }

    @Override
    public void direction(NegotiatedAudio.Direction direction) {
        if (placed != null && answered && !over) {
            placed.direction(direction);
        }
    }

    @Override
    public Optional<Replaced> replaced() {
        return placed == null ? Optional.empty() : placed.replaced();
    }

    @Override
    public Optional<Integer> sipAccountId() {
        return Optional.ofNullable(trunk).map(Trunk::id);
    }
}
