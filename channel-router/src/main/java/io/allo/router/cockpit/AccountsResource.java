// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cockpit;

import io.allo.router.door.Problem;
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
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/cockpit/accounts}: of which accounts an administrator may see the cockpit; everybody else has one. */
@Path("/api/cockpit/accounts")
@Produces(MediaType.APPLICATION_JSON)
class AccountsResource {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int UNAUTHORIZED = 401;
    private static final int SERVER_ERROR = 500;

    private final AccountsApi accounts;

    AccountsResource(@RestClient AccountsApi accounts) {
        this.accounts = accounts;
    }

    record Account(String id, String name) {}

    @GET
    public Uni<List<Account>> all(@HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String bearer) {
        if (bearer == null) {
            throw new WebApplicationException(Problem.of(UNAUTHORIZED, "log in").response());
        }
        return accounts.all(bearer)
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .map(JsonArray::new)
                .map(all -> IntStream.range(0, all.size())
                        .mapToObj(all::getJsonObject)
                        .map(AccountsResource::account)
                        .toList())
                .onFailure()
                .transform(AccountsResource::refused);
    }

    private static Account account(JsonObject json) {
        return new Account(json.getString("id"), json.getString("name"));
    }

    private static WebApplicationException refused(Throwable failure) {
        int status = failure instanceof WebApplicationException answered
                ? answered.getResponse().getStatus()
                : SERVER_ERROR;
        Problem problem = status == UNAUTHORIZED
                ? Problem.of(UNAUTHORIZED, "log in")
                : status < SERVER_ERROR
                        ? Problem.of(403, "no accounts")
                        : Problem.of(503, "try again in a few seconds");
        return new WebApplicationException(problem.response());
    }
}
