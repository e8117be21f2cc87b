// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import static java.util.Objects.requireNonNull;

import io.allo.contracts.trunk.Trunk;
import io.allo.gateway.call.CallRequest;
import io.allo.gateway.call.ReferPolicy;
import java.util.Optional;

/** {@link DialPolicy} for whom a caller is handed to. */
public final class TrunkReferPolicy implements ReferPolicy {
    private final SipAccounts accounts;

    public TrunkReferPolicy(SipAccounts accounts) {
        this.accounts = requireNonNull(accounts, "accounts");
    }

    @Override
    public Verdict judge(CallRequest call, String target) {
        Optional<Trunk> trunk = trunk(call);
        if (trunk.isEmpty()) {
            return new Verdict.Refused("no SIP account");
        }
        return switch (DialPolicy.judge(trunk.get(), target)) {
            case DialPolicy.Verdict.Refused refused -> new Verdict.Refused(refused.reason());
            case DialPolicy.Verdict.Allowed allowed
            when trunk.get().policy().sendRefer() ->
                // The trunk's own address: what stands in the caller's From may lack the port, or be his own host.
                new Verdict.Refer(allowed.uri(trunk.get()));
            case DialPolicy.Verdict.Allowed _ -> new Verdict.Bridge();
        };
    }

    @Override
    public boolean acceptsRefer(CallRequest call) {
        return trunk(call).map(trunk -> trunk.policy().acceptRefer()).orElse(false);
    }

    private Optional<Trunk> trunk(CallRequest call) {
        return Optional.ofNullable(call.sipAccountId()).flatMap(accounts::byId);
    }
}
