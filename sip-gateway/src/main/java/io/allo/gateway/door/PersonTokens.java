// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.door;

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

    PersonTokens(@RestClient KeySetApi keys) {
        this.door = new TokenDoor(keys::keys, LIMIT, Clock.systemUTC());
    }

    /** Empty when the token opens nothing; fails when that cannot be known now. */
    Uni<Optional<Person>> bearer(String token) {
        return door.enter(token);
    }
}
