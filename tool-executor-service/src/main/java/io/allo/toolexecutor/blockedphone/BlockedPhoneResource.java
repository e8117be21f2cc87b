// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.blockedphone;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.allo.toolexecutor.door.ApiException;
import io.allo.toolexecutor.door.Caller;
import io.allo.toolexecutor.idempotency.ActionKey;
import io.allo.toolexecutor.idempotency.Answer;
import io.allo.toolexecutor.idempotency.Idempotency;
import io.allo.toolexecutor.idempotency.Outcome;
import io.allo.toolexecutor.phone.PhoneNumbers;
import io.allo.toolexecutor.restaurant.Restaurant;
import io.allo.toolexecutor.restaurant.Restaurants;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** {@code /api/blocked-phones}: the list, a number more, a number less, and the question before a call. */
@Path("/api/blocked-phones")
class BlockedPhoneResource {
    private static final int LONGEST_REASON = 500;

    private final Restaurants restaurants;
    private final BlockedPhones phones;
    private final Idempotency idempotency;
    private final Caller caller;

    BlockedPhoneResource(Restaurants restaurants, BlockedPhones phones, Idempotency idempotency, Caller caller) {
        this.restaurants = restaurants;
        this.phones = phones;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record NewBlockedPhone(
            @Nullable String restaurantId,
            @Nullable String phone,
            @Nullable String reason) {}

    /** Answer of the check; the reason is null where none was given. */
    @RegisterForReflection
    record Check(boolean blocked, @Nullable String reason) {}

    @GET
    public Uni<List<BlockedPhone>> list(@RestQuery @Nullable String restaurantId) {
        return restaurants
                .require(restaurantId, caller.accountId())
                .chain(restaurant -> phones.newest(restaurant.id()));
    }

    /** A number that cannot be read (withheld, an extension) is not blocked. */
    @GET
    @Path("/check")
    public Uni<Check> check(@RestQuery @Nullable String restaurantId, @RestQuery @Nullable String phone) {
        if (phone == null || phone.isBlank()) {
            throw ApiException.badRequest("phone is required");
        }
        return restaurants
                .require(restaurantId, caller.accountId())
                .chain(restaurant -> number(phone, restaurant)
                        .map(number -> phones.find(restaurant.id(), number)
                                .map(found -> new Check(
                                        found.isPresent(),
                                        found.map(BlockedPhone::reason).orElse(null))))
                        .orElseGet(() -> Uni.createFrom().item(new Check(false, null))));
    }

    @POST
    @Cancellable(false)
    public Uni<Response> block(@Nullable NewBlockedPhone body) {
        if (body == null || body.phone() == null || body.phone().isBlank()) {
            throw ApiException.badRequest("phone is required");
        }
        String reason = body.reason() == null || body.reason().isBlank()
                ? null
                : body.reason().strip();
        if (reason != null && reason.length() > LONGEST_REASON) {
            throw ApiException.badRequest(
                    "reason has " + reason.length() + " characters (expected: at most " + LONGEST_REASON + ")");
        }
        ActionKey key = ActionKey.of(caller, "blocked-phones");
        return restaurants
                .require(body.restaurantId(), caller.accountId())
                .chain(restaurant -> {
                    String number = number(body.phone(), restaurant)
                            .orElseThrow(() -> ApiException.badRequest("phone is no telephone number"));
                    return idempotency.once(
                            key,
                            () -> phones.block(restaurant, number, reason)
                                    .map(done ->
                                            done.fresh() ? Outcome.created(done.phone()) : Outcome.ok(done.phone())));
                })
                .map(Answer::toResponse);
    }

    @DELETE
    @Cancellable(false)
    public Uni<Response> unblock(@RestQuery @Nullable UUID id) {
        if (id == null) {
            throw ApiException.badRequest("id is required");
        }
        ActionKey key = ActionKey.of(caller, "blocked-phones-delete");
        return owned(id, caller.accountId())
                .chain(restaurant -> idempotency.once(
                        key, () -> phones.unblock(id).replaceWith(Outcome.ok(Map.of("success", true)))))
                .map(Answer::toResponse);
    }

    /** A plus sign that a client did not encode has become a space. */
    private static Optional<String> number(String phone, Restaurant restaurant) {
        String written = phone.startsWith(" ") ? "+" + phone.strip() : phone;
        return PhoneNumbers.normalise(written, restaurant.region());
    }

    /** The restaurant of the number if it is the account's; otherwise the number does not exist. */
    private Uni<Restaurant> owned(UUID id, String account) {
        return phones.restaurantOf(id)
                .map(found -> found.orElseThrow(() -> ApiException.notFound("unknown blocked phone")))
                .chain(restaurantId -> restaurants.require(restaurantId.toString(), account))
                .onFailure(ApiException.class)
                .transform(e -> ApiException.notFound("unknown blocked phone"));
    }
}
