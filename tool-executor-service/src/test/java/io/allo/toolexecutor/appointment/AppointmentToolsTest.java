// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.toolexecutor.Demo;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The tools for appointments as channel-router runs them, with the built-in calendar. */
@QuarkusTest
class AppointmentToolsTest {
    private Salon salon;

    @BeforeEach
    void aCalendar() {
        salon = new Salon();
    }

    @Test
    @DisplayName("D11, D14, D15, D29: without any key a time is listed, booked, found, moved and cancelled")
    void theWholeRoad() {
        // When
        List<String> slots = salon.slots(2);
        JsonPath booked = salon.book(slots.getFirst());
        salon.hears();
        JsonPath found = salon.run("find_appointments", Map.of("name", "Jeanne Dupont"));
        salon.hears();
        String booking = found.getString("result.appointments[0].booking_id");
        JsonPath moved = salon.run("reschedule_appointment", Map.of("booking_id", booking, "slot_id", slots.get(3)));
        JsonPath cancelled = salon.run(
                "cancel_appointment", Map.of("booking_id", moved.getString("result.booking_id"), "reason", "malade"));
        salon.hears();
        JsonPath agreed = salon.run("cancel_appointment", Map.of("booking_id", booking, "reason", "malade"));

        // Then
        assertThat(slots).hasSize(18).doesNotHaveDuplicates();
        assertThat(booked.getBoolean("result.success")).as(booked.prettify()).isTrue();
        assertThat(booked.getString("result.message"))
                .contains("Coupe", "à 9 h", "Jeanne Dupont")
                .startsWith("Le rendez-vous est pris");
        assertThat(found.getList("result.appointments")).hasSize(1);
        assertThat(found.getString("result.appointments[0].service")).isEqualTo("Coupe");
        assertThat(moved.getString("result.message"))
                .startsWith("Le rendez-vous est déplacé")
                .contains("à 10 h 30");
        assertThat(cancelled.getString("result.error")).startsWith("consent_required");
        assertThat(agreed.getString("result.message")).startsWith("Le rendez-vous est annulé");
        assertThat(salon.appointments(2)).hasSize(1);
        assertThat(salon.appointments(2).getFirst())
                .containsEntry("status", "cancelled")
                .containsEntry("cancelReason", "malade")
                .containsEntry("customerPhone", "+33612345678");
        assertThat(salon.slots(2)).hasSize(18);
    }

    @Test
    @DisplayName("D31: a slot that this call was not told is refused, also one of another call")
    void unknownSlot() {
        String slot = salon.slots(1).getFirst();
        assertThat(salon.book("abcdefg").getString("result.error")).startsWith("slot_id is unknown");
        salon.callFrom("+33699999999");
        assertThat(salon.book(slot).getString("result.error")).startsWith("slot_id is unknown");
        assertThat(salon.appointments(1)).isEmpty();
    }

    @Test
    @DisplayName("D32: a slot taken meanwhile is not confirmed, the next ones are offered and can be booked")
    void takenMeanwhile() {
        List<String> mine = salon.slots(3);
        String call = salon.conversation();
        salon.callFrom("+33699999999");
        assertThat(salon.book(salon.slots(3).get(2)).getBoolean("result.success"))
                .isTrue();
        List<Map<String, Object>> day = salon.appointments(3);

        salon.goOnWith(call, Demo.CALLER);
        JsonPath refused = salon.book(mine.get(2));
        assertThat(refused.getBoolean("result.success")).isFalse();
        assertThat(refused.getString("result.reason")).isEqualTo("slot_taken");
        assertThat(refused.getList("result.slots")).hasSize(3);
        assertThat(salon.appointments(3)).hasSize(day.size());
        assertThat(salon.book(refused.getString("result.slots[0].slot_id")).getBoolean("result.success"))
                .isTrue();
    }

