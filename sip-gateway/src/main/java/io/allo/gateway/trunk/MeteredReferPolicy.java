// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import static java.util.Objects.requireNonNull;

import io.allo.gateway.call.CallRequest;
import io.allo.gateway.call.ReferPolicy;
import io.allo.gateway.call.TransferOrder;
import java.util.Optional;

/** Counts what is dialled for us by REFER, and refuses it once the account's minutes of the day are spent. */
public final class MeteredReferPolicy implements ReferPolicy {
    private final ReferPolicy policy;
    private final SipAccounts accounts;
    private final TrunkUsage usage;

    /** @param policy says whom a caller may be handed to */
    public MeteredReferPolicy(ReferPolicy policy, SipAccounts accounts, TrunkUsage usage) {
        this.policy = requireNonNull(policy, "policy");
        this.accounts = requireNonNull(accounts, "accounts");
        this.usage = requireNonNull(usage, "usage");
    }

    @Override
    public Verdict judge(CallRequest call, TransferOrder order) {
        Verdict verdict = policy.judge(call, order);
        Optional<String> spent =
                Optional.ofNullable(call.sipAccountId()).flatMap(accounts::byId).flatMap(usage::spent);
        return verdict instanceof Verdict.Refer && spent.isPresent() ? new Verdict.Refused(spent.get()) : verdict;
    }

    @Override
    public void referred(CallRequest call) {
        Integer account = call.sipAccountId();
        if (account != null) {
            usage.referred(account);
        }
    }

    @Override
    public boolean acceptsRefer(CallRequest call) {
        return policy.acceptsRefer(call);
    }
}
