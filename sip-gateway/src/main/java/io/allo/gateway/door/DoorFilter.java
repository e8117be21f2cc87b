// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.door;

import io.allo.access.Person;
import io.allo.access.Role;
import io.allo.access.TokenDoor;
import io.allo.contracts.ServiceKeys;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Below {@code /api/} nothing is answered without a key: the service key, alone or acting for the account named in
 * {@code X-Allo-Account}, an account's key as {@code X-API-Key} or {@code ?key=}, or a person's token; see {@link LoopbackPass}
 * for the exception.
 */
@Singleton
class DoorFilter {
    private static final Logger LOG = Logger.getLogger(DoorFilter.class);
    private static final String GUARDED = "/api/";
    private static final Set<Role> CALLS = Set.of(Role.ADMIN, Role.OWNER, Role.SUPERVISOR, Role.TECHNICIAN);
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int UNAVAILABLE = 503;

    private final ServiceKey serviceKey;
    private final AccountKeys accounts;
    private final PersonTokens tokens;
    private final LoopbackPass loopback;
    private final Caller caller;

    DoorFilter(ServiceKey serviceKey, AccountKeys accounts, PersonTokens tokens, LoopbackPass loopback, Caller caller) {
        this.serviceKey = serviceKey;
        this.accounts = accounts;
        this.tokens = tokens;
        this.loopback = loopback;
        this.caller = caller;
    }

    /** Null lets the request pass. */
    @ServerRequestFilter
    public Uni<@Nullable Response> check(ContainerRequestContext request, RoutingContext http) {
        if (!request.getUriInfo().getPath().startsWith(GUARDED)) {
            return Uni.createFrom().nullItem();
        }
        String header = request.getHeaderString(ServiceKeys.API_KEY_HEADER);
        String key = header == null ? request.getUriInfo().getQueryParameters().getFirst("key") : header;
        Optional<String> token = TokenDoor.bearer(request.getHeaderString(HttpHeaders.AUTHORIZATION));
        if (key == null && token.isPresent()) {
            return tokens.bearer(token.get())
                    .map(person -> person.isPresent() ? enter(person.get(), request) : unauthorized())
                    .onFailure()
                    .recoverWithItem(DoorFilter::unavailable);
        }
        if (key == null && loopback.opens(request.getUriInfo().getPath(), http)) {
            caller.enter(null);
            return Uni.createFrom().nullItem();
        }
        if (key == null) {
            return Uni.createFrom().item(unauthorized());
        }
        if (serviceKey.matches(key)) {
            caller.enter(request.getHeaderString(ServiceKeys.ACCOUNT_HEADER));
            return Uni.createFrom().nullItem();
        }
        return accounts.accountOf(key)
                .map(account -> {
                    account.ifPresent(caller::enter);
                    return account.isPresent() ? null : unauthorized();
                })
                .onFailure()
                .recoverWithItem(DoorFilter::unavailable);
    }

    /** Whoever places or ends calls is a technician or leads; all others see them. An administrator may name an account. */
    private @Nullable Response enter(Person person, ContainerRequestContext request) {
        if (!CALLS.contains(person.role()) && !request.getMethod().equals("GET")) {
            return Problem.of(FORBIDDEN, "the role " + person.role().wireName() + " may not do this");
        }
        caller.enter(
                person.role() == Role.ADMIN ? request.getHeaderString(ServiceKeys.ACCOUNT_HEADER) : person.accountId());
        return null;
    }

    private static Response unavailable(Throwable failure) {
        LOG.warnf("accounts cannot be checked: %s", failure);
        return Problem.of(UNAVAILABLE, "try again in a few seconds");
    }

    private static Response unauthorized() {
        return Problem.of(UNAUTHORIZED, "a valid key is needed in the header " + ServiceKeys.API_KEY_HEADER);
    }
}
