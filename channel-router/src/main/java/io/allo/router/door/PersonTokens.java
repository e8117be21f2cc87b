// SPDX-License-Identifier: Apache-2.0
package io.allo.router.door;

import io.allo.access.Person;
import io.allo.access.TokenDoor;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Whose token is it? */
@ApplicationScoped
class PersonTokens {
    private static final Duration LIMIT = Duration.ofSeconds(4);

    private final TokenDoor door;

    PersonTokens(@RestClient KeySetApi keys, Clock clock) {
        this.door = new TokenDoor(keys::keys, LIMIT, clock);
    }

    /** Empty when the token opens nothing; fails when that cannot be known now. */
    Uni<Optional<Person>> bearer(String token) {
        return door.enter(token);
    }
}
