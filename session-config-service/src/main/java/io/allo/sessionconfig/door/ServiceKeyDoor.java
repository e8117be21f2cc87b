// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.door;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.allo.contracts.ServiceKeys;
import io.allo.sessionconfig.account.Accounts;
import io.allo.sessionconfig.config.ServiceConfig;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.security.MessageDigest;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Every path has a key: {@code /internal/**} the service key; the rest an account's key as {@code X-API-Key} or
 * {@code ?key=}, or the service key, alone or acting for the account named in {@code X-Allo-Account}.
 */
public class ServiceKeyDoor {
    /** Request property: account id as text, absent when a service asks for nobody in particular. */
    public static final String ACCOUNT = "allo.account";

    private final byte[] serviceKey;
    private final Accounts accounts;

    ServiceKeyDoor(ServiceConfig config, Accounts accounts) {
        this.serviceKey = config.serviceKey().getBytes(UTF_8);
        this.accounts = accounts;
    }

    /** Null lets the request pass. */
    @ServerRequestFilter
    public Uni<@Nullable Response> check(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        String key = request.getHeaderString(ServiceKeys.API_KEY_HEADER);
        if (isServiceKey(key)) {
            String account = request.getHeaderString(ServiceKeys.ACCOUNT_HEADER);
            if (account != null) {
                request.setProperty(ACCOUNT, account);
            }
            return Uni.createFrom().nullItem();
        }
        if (path.startsWith("/internal/")) {
            return Uni.createFrom().item(unauthorized());
        }
        String presented =
                key != null ? key : request.getUriInfo().getQueryParameters().getFirst("key");
        if (presented == null || presented.isBlank()) {
            return Uni.createFrom().item(unauthorized());
        }
        return Panache.withSession(() -> accounts.byKey(presented)).map(identity -> {
            if (identity == null) {
                return unauthorized();
            }
            request.setProperty(ACCOUNT, identity.accountId());
            return null;
        });
    }

    private boolean isServiceKey(@Nullable String key) {
        return key != null && MessageDigest.isEqual(serviceKey, key.getBytes(UTF_8));
    }

    private static Response unauthorized() {
        return Response.status(Response.Status.UNAUTHORIZED)
                .type(MediaType.APPLICATION_JSON)
                .entity(Map.of("error", "expected a valid key in header " + ServiceKeys.API_KEY_HEADER))
                .build();
    }
}
