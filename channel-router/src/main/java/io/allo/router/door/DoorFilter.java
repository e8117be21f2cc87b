// SPDX-License-Identifier: Apache-2.0
package io.allo.router.door;

import io.allo.access.Person;
import io.allo.access.Role;
import io.allo.access.TokenDoor;
import io.allo.contracts.ServiceKeys;
import io.allo.router.config.ServiceKey;
import io.allo.router.door.CallerAccount.Who;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Lets requests in, or answers 401. A null answer of a filter means: go on. Filters are built before the configuration of the running
 * process is there; what they use is therefore application scoped (created at the first request).
 */
@Singleton
class DoorFilter {
    private static final Logger LOG = Logger.getLogger(DoorFilter.class);
    private static final String INTERNAL = "/internal/";
    private static final String INBOX = "/api/inbox/";
    private static final Who SERVICE = new Who("service", "service", true, false);
    private static final String KEY_PARAMETER = "key";

    private final ServiceKey serviceKey;
    private final AccountKeys accountKeys;
    private final PersonTokens tokens;
    private final CallerAccount caller;

    DoorFilter(ServiceKey serviceKey, AccountKeys accountKeys, PersonTokens tokens, CallerAccount caller) {
        this.serviceKey = serviceKey;
        this.accountKeys = accountKeys;
        this.tokens = tokens;
        this.caller = caller;
    }

    @ServerRequestFilter(preMatching = true)
    public @Nullable Response internal(UriInfo uri, HttpHeaders headers) {
        if (!path(uri).startsWith(INTERNAL)) {
            return null;
        }
        String key = headers.getHeaderString(ServiceKeys.API_KEY_HEADER);
        return key != null && serviceKey.matches(key) ? null : Problem.UNAUTHORIZED.response();
    }

    private static String path(UriInfo uri) {
        return uri.getPath().startsWith("/") ? uri.getPath() : "/" + uri.getPath();
    }

    @ForAccount
    @ServerRequestFilter
    public Uni<@Nullable Response> account(UriInfo uri, HttpHeaders headers, Request request) {
        String header = headers.getHeaderString(ServiceKeys.API_KEY_HEADER);
        String key = header == null ? uri.getQueryParameters().getFirst(KEY_PARAMETER) : header;
        if (key == null) {
            return TokenDoor.bearer(headers.getHeaderString(HttpHeaders.AUTHORIZATION))
                    .map(token -> person(token, headers, request.getMethod().equals("GET"), path(uri)))
                    .orElseGet(() -> Uni.createFrom().item(Problem.UNAUTHORIZED.response()));
        }
        if (serviceKey.matches(key)) {
            return Uni.createFrom().item(onBehalfOf(headers.getHeaderString(ServiceKeys.ACCOUNT_HEADER), SERVICE));
        }
        return accountKeys
                .identify(key)
                .map(identity ->
                        identity.isPresent() ? program(identity.get().accountId()) : Problem.UNAUTHORIZED.response())
                .onFailure()
                .recoverWithItem(DoorFilter::unavailable);
    }

    private Uni<@Nullable Response> person(String token, HttpHeaders headers, boolean reads, String path) {
        return tokens.bearer(token)
                .map(person -> person.isPresent()
                        ? enter(person.get(), headers, reads, path)
                        : Problem.UNAUTHORIZED.response())
                .onFailure()
                .recoverWithItem(DoorFilter::unavailable);
    }

    /** Everybody of an account reads its conversations; staff answers in the inbox; whoever leads erases them. */
    private @Nullable Response enter(Person person, HttpHeaders headers, boolean reads, String path) {
        boolean leads = person.role().administers() || person.role() == Role.SUPERVISOR;
        boolean works = person.role() == Role.STAFF && path.startsWith(INBOX);
        if (!reads && !leads && !works) {
            return Problem.of(403, "the role " + person.role().wireName() + " may not do this")
                    .response();
        }
        Who who = new Who("user:" + person.userId(), person.name(), leads, true);
        return person.accountId() == null
                ? onBehalfOf(headers.getHeaderString(ServiceKeys.ACCOUNT_HEADER), who)
                : enter(person.accountId(), who);
    }

    private static Response unavailable(Throwable failure) {
        LOG.warnf("accounts cannot be checked (%s)", failure);
        return Problem.UNAVAILABLE.response();
    }

    private @Nullable Response program(String account) {
        return enter(account, new Who("key:" + account, "key", true, false));
    }

    private @Nullable Response onBehalfOf(@Nullable String account, Who who) {
        if (account == null) {
            return Problem.UNAUTHORIZED.response();
        }
        try {
            return enter(UUID.fromString(account).toString(), who);
        } catch (IllegalArgumentException e) {
            return Problem.UNAUTHORIZED.response();
        }
    }

    private @Nullable Response enter(String account, Who who) {
        caller.enter(account, who);
        return null;
    }
}
