// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.sipaccount;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which SIP accounts there are, and which of them a business uses when nothing names one. */
@ApplicationScoped
public class SipAccounts {
    private final SipAccountRepository repository;

    SipAccounts(SipAccountRepository repository) {
        this.repository = repository;
    }

    /**
     * All accounts in use.
     *
     * @param active default first, then by label; the trunk of {@code app_settings} is among them while no account is the
     *     default, and then stands first
     */
    public record InUse(List<SipAccount> active) {

        /** Empty for an account that is unknown or switched off. */
        public Optional<SipAccount> byId(int id) {
            return active.stream().filter(account -> account.id() == id).findFirst();
        }

        /** The account of a business that names none: the default, else the legacy settings, else the first by label. */
        public Optional<SipAccount> chosenFor(@Nullable UUID accountId) {
            return active.stream()
                    .filter(account -> accountId != null && accountId.equals(account.accountId()))
                    .findFirst();
        }
    }

    /** Of every business. */
    public Uni<InUse> inUse() {
        return withLegacy(repository.all(), true);
    }

    /** Of the business that owns this account; none when nobody does. */
    public Uni<InUse> besides(int id) {
        if (id == SipAccount.LEGACY) {
            return repository.legacy().chain(legacy -> ofBusiness(legacy == null ? null : legacy.accountId()));
        }
        return repository
                .besides(id)
                .chain(ofOwner -> withLegacy(Uni.createFrom().item(ofOwner), !ofOwner.isEmpty()));
    }

    /** Of this business. */
    public Uni<InUse> ofBusiness(@Nullable UUID accountId) {
        return withLegacy(repository.ofBusiness(accountId), accountId != null);
    }

    /** The global settings belong to the only business there is, so they stand beside its accounts or nobody's. */
    private Uni<InUse> withLegacy(Uni<List<SipAccount>> accounts, boolean wanted) {
        return accounts.chain(all -> wanted
                ? repository.legacy().map(legacy -> inUse(all, legacy))
                : Uni.createFrom().item(inUse(all, null)));
    }

    /**
     * Who owns an account, switched off or not.
     *
     * @param accountId null when nobody does
     */
    public record Owner(@Nullable UUID accountId) {}

    /** Empty when there is no such account. */
    public Uni<Optional<Owner>> owner(int id) {
        return repository
                .byId(id)
                .map(Optional::ofNullable)
                .map(found -> found.map(account -> new Owner(account.accountId())));
    }

    private static InUse inUse(List<SipAccount> all, @Nullable SipAccount legacy) {
        List<SipAccount> active = all.stream().filter(SipAccount::active).toList();
        boolean hasDefault = active.stream().anyMatch(SipAccount::isDefault);
        Stream<SipAccount> older = hasDefault || legacy == null ? Stream.empty() : Stream.of(legacy);
        return new InUse(Stream.concat(older, active.stream())
                .sorted(Comparator.comparing(SipAccount::isDefault).reversed())
                .toList());
    }
}
