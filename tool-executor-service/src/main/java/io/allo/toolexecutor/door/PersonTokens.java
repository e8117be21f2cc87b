// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.door;

import io.allo.access.Person;
import io.allo.access.TokenDoor;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Whose token is it? */
@ApplicationScoped
class PersonTokens {
    private final TokenDoor door;

    PersonTokens(@RestClient KeySetClient client, DoorConfig config, Clock clock) {
        this.door = new TokenDoor(client::keys, config.checkTimeout(), clock);
    }

    /** Empty when the token opens nothing; fails with 503 when that cannot be known now. */
    Uni<Optional<Person>> bearer(String token) {
        return door.enter(token)
                .onFailure()
                .transform(away -> ApiException.unavailable("the token cannot be checked now, try again"));
    }
}
