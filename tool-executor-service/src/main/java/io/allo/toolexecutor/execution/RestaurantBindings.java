// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import static io.allo.toolexecutor.execution.HttpBinding.WHOLE;
import static io.allo.toolexecutor.execution.Source.argument;
import static io.allo.toolexecutor.execution.Source.context;
import static java.util.Map.entry;

import io.allo.toolexecutor.execution.HttpBinding.FailureShape;
import io.allo.toolexecutor.execution.HttpBinding.Method;
import io.allo.toolexecutor.execution.HttpBinding.SuccessShape;
import java.util.Map;

/** The restaurant's tools as HTTP requests: the table of the tool contract. */
final class RestaurantBindings {
    static final Source RESTAURANT = context("restaurant_id");
    static final Source CALLER = context("caller_phone");
    static final Source CALL = new Source.CallId();
    static final SuccessShape AS_ANSWERED = new SuccessShape(null);

    private RestaurantBindings() {}

    static Map<String, HttpBinding> table() {
        return Map.ofEntries(
                entry("check_availability", checkAvailability()),
                entry("confirm_order", confirmOrder()),
                entry("cancel_order", cancelOrder()),
                entry("confirm_reservation", ReservationBindings.confirm()),
                entry("lookup_reservation", ReservationBindings.lookup()),
                entry("cancel_reservation", ReservationBindings.cancel()),
                entry("check_order_status", checkOrderStatus()),
                entry("save_customer_info", saveCustomerInfo()),
                entry("leave_message", leaveMessage()),
                entry("log_new_faq", logNewFaq()));
    }

    private static HttpBinding checkAvailability() {
        return new HttpBinding(
                Method.POST,
                "/api/availability/check",
                false,
                Map.ofEntries(
                        entry("restaurantId", RESTAURANT),
                        entry("mode", argument("mode")),
                        entry("requestedTime", argument("requested_time")),
                        entry("customerAddress", argument("customer_address")),
                        entry("customerCity", argument("customer_city")),
                        entry("customerPostalCode", argument("customer_postal_code")),
                        entry("customerLat", new Source.KnownCoordinate("customer_delivery_lat")),
                        entry("customerLng", new Source.KnownCoordinate("customer_delivery_lng")),
                        entry("partySize", argument("party_size")),
                        entry("seatingPreference", argument("seating_preference"))),
                AS_ANSWERED,
                FailureShape.NOT_AVAILABLE,
                Map.of(
                        "last_availability_check", WHOLE,
                        "customer_delivery_lat", "customerLat",
                        "customer_delivery_lng", "customerLng"));
    }

    private static HttpBinding confirmOrder() {
        return new HttpBinding(
                Method.POST,
                "/api/ai/tools/confirm-order",
                true,
                Map.of(
                        "restaurantId", RESTAURANT,
                        "item_map", context("item_map"),
                        "call_id", CALL,
                        "customer_id", context("customer_id"),
                        "customer_name", context("customer_name"),
                        "caller_phone", CALLER,
                        "last_availability_check", context("last_availability_check")),
                AS_ANSWERED,
                FailureShape.REFUSED,
                Map.of());
    }

    private static HttpBinding cancelOrder() {
        return new HttpBinding(
                Method.POST,
                "/api/ai/tools/cancel-order",
                false,
                Map.of("restaurantId", RESTAURANT, "order_number", argument("order_number"), "caller_phone", CALLER),
                AS_ANSWERED,
                FailureShape.REFUSED,
                Map.of());
    }

    private static HttpBinding checkOrderStatus() {
        return new HttpBinding(
                Method.GET,
                "/api/orders/status",
                false,
                Map.of("restaurantId", RESTAURANT, "phone", new Source.Either(argument("customer_phone"), CALLER)),
                AS_ANSWERED,
                FailureShape.NO_ORDERS,
                Map.of());
    }

    private static HttpBinding saveCustomerInfo() {
        return new HttpBinding(
                Method.POST,
                "/api/customers",
                false,
                Map.of(
                        "restaurantId", RESTAURANT,
                        "phone", CALLER,
                        "firstName", argument("first_name"),
                        "deliveryAddress", argument("delivery_address"),
                        "deliveryCity", argument("delivery_city"),
                        "deliveryPostalCode", argument("delivery_postal_code"),
                        "deliveryNotes", argument("delivery_notes"),
                        "deliveryLat", context("customer_delivery_lat"),
                        "deliveryLng", context("customer_delivery_lng")),
                new SuccessShape("Les coordonnées du client sont enregistrées."),
                FailureShape.REFUSED,
                Map.of("customer_id", "id", "customer_name", "firstName"));
    }

    private static HttpBinding leaveMessage() {
        return new HttpBinding(
                Method.POST,
                "/api/messages",
                false,
                Map.of(
                        "restaurantId",
                        RESTAURANT,
                        "callId",
                        CALL,
                        "callerPhone",
                        CALLER,
                        "callerName",
                        new Source.Either(argument("caller_name"), context("customer_name")),
                        "content",
                        argument("content"),
                        "category",
                        argument("category"),
                        "isUrgent",
                        argument("is_urgent")),
                new SuccessShape("Le message est transmis au restaurant."),
                FailureShape.UNNOTICED,
                Map.of());
    }

    private static HttpBinding logNewFaq() {
        return new HttpBinding(
                Method.POST,
                "/api/faq",
                false,
                Map.of(
                        "restaurantId",
                        RESTAURANT,
                        "question",
                        argument("question"),
                        "category",
                        argument("category"),
                        "callerPhone",
                        CALLER),
                new SuccessShape("La question est transmise au restaurant."),
                FailureShape.UNNOTICED,
                Map.of());
    }
}
