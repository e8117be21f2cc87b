// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.sessionconfig.admin.AccountKeys.AccountKey;
import io.allo.sessionconfig.door.Actor;
import io.allo.sessionconfig.door.Caller;
import io.allo.sessionconfig.door.JsonForm;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Keys of an account, for people who administer it and the service key; a key does not make keys. */
@Path("/api/account-keys")
public class AccountKeyResource {
    private static final int LONGEST_LABEL = 100;

    private final AccountKeys keys;

    AccountKeyResource(AccountKeys keys) {
        this.keys = keys;
    }

    /** @param key whole: told now and never again */
    public record NewKey(UUID id, UUID accountId, String prefix, String label, OffsetDateTime createdAt, String key) {
        @Override
        public String toString() {
            return "NewKey " + id;
        }
    }

    @GET
    public Uni<List<AccountKey>> list(@Context ContainerRequestContext request) {
        return keys.list(Caller.of(request));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    @Cancellable(false)
    public Uni<NewKey> create(@Nullable JsonNode body, @Context ContainerRequestContext request) {
        String label = (String) new JsonForm(body, true)
                .name("label", LONGEST_LABEL)
                .values(Set.of())
                .get("label");
        return keys.create(Caller.of(request), Actor.known(request), body, String.valueOf(label))
                .map(created -> new NewKey(
                        created.key().id(),
                        created.key().accountId(),
                        created.key().prefix(),
                        created.key().label(),
                        created.key().createdAt(),
                        created.secret()));
    }

    /** Twice is once. */
    @DELETE
    @Path("/{id}")
    @Cancellable(false)
    public Uni<AccountKey> revoke(UUID id, @Context ContainerRequestContext request) {
        return keys.revoke(Caller.of(request), Actor.known(request), id);
    }
}
