// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import static io.allo.toolexecutor.notification.SmtpOnLoopback.mailsTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import biweekly.Biweekly;
import biweekly.component.VEvent;
import io.allo.toolexecutor.Demo;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What customers get by e-mail, by a real SMTP server. */
@QuarkusTest
class MailTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final String box = UUID.randomUUID().toString().substring(0, 8) + "@example.org";
    private Salon salon;

    @BeforeEach
    void aCalendar() {
        salon = new Salon();
        salon.context.put("caller_phone", "+336" + ThreadLocalRandom.current().nextInt(10_000_000, 99_999_999));
    }

    private JsonPath book(int day, String email, Map<String, String> more) {
        Map<String, Object> arguments = new HashMap<>(more);
        arguments.put("slot_id", salon.slots(day).getFirst());
        arguments.put("user_name", "Jeanne Dupont");
        arguments.put("user_email", email);
        return salon.run("schedule_appointment", arguments);
    }

    private void confirmations(String how) {
        Demo.account()
                .body(Map.of("id", salon.id, "confirmations", how))
                .patch("/api/calendars")
                .then()
                .statusCode(200);
    }

    private static MimeMessage nth(String address, int count) {
        await().atMost(LIMIT).until(() -> mailsTo(address).size() >= count);
        return mailsTo(address).get(count - 1);
    }

    private static String part(MimeMessage mail, int index) throws MessagingException, IOException {
        BodyPart part = ((MimeMultipart) mail.getContent()).getBodyPart(index);
        try (InputStream text = part.getInputStream()) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        }
    }

    private static VEvent event(MimeMessage mail) throws MessagingException, IOException {
        assertThat(((MimeMultipart) mail.getContent()).getBodyPart(1).getContentType())
                .startsWith("text/calendar");
        return Biweekly.parse(part(mail, 1)).first().getEvents().getFirst();
    }

    @Test
    @DisplayName(
            "D44: beside the SMS an e-mail with the calendar file after booking, moving and cancelling, what it is for included")
    void besideTheSms() throws Exception {
        JsonPath booked = book(2, box, Map.of("reason", "mariage samedi"));
        assertThat(booked.getString("result.message")).contains("par SMS");
        MimeMessage first = nth(box, 1);
        assertThat(first.getSubject()).isEqualTo("Votre rendez-vous est confirmé, Salon Ariane");
        assertThat(first.getFrom()[0]).hasToString("Salon Ariane <rdv@example.org>");
        assertThat(first.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(part(first, 0))
                .startsWith("Bonjour Jeanne Dupont,\n\nVotre rendez-vous est confirmé.\n\nPrestation : Coupe\nQuand : ")
                .contains(" à 9 h\nOù : 3 rue des Lilas, 75011 Paris\nMotif : mariage samedi\n");
        assertThat(event(first).getDateStart().getValue().toInstant())
                .isEqualTo(Instant.parse(booked.getString("result.start")));

        salon.hears();
        JsonPath moved = salon.run(
                "reschedule_appointment",
                Map.of(
                        "booking_id",
                        booked.getString("result.booking_id"),
                        "slot_id",
                        salon.slots(2).get(2)));
        salon.hears();
        salon.run("cancel_appointment", Map.of("booking_id", moved.getString("result.booking_id")));
        assertThat(nth(box, 2).getSubject()).startsWith("Votre rendez-vous est déplacé");
        MimeMessage last = nth(box, 3);
        assertThat(last.getSubject()).startsWith("Votre rendez-vous est annulé");
        assertThat(event(last).getStatus().isCancelled()).isTrue();
        assertThat(event(last).getUid().getValue())
                .isEqualTo(event(first).getUid().getValue());
    }

    @Test
    @DisplayName(
            "by e-mail alone when the calendar says so, in English, without a line break out of a name; nothing when it is off")
    void alone() throws Exception {
        confirmations("email");
        JsonPath booked = book(2, box, Map.of("language", "en"));
        assertThat(booked.getString("result.message")).contains("is sent by e-mail");
        assertThat(nth(box, 1).getSubject()).isEqualTo("Your appointment is confirmed, Salon Ariane");
        assertThat(part(nth(box, 1), 0)).contains("Hello Jeanne Dupont,", "Service: Haircut", "When: ", "Where: 3 rue");
        confirmations("off");
        assertThat(book(3, box, Map.of()).getString("result.confirmation")).isEqualTo("none");
    }

    @Test
    @DisplayName(
            "D20: the transcript goes to the business and to who booked in the conversation, once each, speakers named")
    void transcript() throws Exception {
        String business = "b-" + box;
        confirmations("off");
        book(2, box, Map.of());
        for (int i = 0; i < 2; i++) {
            bring(Map.of("to", List.of(business), "customer", true, "timezone", "Europe/Paris"));
        }
        assertThat(nth(business, 1).getSubject()).isEqualTo("Conversation du 2 mars 2027, 10:30, Salon Ariane");
        assertThat(nth(business, 1).getContent().toString().replace("\r\n", "\n"))
                .isEqualTo("Conversation avec Salon Ariane\n2 mars 2027, 10:30 (Europe/Paris), voice, +336…78\n\n"
                        + "[10:30:01] Client : Bonjour\n[10:30:03] Assistant : Bonjour ! Que puis-je pour vous ?\n");
        nth(box, 1);
        assertThat(mailsTo(business)).hasSize(1);
        assertThat(mailsTo(box)).hasSize(1);
    }

    @Test
    @DisplayName("D20: nobody who is not named gets it")
    void noTranscript() {
        confirmations("off");
        book(2, box, Map.of());
        bring(Map.of("to", List.of(), "customer", false)).body("emails", Matchers.equalTo(0));
    }

    private ValidatableResponse bring(Map<String, ?> recipients) {
        return Demo.service()
                .body(Map.of(
                        "accountId", Demo.ACCOUNT,
                        "conversationId", salon.conversation(),
                        "agentName", "Salon Ariane",
                        "channel", "voice",
                        "caller", "+336…78",
                        "language", "fr",
                        "startedAt", "2027-03-02T09:30:00Z",
                        "turns",
                                List.of(
                                        Map.of("role", "user", "text", "Bonjour", "at", "2027-03-02T09:30:01Z"),
                                        Map.of(
                                                "role",
                                                "assistant",
                                                "text",
                                                "Bonjour ! Que puis-je pour vous ?",
                                                "at",
                                                "2027-03-02T09:30:03Z")),
                        "recipients", recipients))
                .post("/internal/transcripts")
                .then()
                .statusCode(200);
    }

    @Test
    @DisplayName(
            "D34: an unknown mailbox is given up with what an operator can do, a busy one is tried again, once each")
    void refused() {
        confirmations("email");
        assertThat(book(2, "unknown-" + box, Map.of()).getString("result.confirmation"))
                .isEqualTo("failed");
        List<Map<String, Object>> dead = Demo.account()
                .get("/api/notifications?state=dead")
                .jsonPath()
                .getList("findAll { it.channel == 'email' && it.subject == '"
                        + salon.appointments(2).getFirst().get("id") + "' }");
        assertThat(dead)
                .singleElement()
                .satisfies(one -> assertThat(one)
                        .containsEntry("errorCode", 550)
                        .extractingByKey("error")
                        .asString()
                        .contains("mailbox is unknown"));

        assertThat(book(3, "busy-" + box, Map.of()).getString("result.confirmation"))
                .isEqualTo("later");
        nth("busy-" + box, 1);
        assertThat(mailsTo("busy-" + box)).hasSize(1);
    }
}
