// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import static java.util.Objects.requireNonNull;

import io.allo.contracts.trunk.Trunk;
import io.allo.contracts.trunk.TrunkPolicy;
import io.allo.gateway.call.CallRequest;
import io.allo.gateway.call.ReferPolicy;
import io.allo.gateway.call.TransferOrder;
import java.util.List;
import java.util.Optional;

/**
 * {@link DialPolicy} for whom a caller is handed to. Who came by a SIP account goes by its rules; who came by none by those of
 * the accounts that would dial for him, and where there are none by the gateway's own: REFER needs no account.
 */
public final class TrunkReferPolicy implements ReferPolicy {
    private final SipAccounts accounts;
    private final TrunkSelector selector;
    private final TrunkPolicy withoutAccounts;

    /** @param withoutAccounts where no SIP account would dial for the caller */
    public TrunkReferPolicy(SipAccounts accounts, TrunkPolicy withoutAccounts) {
        this.accounts = requireNonNull(accounts, "accounts");
        this.selector = new TrunkSelector(accounts, _ -> true);
        this.withoutAccounts = requireNonNull(withoutAccounts, "withoutAccounts");
    }

    @Override
    public Verdict judge(CallRequest call, TransferOrder order) {
        if (call.sipAccountId() == null) {
            return byNoAccount(order);
        }
        return trunk(call).map(trunk -> through(trunk, order.target())).orElseGet(TrunkReferPolicy::nobody);
    }

    private static Verdict through(Trunk trunk, String target) {
        return switch (DialPolicy.judge(trunk, target)) {
            case DialPolicy.Verdict.Refused refused -> new Verdict.Refused(refused.reason());
            case DialPolicy.Verdict.Allowed allowed
            when trunk.policy().sendRefer() ->
                // The trunk's own address: what stands in the caller's From may lack the port, or be his own host.
                new Verdict.Refer(allowed.uri(trunk));
            case DialPolicy.Verdict.Allowed _ -> new Verdict.Bridge();
        };
    }

    /** His peer is no trunk of ours: it gets the number as everybody knows it. */
    private Verdict byNoAccount(TransferOrder order) {
        List<Trunk> candidates = selector.candidates(order.accountId(), order.sipAccountId());
        if (candidates.isEmpty()) {
            return inHisDialog(DialPolicy.judge(withoutAccounts, order.target()));
        }
        Verdict last = nobody();
        for (Trunk candidate : candidates) {
            last = inHisDialog(DialPolicy.judge(candidate, order.target()));
            if (last instanceof Verdict.Refer) {
                return last;
            }
        }
        return last;
    }

    private static Verdict inHisDialog(DialPolicy.Verdict verdict) {
        return switch (verdict) {
            case DialPolicy.Verdict.Allowed allowed -> new Verdict.Refer(allowed.canonical());
            case DialPolicy.Verdict.Refused refused -> new Verdict.Refused(refused.reason());
        };
    }

    private static Verdict nobody() {
        return new Verdict.Refused("no SIP account");
    }

    @Override
    public boolean acceptsRefer(CallRequest call) {
        return trunk(call).map(trunk -> trunk.policy().acceptRefer()).orElse(false);
    }

    private Optional<Trunk> trunk(CallRequest call) {
        return Optional.ofNullable(call.sipAccountId()).flatMap(accounts::byId);
    }
}
