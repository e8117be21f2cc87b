// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import static io.allo.toolexecutor.notification.TwilioOnLoopback.SERVER;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalToIgnoringCase;

import biweekly.Biweekly;
import biweekly.component.VEvent;
import io.allo.testkit.provider.TwilioMessagesServer.Refusal;
import io.allo.toolexecutor.Demo;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What customers get in writing, by a stand-in of Twilio. */
@QuarkusTest
class ConfirmationsTest {
    private Salon salon;
    private final String phone = "+336" + ThreadLocalRandom.current().nextInt(10_000_000, 99_999_999);

    @BeforeEach
    void aCalendar() {
        salon = new Salon();
    }

    private JsonPath book(int day, String language) {
        return salon.run(
                "schedule_appointment",
                Map.of(
                        "slot_id",
                        salon.slots(day).getFirst(),
                        "user_name",
                        "Jeanne Dupont",
                        "user_phone_number",
                        phone,
                        "language",
                        language));
    }

    private static List<String> texts(String recipient) {
        return SERVER.messagesTo(recipient).stream()
                .map(message -> message.get("Body").replaceAll(" (Agenda :|Calendar:) .*", ""))
                .toList();
    }

    @Test
    @DisplayName("D12, D44: an SMS after booking, moving and cancelling, and the agent says that it left")
    void afterEveryChange() {
        JsonPath booked = book(2, "fr");
        String booking = booked.getString("result.booking_id");
        salon.hears();
        JsonPath moved = salon.run(
                "reschedule_appointment",
                Map.of("booking_id", booking, "slot_id", salon.slots(2).get(2)));
        salon.hears();
        JsonPath cancelled = salon.run(
                "cancel_appointment", Map.of("booking_id", moved.getString("result.booking_id"), "language", "en"));

        assertThat(booked.getString("result.confirmation"))
                .as(booked.prettify())
                .isEqualTo("sent");
        assertThat(booked.getString("result.message")).contains("part par SMS");
        assertThat(cancelled.getString("result.message")).contains("is sent by SMS");
        assertThat(texts(phone)).hasSize(3);
        assertThat(texts(phone).get(0))
                .startsWith("Salon Ariane : votre rendez-vous est confirmé. Coupe, ")
                .contains("à 9 h. Référence : " + booked.getString("result.reference") + ".");
        assertThat(texts(phone).get(1)).contains("est déplacé").contains("à 10 h 30. Référence : ");
        assertThat(texts(phone).get(2)).contains("est annulé").endsWith("à 10 h 30.");
        assertThat(SERVER.messagesTo(phone).getFirst()).containsEntry("From", "+33939240575");
    }

    @Test
    @DisplayName("D19: WhatsApp when the calendar says so, in the customer's language; nothing when it is off")
    void byWhatsApp() {
        patch("\"confirmations\":\"whatsapp\"");
        assertThat(book(2, "en").getString("result.message")).contains("is sent by WhatsApp");
        assertThat(SERVER.messagesTo("whatsapp:" + phone))
                .singleElement()
                .satisfies(message -> assertThat(message)
                        .containsEntry("From", "whatsapp:+33939240575")
                        .extractingByKey("Body")
                        .asString()
                        .startsWith("Salon Ariane: your appointment is confirmed. Haircut, "));
        patch("\"confirmations\":\"off\"");
        assertThat(book(3, "fr").getString("result.confirmation")).isEqualTo("none");
        assertThat(texts(phone)).isEmpty();
    }

