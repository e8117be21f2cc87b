// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.reservation;

import static io.allo.toolexecutor.reservation.Tables.at;
import static io.allo.toolexecutor.reservation.Tables.book;
import static io.allo.toolexecutor.reservation.Tables.booked;
import static io.allo.toolexecutor.reservation.Tables.booking;
import static io.allo.toolexecutor.reservation.Tables.change;
import static io.allo.toolexecutor.reservation.Tables.check;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.allo.toolexecutor.Demo;
import io.allo.toolexecutor.Statements;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ReservationEndpointsTest {
    @Inject
    Pool pool;

    @Test
    @DisplayName("A62: every refusal of a table, 200 with its code")
    void refusals() {
        String restaurant = Tables.restaurant();
        check(Demo.imported(), Map.of("partySize", 2)).then().statusCode(200);
        check(Tables.restaurant("\"reservationEnabled\":false"), Map.of("partySize", 2))
                .then()
                .statusCode(200)
                .body("reason", equalTo("reservation_not_enabled"));
        check(restaurant, Map.of("requestedTime", at("20:00")))
                .then()
                .body("reason", equalTo("party_size_required"))
                .body("estimatedTime", equalTo(""));
        check(restaurant, Map.of("partySize", 0)).then().body("reason", equalTo("party_size_required"));
        String soon = ZonedDateTime.now(Tables.PARIS)
                .plusMinutes(30)
                .toOffsetDateTime()
                .toString();
        check(restaurant, Map.of("partySize", 2, "requestedTime", soon))
                .then()
                .body("reason", equalTo("reservation_too_soon_min_60min"));
        check(restaurant, Map.of("partySize", 2, "requestedTime", Tables.day().plusDays(40) + "T20:00"))
                .then()
                .body("reason", equalTo("reservation_too_far_max_30days"));
        check(restaurant, Map.of("partySize", 11, "requestedTime", at("20:00")))
                .then()
                .statusCode(200)
                .body("available", equalTo(false))
                .body("reason", equalTo("not_enough_seats_available_10_requested_11"))
                .body("seatsAvailable", equalTo(10))
                .body("$", not(hasKey("alternativeTime")));
        check(restaurant, Map.of("partySize", 2, "requestedTime", "ce soir"))
                .then()
                .statusCode(400);
    }

    @Test
    @DisplayName("A62: filled to capacity, then refused with the nearest time that is free")
    void filled() {
        // Given
        String restaurant = Tables.restaurant();
        booked(restaurant, 8, at("20:00"));

        // Then
        check(restaurant, Map.of("partySize", 2, "requestedTime", at("20:00")))
                .then()
                .body("available", equalTo(true))
                .body("estimatedTime", equalTo("20:00"))
                .body("seatsAvailable", equalTo(2));
        check(restaurant, Map.of("partySize", 3, "requestedTime", at("20:00")))
                .then()
                .body("reason", equalTo("not_enough_seats_available_2_requested_3"))
                .body("alternativeTime", equalTo("18:30"));
        book(booking(restaurant, 3, at("20:00")))
                .then()
                .statusCode(409)
                .body("error", equalTo("not_enough_seats_available_2_requested_3"));
        booked(restaurant, 3, at("21:30"));
    }

    @Test
    @DisplayName("A63: the matching service gives its id, name, covers and duration")
    void services() {
        // Given
        String restaurant = Tables.restaurant("""
                "diningServices":[{"name":"Soir","dayOfWeek":[1,2,3,4,5,6,7],"startTime":"19:00","endTime":"22:00",
                  "maxCovers":4,"defaultDurationMin":45}]""");

        // Then
        String service = check(restaurant, Map.of("partySize", 2, "requestedTime", at("20:00")))
                .then()
                .body("serviceName", equalTo("Soir"))
                .body("seatsAvailable", equalTo(4))
                .extract()
                .path("serviceId");
        book(booking(restaurant, 4, at("20:00")))
                .then()
                .statusCode(201)
                .body("serviceId", equalTo(service))
                .body("durationMin", equalTo(45))
                .body("status", equalTo("confirmed"))
                .body("customerPhone", equalTo(Demo.CALLER))
                .body("localTime", equalTo("20:00"))
                .body("localDate", equalTo(Tables.day().toString()));
        var unknown = booking(restaurant, 1, at("21:00"));
        unknown.put("serviceId", UUID.randomUUID().toString());
        book(unknown).then().statusCode(404).body("error", containsString("dining service"));
    }

    @Test
    @DisplayName("A83: the day's list, by time and status, and what a phone has booked")
    void lists() {
        // Given
        String restaurant = Tables.restaurant();
        String late = booked(restaurant, 2, at("21:00"));
        String early = booked(restaurant, 2, at("12:00"));
        change(Map.of("id", late, "status", "cancelled")).then().statusCode(200);
        String base = "/api/reservations?restaurantId=" + restaurant;

        // Then
        assertThat(Demo.account().get(base + "&date=" + Tables.day()).jsonPath().getList("id"))
                .isEqualTo(List.of(early, late));
        assertThat(Demo.account()
                        .get(base + "&status=confirmed,seated")
                        .jsonPath()
                        .getList("id"))
                .isEqualTo(List.of(early));
        Demo.account().get(base + "&date=" + Tables.day().plusDays(1)).then().body("size()", equalTo(0));
        Demo.account()
                .get("/api/reservations/lookup?restaurantId=" + restaurant + "&phone=0612345678")
                .then()
                .body("found", equalTo(true))
                .body("reservations.id", equalTo(List.of(early)))
                .body("reservations[0].customerName", equalTo("Zoé"))
                .body("reservations[0].partySize", equalTo(2));
        Demo.account()
                .get("/api/reservations/lookup?restaurantId=" + restaurant + "&phone=0799999999")
                .then()
                .body("found", equalTo(false))
                .body("reservations.size()", equalTo(0));
        Demo.account()
                .get("/api/reservations/lookup?restaurantId=" + restaurant)
                .then()
                .statusCode(400);
        Demo.account().get(base + "&date=tomorrow").then().statusCode(400).body("error", containsString("YYYY-MM-DD"));
        Demo.account().get(base + "&status=lost").then().statusCode(400).body("error", containsString("no_show"));
    }

    @Test
    @DisplayName("A84: fifty calls in parallel for ten seats: five parties of two, never more")
    void parallelBookingsNeverExceedTheSeats() throws Exception {
        // Given
        String restaurant = Tables.restaurant();
        List<Future<Integer>> answers = new ArrayList<>();

        // When
        try (var callers = Executors.newFixedThreadPool(25)) {
            for (int i = 0; i < 50; i++) {
                var booking = booking(restaurant, 2, at("20:00"));
                booking.put("callId", "call-" + i);
                answers.add(callers.submit(() -> book(booking).statusCode()));
            }
        }

        // Then
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> answer : answers) {
            statuses.add(answer.get());
        }
        assertThat(statuses).containsOnly(201, 409);
        assertThat(statuses.stream().filter(status -> status == 201)).hasSize(5);
        assertThat(new Statements(pool)
                        .one(
                                "select sum(party_size) from reservations where restaurant_id = $1",
                                UUID.fromString(restaurant)))
                .isEqualTo(10);
    }

    @Test
    @DisplayName("A84: a table that is named exists, and nobody else sits there meanwhile")
    void namedTables() {
        // Given
        String restaurant = Tables.restaurant();
        String table = Demo.account()
                .body(Map.of("restaurantId", restaurant, "name", "12", "seats", 10))
                .post("/api/tables")
                .path("id");
        String first = bookedAt(restaurant, "19:00", table)
                .then()
                .statusCode(201)
                .extract()
                .path("id");

        // Then
        bookedAt(restaurant, "20:00", table).then().statusCode(409).body("error", equalTo("table_taken"));
        bookedAt(restaurant, "20:30", table).then().statusCode(201);
        bookedAt(restaurant, "12:00", UUID.randomUUID().toString())
                .then()
                .statusCode(400)
                .body("error", startsWith("unknown table"));
        String other = booked(restaurant, 2, at("19:30"));
        change(Map.of("id", other, "tableIds", List.of(table))).then().statusCode(409);
        change(Map.of("id", first, "status", "cancelled")).then().statusCode(200);
        change(Map.of("id", first, "tableIds", List.of(table))).then().statusCode(200);
    }

    private static Response bookedAt(String restaurant, String time, String table) {
        Map<String, Object> booking = Tables.booking(restaurant, 2, at(time));
        booking.put("tableIds", List.of(table));
        return Tables.book(booking);
    }

    @Test
    @DisplayName("A90: the road of a reservation is policed; the refusal names what is allowed")
    void transitions() {
        // Given
        String restaurant = Tables.restaurant();
        String id = booked(restaurant, 2, at("20:00"));

        // Then
        change(Map.of("id", id, "status", "completed"))
                .then()
                .statusCode(400)
                .body("error", containsString("allowed: seated, cancelled, no_show"));
        change(Map.of("id", id, "status", "seated", "notes", "fenêtre", "tableIds", List.of()))
                .then()
                .statusCode(200)
                .body("status", equalTo("seated"))
                .body("notes", equalTo("fenêtre"));
        change(Map.of("id", id, "status", "seated")).then().statusCode(200);
        change(Map.of("id", id, "status", "cancelled")).then().statusCode(400);
        change(Map.of("id", id, "status", "completed")).then().statusCode(200);
        change(Map.of("id", id, "status", "lost")).then().statusCode(400).body("error", startsWith("unknown status"));
        change(Map.of("id", UUID.randomUUID().toString(), "status", "seated"))
                .then()
                .statusCode(404);
    }

    @Test
    @DisplayName(
            "A85: with a restaurant or a caller named, another's reservation is unknown; another account's is always")
    void onlyTheOwnReservation() {
        // Given
        String restaurant = Tables.restaurant();
        String id = booked(restaurant, 2, at("20:00"));

        // Then
        change(Map.of("id", id, "status", "cancelled", "callerPhone", "0799999999"))
                .then()
                .statusCode(404);
        change(Map.of("id", id, "status", "cancelled", "byCaller", true)).then().statusCode(404);
        change(Map.of("id", id, "status", "cancelled", "restaurantId", Tables.restaurant()))
                .then()
                .statusCode(404);
        Demo.service()
                .header("X-Allo-Account", "another")
                .body(Map.of("id", id, "status", "cancelled"))
                .patch("/api/reservations")
                .then()
                .statusCode(404);
        change(Map.of("id", id, "status", "cancelled", "callerPhone", "+33 6 12 34 56 78"))
                .then()
                .statusCode(200)
                .body("status", equalTo("cancelled"));
    }

    @Test
    @DisplayName("A cancelled table is free again; the same booking in the same call is one booking")
    void repeatedAndFreed() {
        // Given
        String restaurant = Tables.restaurant();
        var booking = booking(restaurant, 10, at("20:00"));
        booking.put("callId", "call-1");
        String first = book(booking).then().statusCode(201).extract().path("id");

        // Then
        book(booking).then().statusCode(201).body("id", equalTo(first));
        change(Map.of("id", first, "status", "cancelled")).then().statusCode(200);
        assertThat(book(booking).then().statusCode(201).extract().<String>path("id"))
                .isNotEqualTo(first);
    }

    @Test
    void aTimeThatWasOnlySpokenIsCheckedWhole() {
        String restaurant = Tables.restaurant();
        String inHalfAnHour =
                LocalTime.now(Tables.PARIS).plusMinutes(30).toString().substring(0, 5);
        book(booking(restaurant, 2, inHalfAnHour))
                .then()
                .statusCode(409)
                .body("error", equalTo("reservation_too_soon_min_60min"));
    }
}
