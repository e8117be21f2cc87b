// SPDX-License-Identifier: Apache-2.0
package io.allo.router.door;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.allo.contracts.account.AccountIdentity;
import io.allo.router.sessionconfig.ExpiringMap;
import io.allo.router.sessionconfig.SessionConfigClient;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Which account a key belongs to. An answer is kept for 30 seconds, a refusal for 5, so that guessing costs session-config-service
 * little. Kept by digest: the keys themselves stay out of memory dumps.
 */
@ApplicationScoped
public class AccountKeys {
    private static final Duration KNOWN_FOR = Duration.ofSeconds(30);
    private static final Duration UNKNOWN_FOR = Duration.ofSeconds(5);
    private static final int MOST = 10_000;
    private static final int LONGEST_KEY = 200;

    private final SessionConfigClient client;
    private final ExpiringMap<String, AccountIdentity> known;
    private final ExpiringMap<String, Boolean> unknown;

    AccountKeys(SessionConfigClient client, Clock clock) {
        this.client = client;
        this.known = new ExpiringMap<>(KNOWN_FOR, MOST, clock);
        this.unknown = new ExpiringMap<>(UNKNOWN_FOR, MOST, clock);
    }

    /** Empty when no active account has this key. Fails when session-config-service does not answer. */
    public Uni<Optional<AccountIdentity>> identify(String key) {
        if (key.isBlank() || key.length() > LONGEST_KEY) {
            return Uni.createFrom().item(Optional.empty());
        }
        String digest = digest(key);
        Optional<AccountIdentity> kept = known.get(digest);
        if (kept.isPresent() || unknown.get(digest).isPresent()) {
            return Uni.createFrom().item(kept);
        }
        return client.authenticate(key).invoke(answer -> {
            if (answer.isPresent()) {
                known.put(digest, answer.get());
            } else {
                unknown.put(digest, true);
            }
        });
    }

    private static String digest(String key) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
