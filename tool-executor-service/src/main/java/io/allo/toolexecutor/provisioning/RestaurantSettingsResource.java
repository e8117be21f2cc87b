// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.toolexecutor.audit.AuditTrail;
import io.allo.toolexecutor.door.ApiException;
import io.allo.toolexecutor.door.Caller;
import io.allo.toolexecutor.door.JsonBody;
import io.allo.toolexecutor.idempotency.ActionKey;
import io.allo.toolexecutor.idempotency.Answer;
import io.allo.toolexecutor.idempotency.Idempotency;
import io.allo.toolexecutor.idempotency.Outcome;
import io.allo.toolexecutor.restaurant.Restaurants;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST} and {@code PATCH /api/restaurants}: the settings, without the lists that have endpoints of their own;
 * {@code GET /api/restaurants/export?id=}: everything as one document.
 */
@Path("/api/restaurants")
class RestaurantSettingsResource {
    private final Restaurants restaurants;
    private final RestaurantImport documents;
    private final RestaurantExport export;
    private final Idempotency idempotency;
    private final AuditTrail audit;
    private final Caller caller;

    RestaurantSettingsResource(
            Restaurants restaurants,
            RestaurantImport documents,
            RestaurantExport export,
            Idempotency idempotency,
            AuditTrail audit,
            Caller caller) {
        this.restaurants = restaurants;
        this.documents = documents;
        this.export = export;
        this.idempotency = idempotency;
        this.audit = audit;
        this.caller = caller;
    }

    @GET
    @Path("/export")
    public Uni<JsonNode> export(@RestQuery @Nullable String id) {
        String account = caller.accountId();
        String actor = caller.actor();
        return restaurants
                .require(id, account)
                .chain(found -> export.of(found)
                        .call(document -> Panache.withTransaction(
                                () -> audit.note(account, actor, "restaurant.exported", name(found.id()), document))));
    }

    private static String name(UUID id) {
        return "restaurant:" + id;
    }

    @POST
    @Cancellable(false)
    public Uni<Response> create(@Nullable JsonNode body) {
        JsonBody given = JsonBody.of(body);
        String account = caller.accountId();
        String actor = caller.actor();
        UUID id = UUID.randomUUID();
        ActionKey key = ActionKey.of(caller, "restaurants");
        return idempotency
                .once(
                        key,
                        () -> restaurants
                                .save(id, documents.newSettings(account, given.node()))
                                .call(() -> audit.note(account, actor, "restaurant.created", name(id), given.node()))
                                .chain(version -> restaurants.view(id, version))
                                .map(Outcome::created))
                .map(Answer::toResponse);
    }

    @PATCH
    @Cancellable(false)
    public Uni<Response> change(@RestQuery("id") @Nullable String queryId, @Nullable JsonNode body) {
        JsonBody given = JsonBody.of(body);
        String named = queryId == null ? given.text("id") : queryId;
        if (named == null || named.isBlank()) {
            throw ApiException.badRequest("id is required");
        }
        ActionKey key = ActionKey.of(caller, "restaurants-change");
        String account = caller.accountId();
        String actor = caller.actor();
        return restaurants
                .require(named, account)
                .chain(found -> idempotency.once(
                        key,
                        () -> restaurants
                                .locked(found.id())
                                .chain(current -> restaurants.save(
                                        found.id(),
                                        documents.changedSettings(restaurants.settings(current), given.node())))
                                .call(() -> audit.note(
                                        account, actor, "restaurant.changed", name(found.id()), given.node()))
                                .chain(version -> restaurants.view(found.id(), version))
                                .map(Outcome::ok)))
                .map(Answer::toResponse);
    }
}
