// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.token;

import io.allo.access.AccessTokens;
import io.allo.access.Person;
import io.allo.access.TokenDoor;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Issues and takes people's tokens. */
@ApplicationScoped
public class Tokens {
    private static final Duration LIMIT = Duration.ofSeconds(4);

    private final SigningKeys keys;
    private final Clock clock;
    private final TokenDoor door;

    Tokens(SigningKeys keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
        this.door = new TokenDoor(keys::published, LIMIT, clock);
    }

    /** A token until the person's {@code expires}. */
    public Uni<String> issue(Person person) {
        return keys.signing()
                .map(key -> AccessTokens.issue(
                        person, clock.instant(), key.key(), key.id().toString()));
    }

    /** Empty when the token opens nothing. */
    public Uni<Optional<Person>> bearer(String token) {
        return door.enter(token);
    }
}
