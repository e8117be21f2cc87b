// SPDX-License-Identifier: Apache-2.0
package io.allo.router.door;

import io.allo.access.Person;
import io.allo.access.Role;
import io.allo.access.TokenDoor;
import io.allo.router.config.ServiceKey;
import io.allo.router.door.CallerAccount.Who;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Who may use the technician console: the same proofs at its HTTP endpoints and in the first message of its sockets. */
@ApplicationScoped
public class ConsoleDoor {
    /** They see what the console has, and place no calls. */
    private static final Set<Role> READERS = Set.of(Role.VIEWER, Role.AGENT_EDITOR);

    private final ServiceKey serviceKey;
    private final AccountKeys keys;
    private final PersonTokens tokens;
    private final Optional<String> openTo;

    ConsoleDoor(
            ServiceKey serviceKey,
            AccountKeys keys,
            PersonTokens tokens,
            @ConfigProperty(name = "allo.console.open", defaultValue = "false") boolean open,
            @ConfigProperty(name = "allo.console.account") Optional<String> account) {
        this.serviceKey = serviceKey;
        this.keys = keys;
        this.tokens = tokens;
        this.openTo = open ? account : Optional.empty();
    }

    /** Somebody who came in. @param acts false: only reads */
    public record Visitor(String accountId, Who who, boolean acts) {}

    /** Empty: the console is not open. */
    public Optional<Visitor> unknown() {
        return openTo.map(account -> new Visitor(account, new Who("console", "console", false, false), true));
    }

    /** By what a request shows; fails when that cannot be checked now. */
    public Uni<Optional<Visitor>> enter(
            @Nullable String key, @Nullable String authorization, @Nullable String accountHeader) {
        if (key != null) {
            return serviceKey.matches(key)
                    ? Uni.createFrom().item(onBehalfOf(accountHeader, new Who("service", "service", true, false)))
                    : byKey(key);
        }
        return TokenDoor.bearer(authorization)
                .map(token -> byToken(token, accountHeader))
                .orElseGet(() -> Uni.createFrom().item(unknown()));
    }

    /**
     * By an access token of a person or the key of an account.
     *
     * @param account for which an administrator of the installation acts
     */
    public Uni<Optional<Visitor>> enter(String tokenOrKey, @Nullable String account) {
        return tokenOrKey.chars().filter(c -> c == '.').count() == 2 ? byToken(tokenOrKey, account) : byKey(tokenOrKey);
    }

    private Uni<Optional<Visitor>> byKey(String key) {
        return keys.identify(key)
                .map(found -> found.map(account -> new Visitor(
                        account.accountId(), new Who("key:" + account.accountId(), "key", true, false), true)));
    }

    private Uni<Optional<Visitor>> byToken(String token, @Nullable String accountHeader) {
        return tokens.bearer(token).map(found -> found.flatMap(person -> visitor(person, accountHeader)));
    }

    private static Optional<Visitor> visitor(Person person, @Nullable String accountHeader) {
        Who who =
                new Who("user:" + person.userId(), person.name(), person.role().administers(), true);
        return person.accountId() == null
                ? onBehalfOf(accountHeader, who)
                : Optional.of(new Visitor(person.accountId(), who, !READERS.contains(person.role())));
    }

    private static Optional<Visitor> onBehalfOf(@Nullable String account, Who who) {
        try {
            return account == null
                    ? Optional.empty()
                    : Optional.of(new Visitor(UUID.fromString(account).toString(), who, true));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
