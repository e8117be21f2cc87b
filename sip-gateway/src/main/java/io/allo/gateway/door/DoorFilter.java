// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.door;

import io.allo.contracts.ServiceKeys;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Below {@code /api/} nothing is answered without a key: the service key, alone or acting for the account named in
 * {@code X-Allo-Account}, or an account's key as {@code X-API-Key} or {@code ?key=}; see {@link LoopbackPass} for the exception.
 */
@Singleton
class DoorFilter {
    private static final Logger LOG = Logger.getLogger(DoorFilter.class);
    private static final String GUARDED = "/api/";
    private static final int UNAUTHORIZED = 401;
    private static final int UNAVAILABLE = 503;

    private final ServiceKey serviceKey;
    private final AccountKeys accounts;
    private final LoopbackPass loopback;
    private final Caller caller;

    DoorFilter(ServiceKey serviceKey, AccountKeys accounts, LoopbackPass loopback, Caller caller) {
        this.serviceKey = serviceKey;
        this.accounts = accounts;
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
                .recoverWithItem(failure -> {
                    LOG.warnf("accounts cannot be checked: %s", failure);
                    return Problem.of(UNAVAILABLE, "try again in a few seconds");
                });
    }

    private static Response unauthorized() {
        return Problem.of(UNAUTHORIZED, "a valid key is needed in the header " + ServiceKeys.API_KEY_HEADER);
    }
}
