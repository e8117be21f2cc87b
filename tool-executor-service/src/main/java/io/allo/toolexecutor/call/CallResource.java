// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.call;

import io.allo.toolexecutor.door.ApiException;
import io.allo.toolexecutor.door.Caller;
import io.allo.toolexecutor.idempotency.ActionKey;
import io.allo.toolexecutor.idempotency.Answer;
import io.allo.toolexecutor.idempotency.Idempotency;
import io.allo.toolexecutor.idempotency.Outcome;
import io.allo.toolexecutor.phone.PhoneNumbers;
import io.allo.toolexecutor.restaurant.Restaurant;
import io.allo.toolexecutor.restaurant.Restaurants;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/calls}: the list, one call, what they cost by day; and where a voice server tells of its calls, at their start, at their
 * end ({@code onCallEndWebhook}) or both.
 */
@Path("/api/calls")
class CallResource {
    private final Restaurants restaurants;
    private final Calls calls;
    private final CallTotals totals;
    private final Idempotency idempotency;
    private final Caller caller;
    private final Clock clock;

    CallResource(
            Restaurants restaurants,
            Calls calls,
            CallTotals totals,
            Idempotency idempotency,
            Caller caller,
            Clock clock) {
        this.restaurants = restaurants;
        this.calls = calls;
        this.totals = totals;
        this.idempotency = idempotency;
        this.caller = caller;
        this.clock = clock;
    }

    /** Newest first; {@code before} (an instant, exclusive) gives the next page. */
    @GET
    public Uni<List<Call>> list(
            @RestQuery @Nullable String restaurantId,
            @RestQuery @Nullable String channel,
            @RestQuery @Nullable String outcome,
            @RestQuery @Nullable String phone,
            @RestQuery @Nullable String from,
            @RestQuery @Nullable String before,
            @RestQuery @Nullable String limit) {
        CallQuery query = new CallQuery(channel, outcome, from, before, limit).checked();
        return restaurants
                .require(restaurantId, caller.accountId())
                .chain(restaurant -> phone == null || phone.isBlank()
                        ? calls.newest(restaurant.id(), query.filter(null))
                        : PhoneNumbers.normalise(
                                        phone.startsWith(" ") ? "+" + phone.strip() : phone, restaurant.region())
                                .map(number -> calls.newest(restaurant.id(), query.filter(number)))
                                .orElseGet(() -> Uni.createFrom().item(List.of())));
    }

    @GET
    @Path("/{id}")
    public Uni<Call> one(@RestPath String id) {
        UUID known = Restaurants.idOf(id).orElseThrow(CallResource::unknown);
        return owned(known)
                .chain(restaurant -> calls.find(known))
                .map(found -> found.orElseThrow(CallResource::unknown));
    }

    /** By days of the restaurant's calendar, {@code from} and {@code to} included; without them, the last seven days. */
    @GET
    @Path("/totals")
    public Uni<Map<String, Object>> totals(
            @RestQuery @Nullable String restaurantId,
            @RestQuery @Nullable String from,
            @RestQuery @Nullable String to) {
        return restaurants.require(restaurantId, caller.accountId()).chain(restaurant -> {
            LocalDate last = CallQuery.day(to, "to", LocalDate.ofInstant(clock.instant(), restaurant.zone()));
            LocalDate first = CallQuery.day(from, "from", last.minusDays(CallQuery.DAYS_SHOWN));
            CallQuery.requirePeriod(first, last);
            return totals.of(restaurant, first, last)
                    .map(days -> Map.of("restaurantId", restaurant.id(), "from", first, "to", last, "days", days));
        });
    }

    @POST
    @Cancellable(false)
    public Uni<Response> report(@Nullable CallReport body) {
        CallReport report = required(body);
        ActionKey key = ActionKey.of(caller, "calls");
        String callId = report.callId() == null || report.callId().isBlank()
                ? UUID.randomUUID().toString()
                : report.callId().strip();
        return restaurants
                .require(report.restaurantId(), caller.accountId())
                .chain(restaurant -> idempotency.once(
                        key,
                        () -> calls.report(restaurant, callId, report)
                                .map(done -> done.fresh() ? Outcome.created(done.call()) : Outcome.ok(done.call()))))
                .map(Answer::toResponse);
    }

    @PATCH
    @Cancellable(false)
    public Uni<Response> change(@Nullable CallReport body) {
        CallReport report = required(body);
        UUID id = report.id();
        if (id == null) {
            throw ApiException.badRequest("id is required");
        }
        ActionKey key = ActionKey.of(caller, "calls-change");
        return owned(id)
                .chain(restaurant -> idempotency.once(
                        key, () -> calls.change(id, restaurant, report).map(Outcome::ok)))
                .map(Answer::toResponse);
    }

    /** Forgets who called and what was said; that there was a call, and its costs, remain. By {@code id}, or by the voice server's. */
    @DELETE
    @Cancellable(false)
    public Uni<Response> erase(
            @RestQuery @Nullable UUID id,
            @RestQuery @Nullable String restaurantId,
            @RestQuery @Nullable String callId) {
        if (id == null && (callId == null || callId.isBlank())) {
            throw ApiException.badRequest("id, or restaurantId and callId, is required");
        }
        ActionKey key = ActionKey.of(caller, "calls-erase");
        Uni<UUID> known = id == null
                ? restaurants
                        .require(restaurantId, caller.accountId())
                        .chain(restaurant -> calls.idOf(restaurant.id(), String.valueOf(callId)))
                        .map(found -> found.orElseThrow(CallResource::unknown))
                : owned(id).replaceWith(id);
        return known.chain(call ->
                        idempotency.once(key, () -> calls.erase(call).replaceWith(Outcome.ok(Map.of("success", true)))))
                .map(Answer::toResponse);
    }

    private static CallReport required(@Nullable CallReport body) {
        if (body == null) {
            throw ApiException.badRequest("a JSON body is required");
        }
        return body.checked();
    }

    /** The restaurant of the call if it is the account's; otherwise the call does not exist. */
    private Uni<Restaurant> owned(UUID id) {
        String account = caller.accountId();
        return calls.restaurantOf(id)
                .map(found -> found.orElseThrow(CallResource::unknown))
                .chain(restaurantId -> restaurants.require(restaurantId.toString(), account))
                .onFailure(ApiException.class)
                .transform(e -> unknown());
    }

    private static ApiException unknown() {
        return ApiException.notFound("unknown call");
    }
}
