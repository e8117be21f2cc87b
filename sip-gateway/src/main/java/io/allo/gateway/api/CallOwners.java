// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.api;

import io.allo.contracts.trunk.Trunk;
import io.allo.gateway.call.TrunkDirectory;
import io.allo.gateway.compatible.BridgeCall;
import io.allo.gateway.door.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Which business a call belongs to: the one that owns the call's SIP account. */
@ApplicationScoped
public class CallOwners {
    private final TrunkDirectory trunks;
    private final Caller caller;

    CallOwners(TrunkDirectory trunks, Caller caller) {
        this.trunks = trunks;
        this.caller = caller;
    }

    /** May the sender of the current request see this call? A placed one belongs to who placed it. */
    boolean maySee(BridgeCall call) {
        return call.accountId() == null ? maySee(call.sipAccountId()) : caller.maySee(call.accountId());
    }

    /** May the sender of the current request see calls of this SIP account? @param sipAccountId null = of none */
    boolean maySee(@Nullable Integer sipAccountId) {
        return caller.maySee(sipAccountId == null ? null : owner(sipAccountId));
    }

    /** The business on whose behalf the current request comes; null for a service of ours. */
    @Nullable
    String account() {
        return caller.account();
    }

    private @Nullable String owner(int sipAccountId) {
        return trunks.trunks().stream()
                .filter(trunk -> trunk.id() == sipAccountId)
                .map(Trunk::accountId)
                .findFirst()
                .orElse(null);
    }
}
