// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.door;

import io.allo.toolexecutor.config.ServiceKey;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/**
 * Whose key is it? Answers of session-config-service are kept for half a minute, so that a revoked key dies soon and a busy
 * account costs nothing. Only hashes of keys are kept.
 */
@ApplicationScoped
class AccountKeys {
    /** Unknown keys are remembered too; a flood of guesses must not fill the memory. */
    private static final int LARGEST_CACHE = 10_000;

    private final AccountAuthenticationClient client;
    private final ServiceKey service;
    private final DoorConfig config;
    private final Clock clock;
    private final Map<String, Checked> cache = new ConcurrentHashMap<>();

    private record Checked(@Nullable String accountId, Instant at) {}

    AccountKeys(@RestClient AccountAuthenticationClient client, ServiceKey service, DoorConfig config, Clock clock) {
        this.client = client;
        this.service = service;
        this.config = config;
        this.clock = clock;
    }

    /** The account of the key, empty when it is nobody's; fails with 503 when that cannot be known now. */
    Uni<Optional<String>> accountOf(String key) {
        String hash = sha256(key);
        Checked known = cache.get(hash);
        Instant now = clock.instant();
        if (known != null && known.at().plus(config.keyCache()).isAfter(now)) {
            return Uni.createFrom().item(Optional.ofNullable(known.accountId()));
        }
        return client.authenticate(service.value(), Map.of("key", key))
                .ifNoItem()
                .after(config.checkTimeout())
                .fail()
                .map(identity -> Optional.of(identity.accountId()))
                .onFailure(AccountKeys::isUnknown)
                .recoverWithItem(Optional::empty)
                .invoke(account -> remember(hash, new Checked(account.orElse(null), now)))
                .onFailure()
                .recoverWithUni(() -> whileAway(known, now));
    }

    private Uni<Optional<String>> whileAway(@Nullable Checked known, Instant now) {
        boolean usable = known != null
                && known.accountId() != null
                && known.at().plus(config.keyCacheWhenAway()).isAfter(now);
        return usable
                ? Uni.createFrom().item(Optional.ofNullable(known.accountId()))
                : Uni.createFrom().failure(ApiException.unavailable("the key cannot be checked now, try again"));
    }

    private void remember(String hash, Checked checked) {
        if (cache.size() >= LARGEST_CACHE) {
            cache.clear();
        }
        cache.put(hash, checked);
    }

    private static boolean isUnknown(Throwable failure) {
        return failure instanceof WebApplicationException e && e.getResponse().getStatus() == 404;
    }

    private static String sha256(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
