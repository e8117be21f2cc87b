// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.allo.contracts.session.SessionFacts;
import io.allo.toolexecutor.dining.DiningPlan;
import io.allo.toolexecutor.dining.DiningService;
import io.allo.toolexecutor.restaurant.KitchenRules;
import io.allo.toolexecutor.restaurant.Restaurant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The capacity rule of A.6 without a database. */
class SeatingTest {
    /** Saturday, 20:00 in Paris. */
    private static final Instant EIGHT = Instant.parse("2026-11-21T19:00:00Z");

    private static final ObjectMapper JSON = new ObjectMapper().registerModule(new JavaTimeModule());

    @Test
    @DisplayName("A62: without services and tables the restaurant's seats count, less whoever overlaps")
    void seatsLessOverlappingGuests() {
        // Given: 90 minutes a meal; one party leaves as the guests come, one comes as they leave, two overlap
        Seating seating =
                seating(plan(""), booking(-90, 0, 50), booking(90, 180, 50), booking(-89, 1, 3), booking(89, 200, 2));

        // Then
        assertThat(seating.at(EIGHT).seatsLeft()).isEqualTo(20 - 5);
        assertThat(seating.at(EIGHT).end()).isEqualTo(EIGHT.plus(Duration.ofMinutes(90)));
    }

    @Test
    @DisplayName("A62: active tables count before the restaurant's seats, a service's covers before the tables")
    void whatCounts() {
        String tables = """
                {"table":[{"name":"1","seats":4},{"name":"2","seats":2},{"name":"3","seats":8,"isActive":false}]}""";
        assertThat(seating(plan(tables)).at(EIGHT).seatsLeft()).isEqualTo(6);
        String covers = """
                {"table":[{"name":"1","seats":4}],"service":[{"name":"Soir","dayOfWeek":[6],"startTime":"19:00",
                  "endTime":"22:00","maxCovers":30,"defaultDurationMin":120}]}""";
        assertThat(seating(plan(covers)).at(EIGHT).seatsLeft()).isEqualTo(30);
        assertThat(seating(plan(covers)).at(EIGHT).end()).isEqualTo(EIGHT.plus(Duration.ofMinutes(120)));
    }

    @ParameterizedTest
    @DisplayName("A63: a service matches on its weekdays from its start to its last seating, over midnight too")
    @CsvSource({
        "2026-11-21T18:00:00Z, Soir", // 19:00, start included
        "2026-11-21T20:30:00Z, Soir", // 21:30, last seating included
        "2026-11-21T20:31:00Z, ''",
        "2026-11-21T17:59:00Z, ''",
        "2026-11-20T19:00:00Z, ''", // Friday
        "2026-11-22T22:30:00Z, Nuit", // Sunday 23:30
        "2026-11-23T00:30:00Z, Nuit", // Monday 01:30, of Sunday's night
        "2026-11-22T00:30:00Z, ''" // Sunday 01:30: no night began on Saturday
    })
    void matchingService(Instant time, String name) {
        Seating seating = seating(plan("""
                {"service":[
                  {"name":"Fermé","dayOfWeek":[6],"startTime":"19:00","endTime":"23:00","isActive":false},
                  {"name":"Privé","dayOfWeek":[6],"startTime":"19:00","endTime":"21:00","isPrivate":true},
                  {"name":"Soir","dayOfWeek":[6],"startTime":"19:00","endTime":"23:00","lastSeatingTime":"21:30"},
                  {"name":"Nuit","dayOfWeek":[7],"startTime":"23:00","endTime":"02:00"}]}"""));
        DiningService service = seating.at(time).service();
        assertThat(service == null ? "" : service.name()).isEqualTo(name);
    }

    @Test
    void theNearestTimeWithEnoughSeatsIsProposed() {
        // Given: full from 19:00 to 20:30 and a meal of 90 minutes
        Seating full = seating(plan(""), booking(-60, 30, 20));

        // Then
        assertThat(full.nearest(EIGHT, 2, EIGHT.minus(Duration.ofDays(1))))
                .hasValueSatisfying(meal -> assertThat(meal.start()).isEqualTo(EIGHT.plus(Duration.ofMinutes(30))));
        assertThat(full.nearest(EIGHT, 21, EIGHT)).isEmpty();
    }

    private static Booking booking(int fromMinutes, int toMinutes, int guests) {
        return new Booking(
                EIGHT.plus(Duration.ofMinutes(fromMinutes)), EIGHT.plus(Duration.ofMinutes(toMinutes)), guests);
    }

    private static Seating seating(DiningPlan plan, Booking... bookings) {
        SessionFacts.Restaurant facts = read(
                "{\"timezone\":\"Europe/Paris\",\"totalSeats\":20,\"avgMealDurationMin\":90}",
                SessionFacts.Restaurant.class);
        return new Seating(
                new Restaurant(UUID.randomUUID(), 1, facts, null, KitchenRules.NONE), plan, List.of(bookings));
    }

    private static DiningPlan plan(String things) {
        Map<?, ?> lists = things.isEmpty() ? Map.of() : read(things, Map.class);
        Map<String, Object> plan = Map.of(
                "tables", lists.containsKey("table") ? lists.get("table") : List.of(),
                "services", lists.containsKey("service") ? lists.get("service") : List.of(),
                "offers", List.of());
        return JSON.convertValue(plan, DiningPlan.class);
    }

    private static <T> T read(String json, Class<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
