// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import static io.allo.toolexecutor.calcom.CalComOnLoopback.SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.testkit.provider.CalComServer;
import io.allo.testkit.provider.CalComServer.Request;
import io.allo.toolexecutor.Demo;
import io.allo.toolexecutor.calcom.CalComOnLoopback;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The tools for appointments with a calendar that Cal.com keeps; each test has days of its own there. */
@QuarkusTest
class CalComTest {
    private Salon salon;

    @BeforeEach
    void aCalendar() {
        salon = new Salon(Salon.DOCUMENT
                .formatted(Demo.ACCOUNT)
                .replace("\"price\":32", "\"price\":32,\"calEventTypeId\":4711")
                .replace("\"price\":70", "\"price\":70,\"calEventTypeId\":4712"));
    }

    @AfterEach
    void asUsual() {
        SERVER.fail(null);
    }

    private static Request last(String method, String path) {
        return SERVER.requests(method, path).getLast();
    }

    private static List<JsonNode> standing(String day) {
        return SERVER.bookings().stream()
                .filter(booking -> booking.path("start").asText().startsWith(day))
                .filter(booking -> booking.path("status").asText().equals("accepted"))
                .toList();
    }

    @Test
    @DisplayName("D10, D13, D38, D39: slots and the booking are Cal.com's, in UTC, each endpoint with its version")
    void booked() {
        // When
        List<String> slots = salon.slots(20);
        JsonPath booked = salon.book(slots.get(1));

        // Then
        assertThat(slots).hasSize(16);
        assertThat(booked.getBoolean("result.success")).as(booked.prettify()).isTrue();
        assertThat(last("GET", "/slots").version()).isEqualTo("2024-09-04");
        assertThat(last("GET", "/me").version()).isEqualTo("2024-06-14");
        Request request = last("POST", "/bookings");
        assertThat(request.version()).isEqualTo("2024-08-13");
        assertThat(request.body().path("start").asText()).isEqualTo(Salon.day(20) + "T08:30:00Z");
        assertThat(request.body().path("eventTypeId").asInt()).isEqualTo(4711);
        assertThat(request.body().path("attendee").toString())
                .isEqualTo(
                        "{\"name\":\"Jeanne Dupont\",\"email\":\"jeanne@example.org\",\"phoneNumber\":\"+33612345678\","
                                + "\"timeZone\":\"Europe/Paris\",\"language\":\"fr\"}");
        assertThat(salon.appointments(20))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("start", Salon.day(20) + "T08:30:00Z"));
        assertThat(salon.slots(20)).hasSize(15);
    }

    @Test
    @DisplayName("D14, D15, D16: a booking made on the web page is found by name and day, moved and cancelled")
    void madeElsewhere() {
        SERVER.put(4712, Instant.parse(Salon.day(21) + "T09:00:00Z"), "Paul Martin", "+33655555555");
        salon.callFrom("+33699999999");
        JsonPath found = salon.run("find_appointments", Map.of("name", "Monsieur Martin", "date", Salon.day(21)));
        assertThat(found.getString("result.appointments[0].service")).isEqualTo("Couleur");
        String booking = found.getString("result.appointments[0].booking_id");
        List<String> slots = salon.run("list_available_slots", Map.of("service", "couleur", "date", Salon.day(22)))
                .getList("result.slots.slot_id");
        salon.hears();

        JsonPath moved =
                salon.run("reschedule_appointment", Map.of("booking_id", booking, "slot_id", slots.getFirst()));
        assertThat(moved.getBoolean("result.success")).as(moved.prettify()).isTrue();
        assertThat(standing(Salon.day(21))).isEmpty();
        assertThat(standing(Salon.day(22))).hasSize(1);
        salon.hears();
        JsonPath cancelled = salon.run(
                "cancel_appointment", Map.of("booking_id", moved.getString("result.booking_id"), "reason", "voyage"));
        assertThat(cancelled.getBoolean("result.success"))
                .as(cancelled.prettify())
                .isTrue();
        assertThat(standing(Salon.day(22))).isEmpty();
        assertThat(SERVER.requests().getLast().body().path("cancellationReason").asText())
                .isEqualTo("voyage");
        assertThat(salon.appointments(22).getFirst()).containsEntry("status", "cancelled");
    }

    @Test
    @DisplayName("what the customer comes for stands in Cal.com's notes, and what stands there is seen here")
    void reason() {
        salon.context.put("channel", "whatsapp");
        salon.run(
                "schedule_appointment",
                Map.of(
                        "slot_id",
                        salon.slots(27).getFirst(),
                        "user_name",
                        "Jeanne Dupont",
                        "reason",
                        "mariage samedi"));
        assertThat(last("POST", "/bookings")
                        .body()
                        .path("bookingFieldsResponses")
                        .toString())
                .isEqualTo("{\"notes\":\"mariage samedi\"}");
        assertThat(salon.run("find_appointments", Map.of("name", "Jeanne", "date", Salon.day(27)))
                        .getString("result.appointments[0].reason"))
                .isEqualTo("mariage samedi");
    }

    @Test
    void theCallersOwnLineIsEnough() {
        SERVER.put(4711, Instant.parse(Salon.day(23) + "T09:00:00Z"), "Paul Martin", "06 77 77 77 77");
        salon.callFrom("+33677777777");
        assertThat(salon.run("find_appointments", Map.of("name", "Martin")).getList("result.appointments"))
                .hasSize(1);
    }

    @Test
    @DisplayName("D32: taken on the web page meanwhile: no confirmation, the next ones are offered")
    void taken() {
        List<String> slots = salon.slots(24);
        SERVER.put(4711, Instant.parse(Salon.day(24) + "T08:00:00Z"), "Paul Martin", "+33655555555");
        JsonPath refused = salon.book(slots.getFirst());
        assertThat(refused.getString("result.reason")).isEqualTo("slot_taken");
        assertThat(refused.getList("result.slots")).hasSize(3);
        assertThat(salon.appointments(24)).isEmpty();
        assertThat(salon.book(refused.getString("result.slots[0].slot_id")).getBoolean("result.success"))
                .isTrue();
    }

    @Test
    @DisplayName("D33: a failing Cal.com is an apology, and nothing is stored")
    void failing() {
        List<String> slots = salon.slots(25);
        SERVER.fail("500");
        JsonPath told = salon.book(slots.getFirst());
        assertThat(told.getBoolean("result.success")).isFalse();
        assertThat(told.getString("result.next")).contains("excuses");
        assertThat(salon.appointments(25)).isEmpty();
    }

    @Test
    @DisplayName("D32, D33: a booking whose answer was lost is known again, not doubled and not told as taken")
    void lostAnswer() {
        List<String> slots = salon.slots(26);
        SERVER.fail("lost");
        JsonPath booked = salon.book(slots.getFirst());
        assertThat(booked.getBoolean("result.success")).as(booked.prettify()).isTrue();
        assertThat(standing(Salon.day(26))).hasSize(1);
        assertThat(salon.appointments(26)).hasSize(1);
    }

    @Test
    @DisplayName(
            "D29, D30: without a key, or when it is refused or Cal.com fails at the start, the built-in calendar is used")
    void builtIn() throws InterruptedException {
        Calendar calendar = new CalendarSample().calendar();
        try (CalComServer server = new CalComServer("right", Map.of(4711L, 30)).start()) {
            for (Optional<String> key : List.of(Optional.<String>empty(), Optional.of(""), Optional.of("wrong"))) {
                AgendaChoice choice = new AgendaChoice(
                        new BuiltInAgenda(null, null, null), null, CalComOnLoopback.asking(server, key));
                choice.start(null);
                int asked = key.filter(text -> !text.isEmpty()).isPresent() ? 1 : 0;
                await().atMost(Duration.ofSeconds(10))
                        .until(() -> server.requests().size() >= asked);
                assertThat(choice.of(calendar)).isInstanceOf(BuiltInAgenda.class);
            }
            AgendaChoice choice = new AgendaChoice(
                    new BuiltInAgenda(null, null, null),
                    new CalComAgenda(null, null, null),
                    CalComOnLoopback.asking(server, Optional.of("right")));
            choice.start(null);
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(choice.of(calendar)).isInstanceOf(CalComAgenda.class));
        }
    }
}
