// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.door;

import io.allo.access.Person;
import io.allo.access.TokenDoor;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

/** Whose token is it? */
@ApplicationScoped
class PersonTokens {
    private static final Logger LOG = Logger.getLogger(PersonTokens.class);

    private final TokenDoor door;

    PersonTokens(@RestClient KeySetClient client, DoorConfig config, Clock clock) {
        this.door = new TokenDoor(
                () -> client.keys().ifNoItem().after(config.checkTimeout()).fail(), clock);
    }

    /** Empty when the token opens nothing; fails with 503 when that cannot be known now. */
    Uni<Optional<Person>> bearer(String token) {
        return door.enter(token)
                .onFailure()
                .invoke(away -> LOG.warnf("the keys of tokens cannot be read cause=%s", away.toString()))
                .onFailure()
                .transform(away -> ApiException.unavailable("the token cannot be checked now, try again"));
    }
}