    @Test
    @DisplayName("D32: of many calls at once one gets the slot; overlapping services are never both booked")
    void neverTwice() throws Exception {
        try (var clients = Executors.newFixedThreadPool(8)) {
            List<Callable<Boolean>> wishes = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                String call = UUID.randomUUID().toString();
                String service = i % 3 == 0 ? "couleur" : "coupe";
                int wanted = i % 4;
                wishes.add(() -> {
                    Map<String, Object> context =
                            Map.of("calendar_id", salon.id, "caller_phone", Demo.CALLER, "turn", 1);
                    JsonPath told = Demo.execute(
                                    call,
                                    "1",
                                    "list_available_slots",
                                    Map.of("service", service, "date", Salon.day(4)),
                                    context)
                            .jsonPath();
                    List<String> slots = told.getList("result.slots.slot_id");
                    return slots.size() > wanted
                            && Demo.execute(
                                            call,
                                            "2",
                                            "schedule_appointment",
                                            Map.of("slot_id", slots.get(wanted), "user_name", "N " + call),
                                            context)
                                    .jsonPath()
                                    .getBoolean("result.success");
                });
            }
            int booked = 0;
            for (Future<Boolean> wish : clients.invokeAll(wishes)) {
                booked += wish.get() ? 1 : 0;
            }
            List<Map<String, Object>> day = salon.appointments(4);
            assertThat(day).hasSize(booked).isNotEmpty();
            for (int i = 1; i < day.size(); i++) {
                assertThat(day.get(i).get("start").toString())
                        .isGreaterThanOrEqualTo(day.get(i - 1).get("end").toString());
            }
        }
    }

    @Test
    @DisplayName(
            "D16, D17: a stranger's appointment is found by name with its day, several are listed; a name alone opens nothing")
    void byNameAndDay() {
        List<String> slots = salon.slots(5);
        salon.book(slots.get(0));
        salon.book(slots.get(4));
        salon.callFrom("+33699999999");
        JsonPath alone = salon.run("find_appointments", Map.of("name", "Dupont"));
        assertThat(alone.getBoolean("result.found")).isFalse();
        assertThat(alone.getString("result.next")).contains("nom et la date");
        JsonPath both = salon.run("find_appointments", Map.of("name", "mme DUPONT", "date", Salon.day(5)));
        assertThat(both.getList("result.appointments")).hasSize(2);
        assertThat(both.getString("result.next")).contains("faites choisir");
        JsonPath none =
                salon.run("find_appointments", Map.of("name", "Durand", "date", Salon.day(5), "language", "en"));
        assertThat(none.getString("result.next")).contains("offer a person");
        salon.context.remove("caller_phone");
        assertThat(salon.run("find_appointments", Map.of("name", "Dupont", "date", Salon.day(6)))
                        .getBoolean("result.found"))
                .isFalse();
    }

    @Test
    @DisplayName("D18: nothing found in this turn is moved or cancelled, and nothing that was not found")
    void consent() {
        salon.book(salon.slots(6).getFirst());
        salon.callFrom(Demo.CALLER);
        String booking =
                salon.run("find_appointments", Map.of("name", "Jeanne")).getString("result.appointments[0].booking_id");
        List<String> slots = salon.slots(6);
        for (var tool : Map.of(
                        "cancel_appointment",
                        Map.of("booking_id", booking),
                        "reschedule_appointment",
                        Map.of("booking_id", booking, "slot_id", slots.get(5)))
                .entrySet()) {
            assertThat(salon.run(tool.getKey(), tool.getValue()).getString("result.error"))
                    .startsWith("consent_required");
        }
        assertThat(salon.run("cancel_appointment", Map.of("booking_id", "zzzzzzz"))
                        .getString("result.error"))
                .startsWith("booking_id is unknown");
        assertThat(salon.appointments(6).getFirst()).containsEntry("status", "confirmed");
        salon.hears();
        assertThat(salon.run("cancel_appointment", Map.of("booking_id", booking))
                        .getBoolean("result.success"))
                .isTrue();
        assertThat(salon.run("cancel_appointment", Map.of("booking_id", booking))
                        .getString("result.error"))
                .contains("no longer there");
    }

    @Test
    @DisplayName(
            "D9, D36, D38: one line a slot in the business's zone, forty at most whatever the range; the service is asked for")
    void theList() {
        JsonPath unclear = salon.run("list_available_slots", Map.of());
        assertThat(unclear.getString("result.error")).contains("coupe, couleur");
        for (String range : Set.of("default", "+2week", "+1month", "+3month")) {
            JsonPath told =
                    salon.run("list_available_slots", Map.of("range", range, "service", "Haircut", "language", "en"));
            List<String> lines = List.of(told.getString("result.text").split("\n"));
            assertThat(lines).hasSizeBetween(14, 40);
            assertThat(lines)
                    .allMatch(
                            line -> line.matches(
                                    "[a-z2-9]{7} \\| [A-Z][a-z]+, [A-Z][a-z]+ \\d+, \\d{4} \\| \\d\\d:[03]0 \\| Europe/Paris \\| .+"));
        }
        assertThat(salon.run("list_available_slots", Map.of("range", "+9year", "service", "coupe"))
                        .getString("result.error"))
                .contains("+3month");
        JsonPath none = salon.run("list_available_slots", Map.of("service", "coupe", "date", Salon.day(300)));
        assertThat(none.getList("result.slots")).isEmpty();
        assertThat(none.getString("result.text")).startsWith("Aucun créneau libre");
    }

    @Test
    @DisplayName("D35: a number in any spelling is stored as E.164; what is no number or no address is asked for again")
    void contact() {
        List<String> slots = salon.slots(7);
        assertThat(salon.run(
                                "schedule_appointment",
                                Map.of("slot_id", slots.get(0), "user_name", "A", "user_phone_number", "12"))
                        .getString("result.error"))
                .contains("read it back");
        assertThat(salon.run(
                                "schedule_appointment",
                                Map.of("slot_id", slots.get(0), "user_name", "A", "user_email", "jean arobase free"))
                        .getString("result.error"))
                .contains("spell");
        assertThat(salon.run(
                                "schedule_appointment",
                                Map.of(
                                        "slot_id",
                                        slots.get(0),
                                        "user_name",
                                        "A",
                                        "user_phone_number",
                                        "0033 6 11 22 33 44"))
                        .getBoolean("result.success"))
                .isTrue();
        assertThat(salon.appointments(7).getFirst()).containsEntry("customerPhone", "+33611223344");
    }

    @Test
    @DisplayName("A repeated tool call, and a model that repeats itself, book once")
    void once() {
        String slot = salon.slots(8).getFirst();
        JsonPath first = salon.book(slot);
        JsonPath again = salon.book(slot);
        assertThat(again.getString("result.booking_id")).isEqualTo(first.getString("result.booking_id"));
        assertThat(salon.appointments(8)).hasSize(1);
    }

    @Test
    @DisplayName("D4, D5, D6, D7, D8: questions are answered from the calendar and change with it; else unknown")
    void questions() {
        assertThat(answer("Quels sont vos horaires d'ouverture ?", "fr")).contains("lundi 09:00-18:00");
        assertThat(answer("What are your opening hours?", "en")).contains("Monday 09:00-18:00");
        assertThat(answer("Quelle est votre adresse ?", "fr")).isEqualTo("3 rue des Lilas, 75011 Paris");
        assertThat(answer("C'est combien une coupe ?", "fr")).contains("Coupe (30 min, 32 euros)");
        assertThat(answer("Vous avez un parking ?", "fr")).isEqualTo("Oui, juste derrière le salon.");
        assertThat(answer("Vendez-vous des fusées ?", "fr")).isEqualTo("unknown");
        Demo.account()
                .body("{\"id\":\"" + salon.id
                        + "\",\"faqs\":[{\"question\":\"Vendez-vous des fusées ?\",\"answer\":\"Non.\"}]}")
                .patch("/api/calendars")
                .then()
                .statusCode(200);
        assertThat(answer("Vendez-vous des fusées ?", "fr")).isEqualTo("Non.");
    }

    private String answer(String question, String language) {
        return salon.run("answer_faq", Map.of("question", question, "language", language))
                .getString("result.answer");
    }

    @Test
    @DisplayName("D33: an unknown calendar, as any failure, is told with an apology and no confirmation")
    void failure() {
        salon.context.put("calendar_id", UUID.randomUUID().toString());
        JsonPath told = salon.run("list_available_slots", Map.of());
        assertThat(told.getBoolean("result.success")).isFalse();
        assertThat(told.getString("result.next")).contains("excuses", "Apologise");
    }

    @Test
    void theStaffBooksMovesAndIsRefusedInWords() {
        Map<String, Object> booking = Map.of(
                "calendarId", salon.id,
                "service", "couleur",
                "start", Salon.day(9) + "T08:00:00Z",
                "customerName", "Zoé",
                "customerPhone", "0612345678");
        String id = Demo.account()
                .body(booking)
                .post("/api/appointments")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        Demo.account().body(booking).post("/api/appointments").then().statusCode(409);
        Demo.account()
                .body(Map.of("id", id, "start", Salon.day(9) + "T12:00:00Z"))
                .patch("/api/appointments")
                .then()
                .statusCode(200);
        Demo.account().body(booking).post("/api/appointments").then().statusCode(201);
        Demo.account()
                .body(Map.of("id", id, "status", "gone"))
                .patch("/api/appointments")
                .then()
                .statusCode(400);
        Demo.account()
                .body(Map.of("id", id, "status", "cancelled"))
                .patch("/api/appointments")
                .then()
                .statusCode(200);
        Demo.account()
                .body(Map.of("id", id, "status", "confirmed"))
                .patch("/api/appointments")
                .then()
                .statusCode(400);
        Demo.service()
                .header("X-Allo-Account", "another")
                .body(Map.of("id", id, "status", "done"))
                .patch("/api/appointments")
                .then()
                .statusCode(404);
        Demo.account()
                .body(Map.of("id", salon.id, "timezone", "Mars/Base"))
                .patch("/api/calendars")
                .then()
                .statusCode(400);
    }

    @Test
    @DisplayName("D2, D8: what a session is composed of; LiveKit's variables are named as unused (D28)")
    void sessionFacts() {
        JsonPath facts = Demo.service()
                .get("/internal/calendars/" + salon.id + "/session-facts")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(facts.getString("name")).isEqualTo("Salon Ariane");
        assertThat(facts.getString("accountId")).isEqualTo(Demo.ACCOUNT);
        assertThat(facts.getString("hours.en")).startsWith("Monday 09:00-18:00");
        assertThat(facts.getString("services.fr")).isEqualTo("Coupe (30 min, 32 euros) ; Couleur (90 min, 70 euros)");
        assertThat(facts.getString("faqs[0].question")).isEqualTo("Avez-vous un parking ?");
        Demo.service()
                .get("/internal/calendars/" + UUID.randomUUID() + "/session-facts")
                .then()
                .statusCode(404);
        var config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(Map.of("LIVEKIT_URL", "wss://x", "OTHER", "y"), "env", 1))
                .build();
        assertThat(new UnusedVariables(config).found()).containsExactly("LIVEKIT_URL");
    }
}