    @Test
    @DisplayName("D34: a refused SMS leaves the booking, and is said; the operator reads what he can do")
    void refused() {
        SERVER.refuse(phone, new Refusal(400, 21610));
        JsonPath booked = book(2, "fr");
        assertThat(booked.getBoolean("result.success")).isTrue();
        assertThat(booked.getString("result.confirmation")).isEqualTo("failed");
        assertThat(booked.getString("result.message")).contains("n'a pas pu être envoyée, mais c'est bien enregistré");
        assertThat(salon.appointments(2)).hasSize(1);
        Map<String, Object> dead = Demo.account()
                .get("/api/notifications?state=dead")
                .jsonPath()
                .getMap("find { it.subject == '"
                        + salon.appointments(2).getFirst().get("id") + "' }");
        assertThat(dead).containsEntry("errorCode", 21610).containsEntry("kind", "booked");
        assertThat(dead.get("error").toString()).contains("STOP");
        Demo.account()
                .body(Map.of("id", dead.get("id")))
                .patch("/api/notifications")
                .then()
                .statusCode(200);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(SERVER.messagesTo(phone)).hasSize(1));
    }

    @Test
    @DisplayName("D34: what could not leave now leaves later, once; what may have left is not sent twice")
    void later() {
        SERVER.refuse(phone, new Refusal(429, 20429), new Refusal(503, 20503));
        assertThat(book(2, "fr").getString("result.message")).contains("elle suivra");
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(SERVER.messagesTo(phone)).hasSize(1));
        assertThat(SERVER.attemptsTo(phone)).hasSize(3);

        SERVER.refuse(phone, new Refusal(0, 0));
        assertThat(book(3, "fr").getString("result.confirmation")).isEqualTo("failed");
        assertThat(SERVER.attemptsTo(phone)).hasSize(4);
    }

    @Test
    void notMoreThanAPersonWantsToGet() {
        for (int i = 0; i < 10; i++) {
            assertThat(book(2, "fr").getString("result.confirmation")).isEqualTo("sent");
        }
        assertThat(book(2, "fr").getString("result.confirmation")).isEqualTo("failed");
        assertThat(texts(phone)).hasSize(10);
        assertThat(salon.appointments(2)).hasSize(11);
    }

    @Test
    @DisplayName("a reminder waits for its time, moves with the appointment and is withdrawn with it")
    void reminders() {
        JsonPath booked = book(4, "fr");
        String appointment = salon.appointments(4).getFirst().get("id").toString();
        assertThat(reminders(appointment)).containsExactly("waiting");
        salon.hears();
        JsonPath moved = salon.run(
                "reschedule_appointment",
                Map.of(
                        "booking_id", booked.getString("result.booking_id"),
                        "slot_id", salon.slots(5).get(2)));
        assertThat(moved.getBoolean("result.success")).as(moved.prettify()).isTrue();
        assertThat(reminders(appointment)).containsExactlyInAnyOrder("waiting", "withdrawn");
        Demo.account()
                .body(Map.of("id", appointment, "status", "cancelled"))
                .patch("/api/appointments")
                .then()
                .statusCode(200);
        assertThat(reminders(appointment)).containsExactly("withdrawn", "withdrawn");
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() ->
                        assertThat(texts(phone)).hasSize(3).last().asString().contains("annulé"));
    }

    @Test
    @DisplayName(
            "each message links a calendar file that follows the appointment; a link that we did not make opens nothing")
    void calendarFile() {
        JsonPath booked = book(6, "fr");
        VEvent event = file(0);
        assertThat(event.getDateStart().getValue().toInstant())
                .isEqualTo(Instant.parse(booked.getString("result.start")));
        assertThat(event.getSummary().getValue()).isEqualTo("Coupe, Salon Ariane");
        assertThat(event.getLocation().getValue()).isEqualTo("3 rue des Lilas, 75011 Paris");
        salon.hears();
        salon.run("cancel_appointment", Map.of("booking_id", booked.getString("result.booking_id")));
        VEvent cancelled = file(1);
        assertThat(cancelled.getUid().getValue()).isEqualTo(event.getUid().getValue());
        assertThat(cancelled.getStatus().isCancelled()).isTrue();
        String link = link(0);
        for (String wrong :
                List.of(link.replace(".ics", ""), link.replaceAll("\\.[^.]+\\.ics", ".AAAAAAAAAAAAAAAA.ics"))) {
            assertThat(given().get(wrong).statusCode()).isIn(401, 404);
        }
    }

    private String link(int message) {
        String body = SERVER.messagesTo(phone).get(message).get("Body");
        assertThat(body).contains(" Agenda : https://rdv.example.org/calendar-file/");
        return body.substring(body.indexOf("/calendar-file/"));
    }

    private VEvent file(int message) {
        String file = given().get(link(message))
                .then()
                .statusCode(200)
                .header("Content-Type", equalToIgnoringCase("text/calendar;charset=UTF-8"))
                .extract()
                .asString();
        return Biweekly.parse(file).first().getEvents().getFirst();
    }

    private static List<String> reminders(String appointment) {
        return Demo.account()
                .get("/api/notifications")
                .jsonPath()
                .getList("findAll { it.subject == '" + appointment + "' && it.kind == 'reminder' }.state");
    }

    private void patch(String field) {
        Demo.account()
                .body("{\"id\":\"" + salon.id + "\"," + field + "}")
                .patch("/api/calendars")
                .then()
                .statusCode(200);
    }
}
