// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import static java.util.Objects.requireNonNull;

import io.allo.contracts.trunk.Trunk;
import io.allo.gateway.call.CallTimers;
import io.allo.gateway.call.Mailbox;
import io.allo.gateway.trunk.RegisterClient.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One account at its registrar. Everything runs in the account's mailbox; {@link #state} is read from memory by anyone.
 *
 * <p>Refreshed at 80 % of the granted time. Silence and 5xx are tried again for ever; a refusal of user and password only
 * every half hour, since providers ban the address of those who insist.
 */
final class Registration {
    private static final Logger LOG = Logger.getLogger(Registration.class);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
    private static final Duration REJECTED_PAUSE = Duration.ofMinutes(30);
    private static final Duration SHORTEST_REFRESH = Duration.ofSeconds(1);
    private static final int PERCENT_OF_LIFE = 80;
    private static final int MOST_TOO_BRIEF = 3;

    private final RegistrarPorts ports;
    private final Mailbox mailbox;
    private final Consumer<Registration> changed;
    private final BackOff backOff;
    private final TrunkHeartbeat heartbeat;

    private volatile Trunk trunk;
    private volatile RegistrationState state;
    private boolean held;
    private Optional<String> formerContact = Optional.empty();
    private Duration expires;
    private int tooBrief;
    /** Counts steps: a late answer of an earlier one is not heard. */
    private int step;

    private @Nullable SipTarget registeredAt;
    private CallTimers.@Nullable Pending next;

    /** @param changed told of every new state, in the mailbox */
    Registration(Trunk trunk, RegistrarPorts ports, Consumer<Registration> changed) {
        this.trunk = requireNonNull(trunk, "trunk");
        this.ports = requireNonNull(ports, "ports");
        this.changed = requireNonNull(changed, "changed");
        this.mailbox = new Mailbox(
                ports.threads(), (thread, failure) -> LOG.errorf(failure, "registration of %s stumbled", trunk));
        this.backOff = new BackOff(ports.jitter());
        this.heartbeat = new TrunkHeartbeat(ports, mailbox, this::lineLost);
        this.state = new RegistrationState.Waiting(ports.timers().now());
        this.expires = Duration.ofSeconds(Math.max(1, trunk.policy().registerExpiresSec()));
    }

    Trunk trunk() {
        return trunk;
    }

    RegistrationState state() {
        return state;
    }

    /** The lease is ours: registers unless that is under way. @param former Contact to remove with the first REGISTER */
    void hold(Optional<String> former) {
        mailbox.execute(() -> {
            if (!held) {
                held = true;
                formerContact = former;
                begin();
            }
        });
    }

    /** Another gateway took over, and removed our Contact. */
    void letGo() {
        mailbox.execute(() -> {
            if (held) {
                LOG.infof("registration of %s taken over by another gateway", trunk);
                quiet();
                ports.client().forget(trunk.id());
                become(new RegistrationState.Waiting(ports.timers().now()));
            }
        });
    }

    /** The account was changed in a way that keeps its Contact at its registrar. A rejected one is tried at once. */
    void update(Trunk newer) {
        mailbox.execute(() -> {
            trunk = newer;
            heartbeat.stop();
            if (held && state instanceof RegistrationState.Rejected) {
                begin();
            } else if (held && registeredAt != null) {
                heartbeat.start(newer, registeredAt);
            }
        });
    }

    /** Removes our Contact if it is there. @param done run in the mailbox once the registrar answered, or at once */
    void unregister(Runnable done) {
        mailbox.execute(() -> {
            SipTarget target = registeredAt;
            boolean there = held && target != null;
            quiet();
            become(new RegistrationState.Unregistered(ports.timers().now()));
            if (!there || target == null) {
                done.run();
                return;
            }
            ports.client()
                    .register(
                            new RegisterClient.Attempt(trunk, target, Duration.ZERO, Optional.empty()),
                            _ -> mailbox.execute(done));
        });
    }

    /** Stops without a word to the registrar: the successor has its binding. */
    void abandon() {
        mailbox.execute(() -> {
            quiet();
            become(new RegistrationState.Unregistered(ports.timers().now()));
        });
    }

    private void quiet() {
        held = false;
        step++;
        registeredAt = null;
        heartbeat.stop();
        cancelNext();
    }

