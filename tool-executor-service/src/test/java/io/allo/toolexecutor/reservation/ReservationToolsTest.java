// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.reservation;

import static io.allo.toolexecutor.reservation.Tables.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.allo.toolexecutor.Demo;
import io.allo.toolexecutor.Statements;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The tools for tables as channel-router runs them. */
@QuarkusTest
class ReservationToolsTest {
    @Inject
    Pool pool;

    private final String conversation = UUID.randomUUID().toString();
    private final Map<String, Object> context = new HashMap<>();
    private String restaurant;
    private int calls;

    @BeforeEach
    void aRestaurant() {
        restaurant = Tables.restaurant("""
                "totalSeats":10,"offers":[{"name":"Anniversaire","minPartySize":4}],
                "diningServices":[{"name":"Soir","dayOfWeek":[1,2,3,4,5,6,7],"startTime":"18:00","endTime":"23:00"}]""");
        context.put("restaurant_id", restaurant);
        context.put("caller_phone", Demo.CALLER);
    }

    @Test
    @DisplayName("A43, A49, A83: checked, booked at the checked time, found, cancelled; facts are left for others")
    void aTableFromCheckToCancellation() {
        // When
        JsonPath check = run("check_availability", check(4));
        JsonPath booked = run("confirm_reservation", booking(Map.of("reservation_time", "12:00", "offer_id", offer())));
        JsonPath found = run("lookup_reservation", Map.of("customer_phone", "06 12 34 56 78"));
        String id = found.getString("result.reservations[0].id");
        JsonPath cancelled = run("cancel_reservation", Map.of("reservation_id", id));

        // Then
        assertThat(check.getString("result.serviceName")).isEqualTo("Soir");
        assertThat(booked.getBoolean("result.success")).isTrue();
        assertThat(booked.getString("result.heure")).isEqualTo("20:00");
        assertThat(booked.getString("result.reservation_id")).isEqualTo(id);
        assertThat(booked.getString("result.message")).isNotBlank();
        assertThat(found.getBoolean("result.found")).isTrue();
        assertThat(cancelled.getBoolean("result.success")).isTrue();
        var stored = Demo.account()
                .get("/api/reservations?restaurantId=" + restaurant)
                .jsonPath();
        assertThat(stored.getString("[0].status")).isEqualTo("cancelled");
        assertThat(stored.getString("[0].offerId")).isEqualTo(offer());
        assertThat(stored.getString("[0].serviceId")).isEqualTo(check.getString("result.serviceId"));
        assertThat(stored.getString("[0].callId")).isEqualTo(conversation);
    }

    @Test
    @DisplayName("A85: another caller, or one without a number, cannot cancel")
    void onlyTheCallerCancels() {
        // Given
        run("check_availability", check(2));
        String id = run("confirm_reservation", booking(Map.of())).getString("result.reservation_id");

        // Then
        context.put("caller_phone", "+33799999999");
        assertThat(run("cancel_reservation", Map.of("reservation_id", id)).getBoolean("result.success"))
                .isFalse();
        context.remove("caller_phone");
        JsonPath hidden = run("cancel_reservation", Map.of("reservation_id", id));
        assertThat(hidden.getBoolean("result.success")).isFalse();
        assertThat(hidden.getString("result.error")).isEqualTo("unknown reservation");
        assertThat(new Statements(pool)
                        .one(
                                "select count(*) from reservations where id = $1 and status = 'confirmed'",
                                UUID.fromString(id)))
                .isEqualTo(1);
    }

    @Test
    @DisplayName("A.5: refusals are told as results; a check for a pickup gives no time for a table")
    void refusals() {
        context.put("last_availability_check", Map.of("mode", "pickup", "estimatedTimeISO", "2026-01-01T10:00:00Z"));
        JsonPath booked = run("confirm_reservation", booking(Map.of("reservation_time", "99:00")));
        assertThat(booked.getBoolean("result.success")).isFalse();
        assertThat(booked.getString("result.error")).contains("expected: HH:MM");
        assertThat(run("lookup_reservation", Map.of("customer_phone", "0799999999"))
                        .getBoolean("result.found"))
                .isFalse();
        context.put("restaurant_id", UUID.randomUUID().toString());
        JsonPath nowhere = run("lookup_reservation", Map.of("customer_phone", "0799999999"));
        assertThat(nowhere.getBoolean("result.found")).isFalse();
        assertThat(nowhere.getList("result.reservations")).isEmpty();
        assertThat(nowhere.getString("result.error")).isNotBlank();
    }

    private String offer() {
        return Demo.account()
                .get("/api/offers?restaurantId=" + restaurant)
                .jsonPath()
                .getString("[0].id");
    }

    private static Map<String, Object> check(int guests) {
        return Map.of("mode", "reservation", "party_size", guests, "requested_time", at("20:00"));
    }

    private static Map<String, Object> booking(Map<String, Object> more) {
        Map<String, Object> arguments = new HashMap<>(Map.of(
                "customer_name", "Zoé", "customer_phone", "0612345678", "party_size", 4, "reservation_time", "20:00"));
        arguments.putAll(more);
        return arguments;
    }

    private JsonPath run(String tool, Map<String, Object> arguments) {
        JsonPath answer = Demo.execute(conversation, String.valueOf(++calls), tool, arguments, context)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        context.putAll(answer.getMap("contextUpdates"));
        return answer;
    }
}
