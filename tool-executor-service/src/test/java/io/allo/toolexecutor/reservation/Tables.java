// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.reservation;

import io.allo.toolexecutor.Demo;
import io.restassured.response.Response;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** A restaurant with ten seats that takes bookings, and bookings of it. */
final class Tables {
    static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    private Tables() {}

    /** A restaurant whose bookings need no lead time to speak of. */
    static String restaurant() {
        return restaurant("\"totalSeats\":10");
    }

    static String restaurant(String more) {
        String id = UUID.randomUUID().toString();
        Demo.imported(id, """
                        {"accountId":"%s","name":"Chez Nous","reservationEnabled":true,"avgMealDurationMin":90,
                         "minReservationAdvanceMin":60,"maxReservationAdvanceDays":30,%s}
                        """.formatted(Demo.ACCOUNT, more)).then().statusCode(200);
        return id;
    }

    /** A time of the day after tomorrow on the restaurant's clocks, {@code YYYY-MM-DDTHH:MM}. */
    static String at(String clockTime) {
        return day() + "T" + clockTime;
    }

    static LocalDate day() {
        return LocalDate.now(PARIS).plusDays(2);
    }

    static Map<String, Object> booking(String restaurant, int guests, String time) {
        return new HashMap<>(Map.of(
                "restaurantId",
                restaurant,
                "customerPhone",
                "06 12 34 56 78",
                "customerName",
                "Zoé",
                "partySize",
                guests,
                "reservationTime",
                time));
    }

    static Response book(Map<String, ?> booking) {
        return Demo.account().body(booking).post("/api/reservations");
    }

    static String booked(String restaurant, int guests, String time) {
        return book(booking(restaurant, guests, time))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    static Response change(Map<String, ?> change) {
        return Demo.account().body(change).patch("/api/reservations");
    }

    static Response check(String restaurant, Map<String, ?> more) {
        Map<String, Object> body = new HashMap<>(Map.of("restaurantId", restaurant, "mode", "reservation"));
        body.putAll(more);
        return Demo.account().body(body).post("/api/availability/check");
    }
}