    private void begin() {
        cancelNext();
        int mine = ++step;
        if (!(state instanceof RegistrationState.Registered)) {
            become(new RegistrationState.Registering(ports.timers().now()));
        }
        Optional<SipAddress> address = SipAddress.of(trunk);
        if (address.isEmpty()) {
            rejected(new Outcome.Rejected(0, "trunk_uri is no SIP URI"));
            return;
        }
        ports.locator()
                .locate(address.get())
                .thenAccept(targets -> mailbox.execute(() -> tryFirst(mine, targets, new Outcome.Failed(0, null))));
    }

    /** The registrar's servers one after the other, until one answers. @param last what the one before said */
    private void tryFirst(int mine, List<SipTarget> targets, Outcome.Failed last) {
        if (mine != step) {
            return;
        }
        if (targets.isEmpty()) {
            failed(last);
            return;
        }
        int now = ++step;
        CallTimers.Pending limit = ports.timers()
                .after(ANSWER_LIMIT, () -> mailbox.execute(() -> heard(now, targets, new Outcome.Failed(408, null))));
        ports.client()
                .register(
                        new RegisterClient.Attempt(trunk, targets.getFirst(), expires, formerContact),
                        outcome -> mailbox.execute(() -> {
                            limit.cancel();
                            heard(now, targets, outcome);
                        }));
    }

    private void heard(int mine, List<SipTarget> targets, Outcome outcome) {
        if (mine != step) {
            return;
        }
        SipTarget target = targets.getFirst();
        switch (outcome) {
            case Outcome.Granted granted -> granted(target, granted.expires());
            case Outcome.TooBrief brief -> tooBrief(brief.minExpires());
            case Outcome.Rejected refusal -> rejected(refusal);
            case Outcome.Failed failure -> {
                ports.locator().failed(target, ports.failedFor());
                tryFirst(mine, targets.subList(1, targets.size()), failure);
            }
        }
    }

    private void granted(SipTarget target, Duration time) {
        if (!time.isPositive()) {
            failed(new Outcome.Failed(200, null));
            return;
        }
        Instant now = ports.timers().now();
        Instant since = state instanceof RegistrationState.Registered before ? before.since() : now;
        ports.locator().answered(target);
        ports.lease().contact(trunk.id(), ports.client().contact(trunk, target));
        formerContact = Optional.empty();
        tooBrief = 0;
        backOff.reset();
        if (!target.equals(registeredAt)) {
            registeredAt = target;
            heartbeat.start(trunk, target);
        }
        Duration refresh = time.multipliedBy(PERCENT_OF_LIFE).dividedBy(100);
        again(refresh.compareTo(SHORTEST_REFRESH) > 0 ? refresh : SHORTEST_REFRESH);
        become(new RegistrationState.Registered(since, now.plus(time)));
    }

    private void tooBrief(Duration least) {
        if (least.compareTo(expires) <= 0 || ++tooBrief > MOST_TOO_BRIEF) {
            failed(new Outcome.Failed(423, null));
            return;
        }
        expires = least;
        begin();
    }

    private void rejected(Outcome.Rejected refusal) {
        LOG.errorf(
                "ALARM: SIP account %s is rejected with %d (%s); next try in %d min, or when the account changes",
                trunk, refusal.status(), refusal.detail(), REJECTED_PAUSE.toMinutes());
        heartbeat.stop();
        registeredAt = null;
        again(REJECTED_PAUSE);
        become(new RegistrationState.Rejected(ports.timers().now(), refusal.status(), refusal.detail()));
    }

    private void failed(Outcome.Failed failure) {
        Duration pause = backOff.next();
        Duration asked = failure.retryAfter();
        again(asked != null && asked.compareTo(pause) > 0 ? asked : pause);
        become(new RegistrationState.Unreachable(ports.timers().now(), failure.status()));
    }

    /** The server answers no OPTIONS any more: perhaps another does, perhaps it lost our binding. */
    private void lineLost() {
        if (held && state instanceof RegistrationState.Registered) {
            LOG.warnf("server of %s answers no OPTIONS, registering anew", trunk);
            begin();
        }
    }

    private void again(Duration pause) {
        cancelNext();
        next = ports.timers().after(pause, () -> mailbox.execute(this::begin));
    }

    private void cancelNext() {
        if (next != null) {
            next.cancel();
            next = null;
        }
    }

    private void become(RegistrationState newer) {
        boolean news = !newer.wireName().equals(state.wireName());
        state = newer;
        if (news) {
            changed.accept(this);
        }
    }
}
