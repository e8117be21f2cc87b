// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.door;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.allo.contracts.account.AccountIdentity;
import io.allo.gateway.call.GatewayIdentity;
import io.allo.gateway.sessionconfig.SessionConfigApi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/**
 * Which account a key belongs to. An answer is kept for 30 seconds, a refusal for 5, so that guessing costs
 * session-config-service little. Kept by digest: the keys themselves stay out of memory dumps.
 */
@ApplicationScoped
class AccountKeys {
    private static final Duration KNOWN_FOR = Duration.ofSeconds(30);
    private static final Duration UNKNOWN_FOR = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofSeconds(4);
    private static final int MOST = 10_000;
    private static final int LONGEST_KEY = 200;
    private static final int NOT_FOUND = 404;

    private final SessionConfigApi accounts;
    private final GatewayIdentity identity;
    private final Map<String, Kept> kept = new LinkedHashMap<>();

    AccountKeys(@RestClient SessionConfigApi accounts, GatewayIdentity identity) {
        this.accounts = accounts;
        this.identity = identity;
    }

    private record Kept(Optional<String> account, long untilNanos) {}

    /** The account's id; empty when no active account has this key. Fails when session-config-service does not answer. */
    Uni<Optional<String>> accountOf(String key) {
        if (key.isBlank() || key.length() > LONGEST_KEY) {
            return Uni.createFrom().item(Optional.empty());
        }
        String digest = digest(key);
        Kept known = known(digest);
        if (known != null) {
            return Uni.createFrom().item(known.account());
        }
        return accounts.authenticate(identity.serviceKey(), Map.of("key", key))
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .map(AccountIdentity::accountId)
                .map(Optional::of)
                .onFailure(failure -> failure instanceof WebApplicationException refused
                        && refused.getResponse().getStatus() == NOT_FOUND)
                .recoverWithItem(Optional.empty())
                .invoke(account -> keep(digest, account));
    }

    private synchronized @Nullable Kept known(String digest) {
        Kept found = kept.get(digest);
        return found == null || System.nanoTime() - found.untilNanos() > 0 ? null : found;
    }

    private synchronized void keep(String digest, Optional<String> account) {
        kept.remove(digest); // to the end
        if (kept.size() >= MOST) {
            kept.remove(kept.keySet().iterator().next());
        }
        Duration life = account.isPresent() ? KNOWN_FOR : UNKNOWN_FOR;
        kept.put(digest, new Kept(account, System.nanoTime() + life.toNanos()));
    }

    private static String digest(String key) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
