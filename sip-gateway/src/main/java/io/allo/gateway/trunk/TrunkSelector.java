// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import io.allo.contracts.trunk.Trunk;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The accounts that a call may go through, in the order to try them: the one that was asked for (the workflow's) and its
 * fallback, the default, the others by label; those that are registered before those that are not. Only accounts of the
 * business on whose behalf the call is placed.
 */
final class TrunkSelector {
    private final SipAccounts accounts;
    private final Predicate<Trunk> usable;

    /** @param usable registered, or in no need to be */
    TrunkSelector(SipAccounts accounts, Predicate<Trunk> usable) {
        this.accounts = accounts;
        this.usable = usable;
    }

    /** @param accountId business on whose behalf; null = the owner of the SIP account that is named, without one of the default */
    List<Trunk> candidates(@Nullable String accountId, @Nullable Integer sipAccountId) {
        Optional<Trunk> named = Optional.ofNullable(sipAccountId).flatMap(accounts::byId);
        String business = accountId == null
                ? (sipAccountId == null ? theDefault() : named)
                        .map(Trunk::accountId)
                        .orElse(null)
                : accountId;
        if (business == null) {
            return List.of();
        }
        Set<Trunk> ordered = new LinkedHashSet<>();
        named.ifPresent(ordered::add);
        named.map(trunk -> trunk.policy().fallbackAccountId())
                .flatMap(accounts::byId)
                .ifPresent(ordered::add);
        ordered.addAll(accounts.trunks());
        List<Trunk> own = new ArrayList<>(ordered);
        own.removeIf(trunk -> !Objects.equals(trunk.accountId(), business));
        own.sort(Comparator.comparing(trunk -> !usable.test(trunk)));
        return own;
    }

    /** Only what is marked so: the first of several businesses' accounts would pay for a stranger's call. */
    private Optional<Trunk> theDefault() {
        List<Trunk> all = accounts.trunks();
        boolean oneBusiness = all.stream().map(Trunk::accountId).distinct().count() == 1;
        return all.stream().filter(trunk -> trunk.isDefault() || oneBusiness).findFirst();
    }
}
