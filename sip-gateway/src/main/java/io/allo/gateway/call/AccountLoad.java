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
        int perSecond;
        CallRate rate;

        Load(int perSecond, CallTimers timers) {
            this.perSecond = perSecond;
            this.rate = new CallRate(perSecond, timers);
        }
    }

    /** One call more. Empty when it is let in: then {@link #leave} must follow. */
    public Optional<RefusalReason> enter(Trunk trunk) {
        int most = trunk.policy().maxConcurrentCalls();
        int perSecond = trunk.policy().maxNewCallsPerSecond();
        Load load = loads.computeIfAbsent(trunk.id(), _ -> new Load(perSecond, timers));
        synchronized (load) {
            if (load.perSecond != perSecond) {
                load.perSecond = perSecond;
                load.rate = new CallRate(perSecond, timers);
            }
            if (most > 0 && load.live >= most) {
                return Optional.of(RefusalReason.ACCOUNT_LIMIT);
            }
            if (perSecond > 0 && !load.rate.take()) {
                return Optional.of(RefusalReason.ACCOUNT_RATE);
            }
            load.live++;
            return Optional.empty();
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

    /** Live calls. */
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
