// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import static io.allo.toolexecutor.execution.RestaurantBindings.AS_ANSWERED;
import static io.allo.toolexecutor.execution.RestaurantBindings.CALL;
import static io.allo.toolexecutor.execution.RestaurantBindings.CALLER;
import static io.allo.toolexecutor.execution.RestaurantBindings.RESTAURANT;
import static io.allo.toolexecutor.execution.Source.argument;
import static io.allo.toolexecutor.execution.Source.context;
import static java.util.Map.entry;

import io.allo.toolexecutor.execution.HttpBinding.FailureShape;
import io.allo.toolexecutor.execution.HttpBinding.Method;
import io.allo.toolexecutor.execution.HttpBinding.SuccessShape;
import java.util.Map;

/** The tools for tables as HTTP requests. */
final class ReservationBindings {
    private ReservationBindings() {}

    /** What was checked is booked: the time of the last check, and the service that it found, go before what was said. */
    static HttpBinding confirm() {
        return new HttpBinding(
                Method.POST,
                "/api/reservations",
                false,
                Map.ofEntries(
                        entry("restaurantId", RESTAURANT),
                        entry("customerName", argument("customer_name")),
                        entry("customerPhone", new Source.Either(argument("customer_phone"), CALLER)),
                        entry("callerPhone", CALLER),
                        entry("partySize", argument("party_size")),
                        entry(
                                "reservationTime",
                                new Source.Either(
                                        new Source.LastCheck("reservation", "estimatedTimeISO"),
                                        argument("reservation_time"))),
                        entry("seatingPreference", argument("seating_preference")),
                        entry(
                                "serviceId",
                                new Source.Either(
                                        argument("service_id"), new Source.LastCheck("reservation", "serviceId"))),
                        entry("offerId", argument("offer_id")),
                        entry("notes", argument("notes")),
                        entry("status", new Source.Constant("confirmed")),
                        entry("callId", CALL),
                        entry("customerId", context("customer_id"))),
                new SuccessShape(
                        "La réservation est enregistrée.", Map.of("reservation_id", "id", "heure", "localTime")),
                FailureShape.REFUSED,
                Map.of());
    }

    static HttpBinding lookup() {
        return new HttpBinding(
                Method.GET,
                "/api/reservations/lookup",
                false,
                Map.of("restaurantId", RESTAURANT, "phone", new Source.Either(argument("customer_phone"), CALLER)),
                AS_ANSWERED,
                FailureShape.NO_RESERVATIONS,
                Map.of());
    }

    /** The id alone would let anybody cancel: restaurant and caller go with it. */
    static HttpBinding cancel() {
        return new HttpBinding(
                Method.PATCH,
                "/api/reservations",
                false,
                Map.of(
                        "id",
                        argument("reservation_id"),
                        "status",
                        new Source.Constant("cancelled"),
                        "restaurantId",
                        RESTAURANT,
                        "callerPhone",
                        CALLER,
                        "byCaller",
                        new Source.Constant(true)),
                new SuccessShape("La réservation est annulée."),
                FailureShape.REFUSED,
                Map.of());
    }
}
