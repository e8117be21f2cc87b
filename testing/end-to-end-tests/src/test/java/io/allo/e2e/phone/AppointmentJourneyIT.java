// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.phone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.e2e.stack.AlloApi;
import io.allo.e2e.stack.AlloStack;
import io.allo.e2e.stack.RunningAllo;
import io.allo.e2e.stack.WebVisitor;
import io.allo.launcher.settings.AlloService;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Issue 6, "Done when": one person books at the demo's hairdresser by a SIP call, moves the appointment on WhatsApp and cancels it in
 * the web chat, without any key of a model or of a speech service.
 */
@ExtendWith(AlloStack.class)
class AppointmentJourneyIT {
    private static final String PERSON = "+33612000512";
    private static final String SALON = "whatsapp:+33939240580";
    private static final String CALENDAR = "ca1e0000-0000-4000-8000-000000000001";
    private static final Pattern REFERENCE = Pattern.compile("Référence : ([0-9]{4} [0-9]{4})");
    private static final Pattern LINK = Pattern.compile("http://\\S+/calendar-file/\\S+");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int DAYS = 15;

    @TempDir
    Path folder;

    @Test
    @DisplayName("D11, D14, D15, D19, E18, E40: booked by phone, moved on WhatsApp, cancelled in the web chat")
    void aPersonBooksByPhoneMovesOnWhatsAppAndCancelsInTheWebChat(RunningAllo allo) throws Exception {
        allo.loadAccount(UnaryOperator.identity()); // others leave the account with agents of their own
        var api = new AlloApi(allo);

        bookByPhone(allo);
        JsonNode booked = appointment(api);
        Instant first = Instant.parse(booked.path("start").asText());
        assertThat(booked.path("status").asText()).isEqualTo("confirmed");
        String confirmation = message(allo, 1);
        assertThat(confirmation).contains("Salon Ariane", "confirmé", "Coupe");
        Matcher reference = REFERENCE.matcher(confirmation);
        assertThat(reference.find()).as(confirmation).isTrue();
        assertThat(calendarFile(confirmation)).contains("BEGIN:VCALENDAR", "METHOD:PUBLISH", "SUMMARY:Coupe");

        moveOnWhatsApp(api);
        JsonNode moved = appointment(api);
        assertThat(moved.path("id")).as("the same appointment").isEqualTo(booked.path("id"));
        Instant second = Instant.parse(moved.path("start").asText());
        assertThat(second).isNotEqualTo(first);
        assertThat(message(allo, 2)).contains("déplacé");
        assertFree(api, first);

        cancelInTheWebChat(api, reference.group(1));
        assertThat(appointment(api).path("status").asText()).isEqualTo("cancelled");
        assertThat(message(allo, 3)).contains("annulé");
        assertFree(api, second);
        assertRecords(api);
    }

    /** 1: an appointment; 1: a haircut; 2: the second of the free times. */
    private void bookByPhone(RunningAllo allo) throws Exception {
        String address = "sip:salon@127.0.0.1:" + allo.sipPort();
        try (var call = new KeyedCall(folder, PERSON, "PCMA/8000/1", allo, address)) {
            call.answer(1, List.of("1", "1", "2"));
            call.awaitAgentTurns(4);
            assertThat(call.agentTurns().get(1)).contains("prestation");
            assertThat(call.agentTurns().get(2)).contains("Tapez 1, 2 ou 3");
            assertThat(call.agentTurns().get(3)).contains("confirmé", "référence");
            call.hangUp();
            call.awaitEndReason("hangup");
        }
    }

    private static void moveOnWhatsApp(AlloApi api) {
        Instant begun = Instant.now();
        assertThat(write(api, 1, "Bonjour, je voudrais déplacer mon rendez-vous"))
                .contains("Votre rendez-vous : Coupe", "Quand");
        assertThat(Duration.between(begun, Instant.now())).as("E46").isLessThan(PATIENCE);
        assertThat(write(api, 2, "plutôt samedi")).contains("1. samedi");
        assertThat(write(api, 3, "1")).contains("déplacé : Coupe, samedi");
    }

    private static String write(AlloApi api, int number, String text) {
        var answer = api.whatsApp(SALON, "SM" + PERSON.substring(1) + "9" + number, PERSON, text);
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private static void cancelInTheWebChat(AlloApi api, String reference) {
        WebVisitor chat = api.visitor("salon");
        assertThat(chat.say("Bonjour, il faut annuler mon rendez-vous")).contains("À quel nom");
        assertThat(chat.say("06 12 00 05 12")).contains("huit chiffres");
        assertThat(chat.say("0000 0000")).as("a reference that is not his").contains("Je ne trouve pas");
        assertThat(chat.say(reference)).contains("Faut-il l'annuler");
        assertThat(chat.say("oui")).contains("C'est fait", "annulé");
    }

    /** A conversation for each place, with what was said and which tools ran. */
    private static void assertRecords(AlloApi api) {
        assertThat(record(api, "voice", PERSON)).contains("list_available_slots", "schedule_appointment", "confirmé");
        assertThat(record(api, "whatsapp", PERSON)).contains("find_appointments", "reschedule_appointment", "déplacé");
        assertThat(record(api, "web", "06 12 00 05 12")).contains("find_appointments", "cancel_appointment", "annulé");
    }

    private static String record(AlloApi api, String channel, String trace) {
        for (JsonNode one : api.conversations(channel).path("conversations")) {
            String whole = api.conversation(one.path("id").asText()).toString();
            if (whole.contains(trace) && whole.contains("rendez-vous")) {
                return whole;
            }
        }
        throw new AssertionError("no " + channel + " conversation with " + trace);
    }

    private static JsonNode appointment(AlloApi api) {
        List<JsonNode> own = new ArrayList<>();
        LocalDate today = LocalDate.now(ZoneId.of("Europe/Paris"));
        for (int day = 0; day <= DAYS; day++) {
            String query = "/api/appointments?calendarId=" + CALENDAR + "&date=" + today.plusDays(day);
            for (JsonNode one : api.get(AlloService.TOOL_EXECUTOR_SERVICE, query)) {
                if (one.path("customerPhone").asText().equals(PERSON)) {
                    own.add(one);
                }
            }
        }
        assertThat(own).as("one appointment of this person").hasSize(1);
        return own.getFirst();
    }

    /** The staff can give the time to somebody else. */
    private static void assertFree(AlloApi api, Instant start) {
        String form = "{\"calendarId\":\"%s\",\"service\":\"coupe\",\"start\":\"%s\",\"customerName\":\"Quelqu'un\"}"
                .formatted(CALENDAR, start);
        JsonNode other = api.send("POST", AlloService.TOOL_EXECUTOR_SERVICE, "/api/appointments", form, 201);
        String away = "{\"id\":\"%s\",\"status\":\"cancelled\"}"
                .formatted(other.path("id").asText());
        api.send("PATCH", AlloService.TOOL_EXECUTOR_SERVICE, "/api/appointments", away, 200);
    }

    /** The text of the person's message with this number, from 1. */
    private static String message(RunningAllo allo, int number) {
        Awaitility.await("message " + number)
                .atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(allo.twilio().messagesTo(PERSON)).hasSize(number));
        return allo.twilio().messagesTo(PERSON).get(number - 1).get("Body");
    }

    private static String calendarFile(String message) throws Exception {
        Matcher link = LINK.matcher(message);
        assertThat(link.find()).as(message).isTrue();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> file = http.send(
                    HttpRequest.newBuilder(URI.create(link.group())).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(file.statusCode()).isEqualTo(200);
            return file.body();
        }
    }
}
