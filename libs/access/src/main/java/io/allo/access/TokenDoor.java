// SPDX-License-Identifier: Apache-2.0
package io.allo.access;

import static java.util.Objects.requireNonNull;

import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets the bearers of tokens in. The public keys are fetched at the first token, again when a token names another key (at most
 * every ten seconds, or strangers would have us ask without end) and every ten minutes; while they cannot be fetched, the ones
 * known hold. That they cannot be read is one WARN line, in every service the same. Thread-safe, never blocks.
 */
public final class TokenDoor {
    private static final String SCHEME = "Bearer ";
    private static final int LONGEST_TOKEN = 4096;
    private static final Duration SOONEST = Duration.ofSeconds(10);
    private static final Duration LATEST = Duration.ofMinutes(10);

    private static final System.Logger LOG = System.getLogger(TokenDoor.class.getName());

    private final Supplier<Uni<String>> keySet;
    private final Duration limit;
    private final Clock clock;
    private volatile @Nullable Kept kept;

    private record Kept(AccessTokens tokens, Instant at) {}

    /**
     * @param keySet asks session-config-service for its JSON Web Key Set
     * @param limit how long that may take
     */
    public TokenDoor(Supplier<Uni<String>> keySet, Duration limit, Clock clock) {
        this.keySet = requireNonNull(keySet, "keySet");
        this.limit = requireNonNull(limit, "limit");
        this.clock = requireNonNull(clock, "clock");
    }

    /** The token of an {@code Authorization} header, empty when it carries none. */
    public static Optional<String> bearer(@Nullable String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? Optional.of(authorization.substring(SCHEME.length()).strip())
                : Optional.empty();
    }

    /** Empty when the token opens nothing. Fails when no key is known and none can be fetched. */
    public Uni<Optional<Person>> enter(String token) {
        Instant now = clock.instant();
        if (token.isEmpty() || token.length() > LONGEST_TOKEN) {
            return Uni.createFrom().item(Optional.empty());
        }
        Kept known = kept;
        if (known != null && !isWorthAsking(known, token, now)) {
            return Uni.createFrom().item(known.tokens().verify(token, now));
        }
        Uni<AccessTokens> asked = keySet.get()
                .ifNoItem()
                .after(limit)
                .fail()
                .map(AccessTokens::of)
                .invoke(fresh -> kept = new Kept(fresh, now))
                .onFailure()
                .invoke(away -> LOG.log(
                        System.Logger.Level.WARNING, "the keys of tokens cannot be read cause={0}", away.toString()));
        Uni<AccessTokens> fresh = known == null
                ? asked
                : asked.onFailure().recoverWithItem(() -> {
                    kept = new Kept(known.tokens(), now);
                    return known.tokens();
                });
        return fresh.map(tokens -> tokens.verify(token, now));
    }

    private static boolean isWorthAsking(Kept known, String token, Instant now) {
        Duration age = Duration.between(known.at(), now);
        return age.compareTo(LATEST) > 0
                || age.compareTo(SOONEST) > 0 && !known.tokens().mayKnow(token);
    }
}
