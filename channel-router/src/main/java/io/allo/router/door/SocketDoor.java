// SPDX-License-Identifier: Apache-2.0
package io.allo.router.door;

import io.allo.access.Person;
import io.allo.access.Role;
import io.allo.router.door.CallerAccount.Who;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lets pages in whose token or key is the first message of their socket: an address ends in logs, and a page sets no headers. */
@ApplicationScoped
public class SocketDoor {
    private final PersonTokens tokens;
    private final AccountKeys keys;

    SocketDoor(PersonTokens tokens, AccountKeys keys) {
        this.tokens = tokens;
        this.keys = keys;
    }

    /** @param until when the token ends */
    public record Entered(String accountId, Who who, Instant until) {}

    /**
     * A person.
     *
     * @param account which one an administrator means, who has none of his own
     * @return empty when the token opens nothing; fails when that cannot be known now
     */
    public Uni<Optional<Entered>> person(String token, @Nullable String account) {
        return tokens.bearer(token).map(found -> found.flatMap(person -> entered(person, account)));
    }

    private static Optional<Entered> entered(Person person, @Nullable String account) {
        boolean leads = person.role().administers() || person.role() == Role.SUPERVISOR;
        Who who = new Who("user:" + person.userId(), person.name(), leads, true);
        if (person.accountId() != null) {
            return Optional.of(new Entered(person.accountId(), who, person.expires()));
        }
        try {
            return account == null
                    ? Optional.empty()
                    : Optional.of(new Entered(UUID.fromString(account).toString(), who, person.expires()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A program with its account's key. */
    public Uni<Optional<Entered>> program(String key) {
        return keys.identify(key)
                .map(found -> found.map(identity -> new Entered(
                        identity.accountId(),
                        new Who("key:" + identity.accountId(), "key", true, false),
                        Instant.MAX)));
    }
}
