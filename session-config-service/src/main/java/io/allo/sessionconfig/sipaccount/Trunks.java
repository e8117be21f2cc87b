// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.sipaccount;

import io.allo.contracts.trunk.Trunk;
import io.allo.contracts.trunk.TrunkList;
import io.allo.sessionconfig.secret.StoredSecrets;
import io.allo.sessionconfig.secret.StoredSecrets.SecretUnreadableException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The SIP accounts as the gateways need them. An account that cannot be used is left out and said, never all of them. */
@ApplicationScoped
class Trunks {
    private static final Logger LOG = Logger.getLogger(Trunks.class);

    private final SipAccounts accounts;
    private final PolicyJson policies;
    private final StoredSecrets secrets;

    Trunks(SipAccounts accounts, PolicyJson policies, StoredSecrets secrets) {
        this.accounts = accounts;
        this.policies = policies;
        this.secrets = secrets;
    }

    /** Passwords are read on a worker thread. */
    Uni<TrunkList> inUse() {
        return accounts.inUse()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(used -> new TrunkList(used.active().stream()
                        .flatMap(account -> trunk(account).stream())
                        .toList()));
    }

    private Optional<Trunk> trunk(SipAccount account) {
        if (account.accountId() == null) {
            LOG.warnf("sip account %d (%s) belongs to no business: not used", account.id(), account.label());
            return Optional.empty();
        }
        try {
            String stored = account.storedPassword();
            return Optional.of(new Trunk(
                    account.id(),
                    account.accountId().toString(),
                    account.label(),
                    account.fullTrunkUri(),
                    account.username(),
                    stored == null ? null : secrets.decrypt(PasswordSealer.SALT, stored),
                    account.contactHost(),
                    account.contactPort(),
                    account.contactTransport(),
                    account.contactToken(),
                    account.isDefault(),
                    account.revision(),
                    policies.wholeOrCareful(account)));
        } catch (SecretUnreadableException e) {
            LOG.errorf(
                    "sip account %d (%s): password unreadable with this ENCRYPTION_KEY: not used",
                    account.id(), account.label());
            return Optional.empty();
        }
    }
}
