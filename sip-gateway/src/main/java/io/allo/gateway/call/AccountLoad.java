// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import io.allo.contracts.trunk.Trunk;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Live calls and new calls a second of each SIP account, both directions, held to its policy. Thread-safe. */
public final class AccountLoad {
    private final Map<Integer, Load> loads = new ConcurrentHashMap<>();
    private final CallTimers timers;

    public AccountLoad(CallTimers timers) {
        this.timers = timers;
    }

    private static final class Load {
        int live;
        int elsewhere;
        int perSecond;
        CallRate rate;

        Load(int perSecond, CallTimers timers) {
            this.perSecond = perSecond;
            this.rate = new CallRate(perSecond, timers);
        }
    }

    /** One call more. Empty when it is let in: then {@link #leave} must follow. */
    public Optional<RefusalReason> enter(Trunk trunk) {
        int perSecond = trunk.policy().maxNewCallsPerSecond();
        Load load = loads.computeIfAbsent(trunk.id(), _ -> new Load(perSecond, timers));
        synchronized (load) {
            if (load.perSecond != perSecond) {
                load.perSecond = perSecond;
                load.rate = new CallRate(perSecond, timers);
            }
            Optional<RefusalReason> refusal = refusal(trunk, load);
            if (refusal.isEmpty()) {
                load.live++;
                load.rate.take();
            }
            return refusal;
        }
    }

    /** What {@link #enter} would say now. Counts nothing. */
    public Optional<RefusalReason> refusalNow(Trunk trunk) {
        Load load = loads.get(trunk.id());
        if (load == null) {
            return Optional.empty();
        }
        synchronized (load) {
            return refusal(trunk, load);
        }
    }

    private static Optional<RefusalReason> refusal(Trunk trunk, Load load) {
        int most = trunk.policy().maxConcurrentCalls();
        if (most > 0 && load.live + load.elsewhere >= most) {
            return Optional.of(RefusalReason.ACCOUNT_LIMIT);
        }
        int perSecond = trunk.policy().maxNewCallsPerSecond();
        boolean tooFast = perSecond > 0 && perSecond == load.perSecond && !load.rate.hasRoom();
        return tooFast ? Optional.of(RefusalReason.ACCOUNT_RATE) : Optional.empty();
    }

    /** Live calls of the account in the other gateways, as far as they are known. */
    public void elsewhere(int sipAccountId, int live) {
        Load load = loads.computeIfAbsent(sipAccountId, _ -> new Load(0, timers));
        synchronized (load) {
            load.elsewhere = live;
        }
    }

    /** Live calls in all gateways, as far as they are known. */
    public int everywhere(int sipAccountId) {
        Load load = loads.get(sipAccountId);
        if (load == null) {
            return 0;
        }
        synchronized (load) {
            return load.live + load.elsewhere;
        }
    }

    public void leave(int sipAccountId) {
        Load load = loads.get(sipAccountId);
        if (load != null) {
            synchronized (load) {
                load.live = Math.max(0, load.live - 1);
            }
        }
    }

    /** Live calls in this gateway. */
    public int live(int sipAccountId) {
        Load load = loads.get(sipAccountId);
        if (load == null) {
            return 0;
        }
        synchronized (load) {
            return load.live;
        }
    }
}
