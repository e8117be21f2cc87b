// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import static java.util.Objects.requireNonNull;

import io.allo.contracts.trunk.Trunk;
import io.allo.contracts.trunk.TrunkPolicy;
import io.allo.gateway.call.AccountLoad;
import io.allo.gateway.call.CallTimers;
import io.allo.gateway.trunk.SharedUsage.Use;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes the limits of an account those of all gateways together: every second each tells the others of its calls and minutes.
 * Between two seconds each may let in as many as it knows to be free. While the store is away the others' calls are forgotten
 * after 10 s, and each gateway holds the limits for itself; the minutes that are known stay. Thread-safe; nobody waits.
 */
public final class UsageExchange {
    private static final Logger LOG = Logger.getLogger(UsageExchange.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration BELIEVED = Duration.ofSeconds(10);

    private final SharedUsage shared;
    private final SipAccounts accounts;
    private final AccountLoad load;
    private final TrunkUsage usage;
    private final CallTimers timers;
    private final Map<Integer, Instant> heard = new ConcurrentHashMap<>();
    private volatile boolean running;
    private volatile boolean away;

    public UsageExchange(
            SharedUsage shared, SipAccounts accounts, AccountLoad load, TrunkUsage usage, CallTimers timers) {
        this.shared = requireNonNull(shared, "shared");
        this.accounts = requireNonNull(accounts, "accounts");
        this.load = requireNonNull(load, "load");
        this.usage = requireNonNull(usage, "usage");
        this.timers = requireNonNull(timers, "timers");
    }

    public void start() {
        running = true;
        tick();
    }

    public void stop() {
        running = false;
    }

    private void tick() {
        if (!running) {
            return;
        }
        for (Trunk trunk : accounts.trunks()) {
            if (isLimited(trunk.policy())) {
                exchange(trunk.id());
            }
        }
        timers.after(PERIOD, this::tick);
    }

    private static boolean isLimited(TrunkPolicy policy) {
        return policy.maxConcurrentCalls() > 0 || policy.maxOutboundMinutesPerDay() > 0;
    }

    private void exchange(int id) {
        shared.exchange(id, new Use(load.live(id), usage.minutes(id)))
                .whenComplete((others, failure) -> told(id, others, failure));
    }

    private void told(int id, @Nullable Use others, @Nullable Throwable failure) {
        if (failure == null && others != null) {
            away = false;
            heard.put(id, timers.now());
            load.elsewhere(id, others.calls());
            usage.elsewhere(id, others.minutes());
            return;
        }
        if (!away) {
            away = true;
            LOG.warnf("use of the SIP accounts is not shared, each gateway has the limits for itself: %s", failure);
        }
        Instant last = heard.get(id);
        if (last != null && timers.now().isAfter(last.plus(BELIEVED))) {
            heard.remove(id);
            load.elsewhere(id, 0);
        }
    }
}
