// SPDX-License-Identifier: Apache-2.0
package io.allo.loginrelay;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/login/accounts}: among which accounts an administrator of the installation chooses in a page's header. It takes a
 * person's token, which session-config-service checks; everybody else than an administrator sees his own account.
 */
@Path("/api/login/accounts")
@Produces(MediaType.APPLICATION_JSON)
class AccountsRelayResource {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int UNAUTHORIZED = 401;
    private static final int SERVER_ERROR = 500;

    private final AccountsApi accounts;

    AccountsRelayResource(@RestClient AccountsApi accounts) {
        this.accounts = accounts;
    }

    /** 401 without a token that counts, 503 when session-config-service does not answer. */
    @GET
    public Uni<List<Map<String, String>>> all(@HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String bearer) {
        if (bearer == null) {
            throw refused(UNAUTHORIZED, "log in");
        }
        return accounts.all(bearer)
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .map(JsonArray::new)
                .map(all -> IntStream.range(0, all.size())
                        .mapToObj(all::getJsonObject)
                        .map(AccountsRelayResource::shown)
                        .toList())
                .onFailure()
                .transform(AccountsRelayResource::refused);
    }

    private static Map<String, String> shown(JsonObject account) {
        return Map.of("id", account.getString("id"), "name", account.getString("name"));
    }

    private static WebApplicationException refused(Throwable failure) {
        int status = failure instanceof WebApplicationException answered
                ? answered.getResponse().getStatus()
                : SERVER_ERROR;
        if (status == UNAUTHORIZED) {
            return refused(UNAUTHORIZED, "log in");
        }
        return status < SERVER_ERROR ? refused(403, "no accounts") : refused(503, "try again in a few seconds");
    }

    private static WebApplicationException refused(int status, String why) {
        return new WebApplicationException(Response.status(status)
                .entity(Map.of("error", why))
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build());
    }
}
