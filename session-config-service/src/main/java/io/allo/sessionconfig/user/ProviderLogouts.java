// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.user;

import io.allo.sessionconfig.secret.StoredSecrets;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps what a provider wants to see again when somebody logs out, and says where it wants to see it. */
@ApplicationScoped
class ProviderLogouts {
    private static final Logger LOG = Logger.getLogger(ProviderLogouts.class);

    private final ProviderLogout provider;
    private final StoredSecrets secrets;

    ProviderLogouts(ProviderLogout provider, StoredSecrets secrets) {
        this.provider = provider;
        this.secrets = secrets;
    }

    /** For {@code login_sessions.id_token}. Deriving a key takes tens of milliseconds: on a worker. */
    Uni<String> sealed(UUID user, String idToken) {
        return Uni.createFrom()
                .item(() -> secrets.encrypt(row(user), idToken))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    /** Where the browser goes after our own session has ended; null for a login by password, and while the provider cannot tell. */
    Uni<@Nullable String> address(Sessions.@Nullable Ended ended) {
        String kept = ended == null ? null : ended.idToken();
        if (ended == null || kept == null) {
            return Uni.createFrom().nullItem();
        }
        return provider.address()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .<@Nullable String>map(
                        found -> found == null ? null : found.apply(secrets.decrypt(row(ended.user()), kept)))
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf("the provider is not told of a logout cause=%s", failure.toString());
                    return null;
                });
    }

    private static String row(UUID user) {
        return "id token of " + user;
    }
}
