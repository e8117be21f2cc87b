// SPDX-License-Identifier: Apache-2.0
package io.allo.router.door;

import io.allo.contracts.ServiceKeys;
import io.allo.router.config.ServiceKey;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
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
    private static final String KEY_PARAMETER = "key";

    private final ServiceKey serviceKey;
    private final AccountKeys accountKeys;
    private final CallerAccount caller;

    DoorFilter(ServiceKey serviceKey, AccountKeys accountKeys, CallerAccount caller) {
        this.serviceKey = serviceKey;
        this.accountKeys = accountKeys;
        this.caller = caller;
    }

    @ServerRequestFilter(preMatching = true)
    public @Nullable Response internal(UriInfo uri, HttpHeaders headers) {
        String path = uri.getPath().startsWith("/") ? uri.getPath() : "/" + uri.getPath();
        if (!path.startsWith(INTERNAL)) {
            return null;
        }
        String key = headers.getHeaderString(ServiceKeys.API_KEY_HEADER);
        return key != null && serviceKey.matches(key) ? null : Problem.UNAUTHORIZED.response();
    }

    @ForAccount
    @ServerRequestFilter
    public Uni<@Nullable Response> account(UriInfo uri, HttpHeaders headers) {
        String header = headers.getHeaderString(ServiceKeys.API_KEY_HEADER);
        String key = header == null ? uri.getQueryParameters().getFirst(KEY_PARAMETER) : header;
        if (key == null) {
            return Uni.createFrom().item(Problem.UNAUTHORIZED.response());
        }
        if (serviceKey.matches(key)) {
            return Uni.createFrom().item(onBehalfOf(headers.getHeaderString(ServiceKeys.ACCOUNT_HEADER)));
        }
        return accountKeys
                .identify(key)
                .map(identity ->
                        identity.isPresent() ? enter(identity.get().accountId()) : Problem.UNAUTHORIZED.response())
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf("accounts cannot be checked (%s)", failure);
                    return Problem.UNAVAILABLE.response();
                });
    }

    private @Nullable Response onBehalfOf(@Nullable String account) {
        if (account == null) {
            return Problem.UNAUTHORIZED.response();
        }
        try {
            return enter(UUID.fromString(account).toString());
        } catch (IllegalArgumentException e) {
            return Problem.UNAUTHORIZED.response();
        }
    }

    private @Nullable Response enter(String account) {
        caller.enter(account);
        return null;
    }
}
