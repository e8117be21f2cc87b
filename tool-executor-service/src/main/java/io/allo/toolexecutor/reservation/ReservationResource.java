// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.reservation;

import io.allo.toolexecutor.door.ApiException;
import io.allo.toolexecutor.door.Caller;
import io.allo.toolexecutor.idempotency.ActionKey;
import io.allo.toolexecutor.idempotency.Answer;
import io.allo.toolexecutor.idempotency.Idempotency;
import io.allo.toolexecutor.idempotency.Outcome;
import io.allo.toolexecutor.restaurant.Restaurant;
import io.allo.toolexecutor.restaurant.Restaurants;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** {@code /api/reservations}: the day's list, booking, changes, and what a caller has booked. */
@Path("/api/reservations")
class ReservationResource {
    private static final int FIRST_YEAR = 2000;
    private static final int LAST_YEAR = 2999;

    private final Restaurants restaurants;
    private final Reservations reservations;
    private final ReservationBooking booking;
    private final Idempotency idempotency;
    private final Caller caller;

    ReservationResource(
            Restaurants restaurants,
            Reservations reservations,
            ReservationBooking booking,
            Idempotency idempotency,
            Caller caller) {
        this.restaurants = restaurants;
        this.reservations = reservations;
        this.booking = booking;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    @GET
    public Uni<List<Reservation>> list(
            @RestQuery @Nullable String restaurantId,
            @RestQuery @Nullable String date,
            @RestQuery @Nullable String status) {
        LocalDate day = day(date);
        List<String> statuses = statuses(status);
        return restaurants
                .require(restaurantId, caller.accountId())
                .chain(restaurant -> reservations.list(restaurant, day, statuses));
    }

    @GET
    @Path("/lookup")
    public Uni<LookupView> lookup(@RestQuery @Nullable String restaurantId, @RestQuery @Nullable String phone) {
        if (phone == null || phone.isBlank()) {
            throw ApiException.badRequest("phone is required");
        }
        return restaurants
                .require(restaurantId, caller.accountId())
                .chain(restaurant -> reservations.lookup(restaurant, phone));
    }

    @POST
    @Cancellable(false)
    public Uni<Response> book(@Nullable NewReservation body) {
        if (body == null) {
            throw ApiException.badRequest("a JSON body is required");
        }
        Restaurants.idOf(body.restaurantId());
        NewReservation request = body.checked();
        ActionKey key = ActionKey.of(caller, "reservations");
        return restaurants
                .require(request.restaurantId(), caller.accountId())
                .chain(restaurant -> booking.book(restaurant, request, key))
                .map(Answer::toResponse);
    }

    @PATCH
    @Cancellable(false)
    public Uni<Response> change(@Nullable ReservationChange body) {
        if (body == null || body.id() == null) {
            throw ApiException.badRequest("id is required");
        }
        UUID id = body.id();
        ReservationChange change = body.checked();
        ActionKey key = ActionKey.of(caller, "reservations-change");
        return owned(id, change.restaurantId(), caller.accountId())
                .chain(restaurant -> idempotency.once(
                        key, () -> reservations.change(restaurant, id, change).map(Outcome::ok)))
                .map(Answer::toResponse);
    }

    /** The restaurant of the reservation if it is the account's and the one named; otherwise the reservation does not exist. */
    private Uni<Restaurant> owned(UUID id, @Nullable String named, String account) {
        return reservations
                .restaurantOf(id)
                .map(found -> found.filter(of -> named == null || named.strip().equalsIgnoreCase(of.toString()))
                        .orElseThrow(Reservations::unknown))
                .chain(restaurantId -> restaurants.require(restaurantId.toString(), account))
                .onFailure(ApiException.class)
                .transform(e -> Reservations.unknown());
    }

    private static @Nullable LocalDate day(@Nullable String date) {
        if (date == null || date.isBlank()) {
            return null;
        }
        try {
            LocalDate day = LocalDate.parse(date.strip());
            if (day.getYear() >= FIRST_YEAR && day.getYear() <= LAST_YEAR) {
                return day;
            }
        } catch (DateTimeParseException e) {
            // Answered below, as a date that is out of range is.
        }
        throw ApiException.badRequest("date has another form (expected: YYYY-MM-DD)");
    }

    /** A comma list; nothing given means all. */
    private static List<String> statuses(@Nullable String status) {
        return status == null || status.isBlank()
                ? Arrays.stream(ReservationStatus.values())
                        .map(ReservationStatus::wireName)
                        .toList()
                : Arrays.stream(status.split(",", -1))
                        .map(name -> ReservationStatus.of(name.strip()).wireName())
                        .toList();
    }
}
