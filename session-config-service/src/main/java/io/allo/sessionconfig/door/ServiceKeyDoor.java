// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.door;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.allo.access.Paths;
import io.allo.access.Person;
import io.allo.access.TokenDoor;
import io.allo.contracts.ServiceKeys;
import io.allo.sessionconfig.account.Accounts;
import io.allo.sessionconfig.config.ServiceConfig;
import io.allo.sessionconfig.token.Tokens;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Every path has a key: {@code /internal/**} the service key; the rest an account's key as {@code X-API-Key} or
 * {@code ?key=}, a person's token, or the service key, alone or acting for the account named in {@code X-Allo-Account}, which an
 * administrator of the installation may name too. What is open to everybody, and to which people, stands in {@link DoorRules}.
 */
public class ServiceKeyDoor {
    /** Request property: account id as text, absent when a service asks for nobody in particular. */
    public static final String ACCOUNT = "allo.account";

    private static final int LONGEST_KEY = 512;

    private final byte[] serviceKey;
    private final Accounts accounts;
    private final Tokens tokens;

    ServiceKeyDoor(ServiceConfig config, Accounts accounts, Tokens tokens) {
        this.serviceKey = config.serviceKey().getBytes(UTF_8);
        this.accounts = accounts;
        this.tokens = tokens;
    }

    /** Null lets the request pass. */
    @ServerRequestFilter
    public Uni<@Nullable Response> check(ContainerRequestContext request) {
        String path = pathOf(request);
        String key = request.getHeaderString(ServiceKeys.API_KEY_HEADER);
        if (isServiceKey(key)) {
            enter(request, "service", request.getHeaderString(ServiceKeys.ACCOUNT_HEADER), null);
            return Uni.createFrom().nullItem();
        }
        if (DoorRules.isInternal(path)) {
            return Uni.createFrom().item(unauthorized());
        }
        if (DoorRules.isOpen(request.getMethod(), path)) {
            return Uni.createFrom().nullItem();
        }
        String presented =
                key != null ? key : request.getUriInfo().getQueryParameters().getFirst("key");
        Optional<String> token = TokenDoor.bearer(request.getHeaderString(HttpHeaders.AUTHORIZATION));
        if (presented == null && token.isPresent()) {
            return tokens.bearer(token.get())
                    .map(person -> person.isPresent() ? enter(request, person.get()) : unauthorized());
        }
        if (presented == null || presented.isBlank() || presented.length() > LONGEST_KEY) {
            return Uni.createFrom().item(unauthorized());
        }
        return Panache.withSession(() -> accounts.byKey(presented)).map(identity -> {
            if (identity == null) {
                return unauthorized();
            }
            if (DoorRules.isForPeople(path)) {
                return forbidden("an account's key does not open this path: log in");
            }
            enter(request, "key:" + identity.accountId(), identity.accountId(), null);
            return null;
        });
    }

    private static String pathOf(ContainerRequestContext request) {
        return Paths.spelled(request.getUriInfo().getPath());
    }

    private static @Nullable Response enter(ContainerRequestContext request, Person person) {
        if (!DoorRules.mayPass(person.role(), request.getMethod(), pathOf(request))) {
            return forbidden("the role " + person.role().wireName() + " may not do this");
        }
        String account =
                person.accountId() == null ? request.getHeaderString(ServiceKeys.ACCOUNT_HEADER) : person.accountId();
        enter(request, "user:" + person.userId(), account, person);
        return null;
    }

    private static void enter(
            ContainerRequestContext request, String actor, @Nullable String account, @Nullable Person person) {
        request.setProperty(Actor.ATTRIBUTE, new Actor(actor, person));
        if (account != null && !account.isBlank()) {
            request.setProperty(ACCOUNT, account);
        }
    }

    private boolean isServiceKey(@Nullable String key) {
        return key != null && MessageDigest.isEqual(serviceKey, key.getBytes(UTF_8));
    }

    private static Response unauthorized() {
        return Response.status(Response.Status.UNAUTHORIZED)
                .type(MediaType.APPLICATION_JSON)
                .entity(Map.of(
                        "error",
                        "expected a valid key in header " + ServiceKeys.API_KEY_HEADER + ", or a valid bearer token"))
                .build();
    }

    private static Response forbidden(String why) {
        return Response.status(Response.Status.FORBIDDEN)
                .type(MediaType.APPLICATION_JSON)
                .entity(Map.of("error", why))
                .build();
    }
}
