// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.message;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.allo.toolexecutor.door.ApiException;
import io.allo.toolexecutor.door.Caller;
import io.allo.toolexecutor.idempotency.ActionKey;
import io.allo.toolexecutor.idempotency.Answer;
import io.allo.toolexecutor.idempotency.Idempotency;
import io.allo.toolexecutor.idempotency.Outcome;
import io.allo.toolexecutor.restaurant.Restaurant;
import io.allo.toolexecutor.restaurant.Restaurants;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** {@code /api/messages}: the list, a new message, its marks. */
@Path("/api/messages")
class MessageResource {
    private final Restaurants restaurants;
    private final Messages messages;
    private final Idempotency idempotency;
    private final Caller caller;

    MessageResource(Restaurants restaurants, Messages messages, Idempotency idempotency, Caller caller) {
        this.restaurants = restaurants;
        this.messages = messages;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Marks(
            @Nullable UUID id,
            @Nullable Boolean isRead,
            @Nullable Boolean isUrgent) {}

    @GET
    public Uni<List<Message>> list(@RestQuery @Nullable String restaurantId, @RestQuery boolean unreadOnly) {
        return restaurants
                .require(restaurantId, caller.accountId())
                .chain(restaurant -> messages.newest(restaurant.id(), unreadOnly));
    }

    @POST
    @Cancellable(false)
    public Uni<Response> leave(@Nullable NewMessage body) {
        if (body == null) {
            throw ApiException.badRequest("a JSON body is required");
        }
        NewMessage message = body.checked();
        ActionKey key = ActionKey.of(caller, "messages");
        return restaurants
                .require(message.restaurantId(), caller.accountId())
                .chain(restaurant -> idempotency.once(
                        key, () -> messages.leave(restaurant, message).map(Outcome::created)))
                .map(Answer::toResponse);
    }

    @PATCH
    @Cancellable(false)
    public Uni<Response> mark(@Nullable Marks body) {
        if (body == null || body.id() == null) {
            throw ApiException.badRequest("id is required");
        }
        UUID id = body.id();
        String account = caller.accountId();
        ActionKey key = ActionKey.of(caller, "messages-mark");
        return owned(id, account)
                .chain(restaurant -> idempotency.once(
                        key,
                        () -> messages.mark(id, body.isRead(), body.isUrgent()).map(Outcome::ok)))
                .map(Answer::toResponse);
    }

    @DELETE
    @Cancellable(false)
    public Uni<Response> delete(@RestQuery @Nullable UUID id) {
        if (id == null) {
            throw ApiException.badRequest("id is required");
        }
        ActionKey key = ActionKey.of(caller, "messages-delete");
        return owned(id, caller.accountId())
                .chain(restaurant -> idempotency.once(
                        key, () -> messages.delete(id).replaceWith(Outcome.ok(Map.of("success", true)))))
                .map(Answer::toResponse);
    }

    /** The restaurant of the message if it is the account's; otherwise the message does not exist. */
    private Uni<Restaurant> owned(UUID id, String account) {
        return messages.restaurantOf(id)
                .map(found -> found.orElseThrow(() -> ApiException.notFound("unknown message")))
                .chain(restaurantId -> restaurants.require(restaurantId.toString(), account))
                .onFailure(ApiException.class)
                .transform(e -> ApiException.notFound("unknown message"));
    }
}
