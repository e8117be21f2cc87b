// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.allo.router.LoggedLines;
import io.allo.router.stubs.ConsolePort;
import io.allo.router.stubs.TwilioPort;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Calls of the console by Twilio: placed, streamed, understood, ended. */
@QuarkusTest
class ConsoleCallTest extends TwilioCallWorld {
    @Test
    void theCallIsPlacedWithAStreamInBothDirections() { // B18, B27, G13
        call(Map.of())
                .statusCode(200)
                .body("success", equalTo(true))
                .body("call_sid", startsWith("CA"))
                .body("session_id", equalTo(session))
                .body("status", equalTo("initiated"));

        MultiMap form = Objects.requireNonNull(twilio.placedTo(number));
        assertThat(form.get("From")).isEqualTo(ConsolePort.NUMBER);
        assertThat(form.get("StatusCallback")).isEqualTo(TwilioPort.PUBLIC_URL + "/twilio/status");
        assertThat(form.getAll("StatusCallbackEvent"))
                .containsExactlyInAnyOrder("initiated", "ringing", "answered", "completed");
        assertThat(form.get("Twiml"))
                .contains("<Say language=\"fr-FR\">Bonjour")
                .contains("<Connect><Stream url=\"wss://media.example.com/twilio/media-stream\">")
                .contains("<Parameter name=\"session_id\" value=\"" + session + "\"/>");
        assertThat(twilio.violations()).isEmpty();
    }

    @Test
    void whatIsMissingOrMayNotBeCalledIsRefused() { // B17, B19
        call(Map.of("phone_number", "")).statusCode(400).body("error", containsString("phone_number"));
        call(Map.of("session_id", "")).statusCode(400).body("error", containsString("session_id"));
        call(Map.of("phone_number", "0612345678")).statusCode(400).body("error", containsString("+"));
        call(Map.of("phone_number", "+1 900 555 0100")).statusCode(400).body("error", containsString("may not"));
        call(Map.of("phone_number", "+33<script>")).statusCode(400);
        post("/twilio/end-call", Map.of("session_id", session))
                .statusCode(400)
                .body("error", not(equalTo(null))); // B53
        post("/twilio/end-call", Map.of("call_sid", "CAnobody")).statusCode(404);
    }

    @Test
    void aCallThatTwilioRefusesIs500() { // B20
        twilio.refuse(1, 401);
        call(Map.of())
                .statusCode(500)
                .body("error", containsString("20401"))
                .body("error", not(containsString("token")));
    }

    @Test
    void whatTheTechnicianSaysBecomesASuggestionOnThePage() { // B22-B26, B28, B29, B32, B34, B52, B54, B80
        whisper.server().hears("la caméra du hall ne s'allume plus", "depuis ce matin");
        String sid = placed();
        try (LoggedLines log = new LoggedLines(ConsoleStreams.class.getName());
                SocketClient page = SocketClient.page(base, session, KEY)) {
            answers(sid);
            phone.next("media"); // he is told that the call is written down
            assertThat(log.lines()).anyMatch(line -> line.contains("Media stream started"));
            page.next("call", call -> call.getString("status").equals("in-progress"));
            phone.media(sound(2.9), "inbound");
            page.next("level", level -> level.getDouble("level") > 0.1);
            assertThat(whisper.server().forms()).isEmpty();
            phone.media(sound(0.2), "inbound");

            JsonObject segment = page.next("segment").getJsonObject("segment");
            assertThat(segment.getString("text")).isEqualTo("la caméra du hall ne s'allume plus");
            assertThat(segment.getString("speaker")).isEqualTo("tech-7");
            assertThat(segment.getString("speaker_role")).isEqualTo("technician");
            assertThat(segment.getString("speaker_name")).isEqualTo("Luc");
            JsonObject card = page.next("suggestion").getJsonObject("suggestion");
            assertThat(card.getString("type")).isEqualTo("knowledge_base");
            assertThat(whisper.server().forms().getFirst())
                    .containsEntry("model", "whisper-1")
                    .containsEntry("language", "fr")
                    .containsEntry("rate", "16000")
                    .containsEntry("audioMs", "3000");
            suggestions("session_id=" + session).body("suggestions.type", hasItem("knowledge_base"));

            int levels = page.all("level").size();
            phone.media(sound(1), "inbound"); // less than three seconds: understood at the end
            await().atMost(LIMIT)
                    .until(() -> page.all("level").size() >= levels + 8); // it has come before the end does
            post("/twilio/end-call", Map.of("call_sid", sid, "session_id", session))
                    .statusCode(200)
                    .body("success", equalTo(true))
                    .body("call_sid", equalTo(sid))
                    .body("status", equalTo("completed"))
                    .body("duration", equalTo(7))
                    .body("session_stats.session_id", equalTo(session))
                    .body("session_stats.total_segments", equalTo(2))
                    .body("session_stats.speakers.tech-7.segment_count", equalTo(2))
                    .body("session_stats.speakers.tech-7.speaker_role", equalTo("technician"))
                    .body("session_stats.speakers.tech-7.speaker_name", equalTo("Luc"))
                    .body("session_stats.speakers.tech-7.last_spoke", instanceOf(String.class));
            assertThat(twilio.updatesOf(sid).getFirst().status()).isEqualTo("completed");
            page.next("call", call -> "agent_ended".equals(call.getString("reason")));
        }
        await().atMost(LIMIT)
                .untilAsserted(() -> given().header("X-API-Key", KEY)
                        .get("/api/console/sessions?limit=1000")
                        .then()
                        .body("sessions.find { it.session_id == '" + session + "' }.cost_usd", greaterThan(0f))
                        .body("sessions.find { it.session_id == '" + session + "' }.unpriced", empty()));
    }

    @Test
    void silenceIsNotTranscribed() { // B30
        String sid = placed();
        answers(sid);
        phone.media(silence(4), "inbound");
        phone.media(sound(0.3), "inbound"); // B31: less than half a second
        post("/twilio/end-call", Map.of("call_sid", sid))
                .statusCode(200)
                .body("session_stats.total_segments", equalTo(0))
                .body("session_stats.speakers.size()", equalTo(0));
        assertThat(whisper.server().forms()).isEmpty();
    }

    @Test
    void theSupportAgentIsHeardUntilHeIsMuted() { // B31: a second at least; mute that mutes
        whisper.server().hears("Bonjour, que voyez-vous ?");
        String sid = placed();
        try (SocketClient page = SocketClient.page(base, session, KEY)) {
            page.send(new JsonObject().put("type", "audio").put("on", true));
            answers(sid);
            page.next("call", call -> call.getString("status").equals("in-progress"));
            phone.media(sound(0.5), "inbound");
            await().atMost(LIMIT).until(() -> page.heard() >= 4_000);

            page.send(new JsonObject().put("type", "mute").put("muted", true));
            page.next("muted");
            page.sendBytes(sound(0.02));
            page.send(new JsonObject().put("type", "mute").put("muted", false));
            page.next("muted", message -> !message.getBoolean("muted"));
            assertThat(page.all("level"))
                    .noneMatch(level -> level.getString("speaker_role").equals("assistant"));
            byte[] speech = sound(3);
            for (int from = 0; from < speech.length; from += 1_600) {
                page.sendBytes(Arrays.copyOfRange(speech, from, from + 1_600));
            }
            page.next("level", level -> level.getString("speaker_role").equals("assistant"));
            JsonObject segment = page.next("segment").getJsonObject("segment");
            assertThat(segment.getString("speaker_role")).isEqualTo("assistant");
            assertThat(phone.all("media")).hasSizeGreaterThan(14); // B26
            post("/demo/mute-call", Map.of("session_id", session, "muted", true))
                    .statusCode(200);
            await().atMost(LIMIT).until(() -> page.all("muted").size() == 3);
        }
    }

    @Test
    void aStreamWithoutProofIsClosed() {
        placed();
        phone = SocketClient.open(base, "/twilio/media-stream");
        start("CA1", Map.of("session_id", session));
        assertThat(phone.awaitClose()).isEqualTo(1008);
        phone = SocketClient.open(base, "/twilio/media-stream");
        Map<String, String> stolen = new LinkedHashMap<>(
                parameters(Objects.requireNonNull(twilio.placedTo(number)).get("Twiml")));
        stolen.put("session_id", "another-session");
        start("CA1", stolen);
        assertThat(phone.awaitClose()).isEqualTo(1008);
    }

    @Test
    void theEndOfACallIsPushedOrKeptForWhoeverComes() { // B57
        String sid = placed();
        assertThat(callback(sid, "ringing")).isEqualTo(204);
        assertThat(callback(sid, "no-answer")).isEqualTo(204);
        assertThat(callback(sid, "ringing")).isEqualTo(204);
        try (SocketClient listener = SocketClient.open(base, "/twilio/call-status/" + session)) {
            listener.send(new JsonObject().put("type", "token").put("token", KEY));
            assertThat(listener.next("connected").getString("session_id")).isEqualTo(session);
            JsonObject end = listener.next("call_ended");
            assertThat(end.getString("call_sid")).isEqualTo(sid);
            assertThat(end.getString("status")).isEqualTo("no-answer");
            assertThat(end.getString("reason")).isEqualTo("no-answer");
            listener.send(new JsonObject().put("type", "ping"));
            listener.next("pong");

            String second = placed();
            assertThat(callback(second, "completed")).isEqualTo(204);
            assertThat(listener.next(
                                    "call_ended",
                                    one -> one.getString("call_sid").equals(second))
                            .getString("reason"))
                    .isEqualTo("customer_disconnected");
        }
        assertThat(callback("CA00000000000000000000000000000000", "completed")).isEqualTo(204);
    }

    @Test
    void aCallTellsHowItStandsToItsAccountOnly() { // B58, B74
        String sid = placed();
        given().header("X-API-Key", KEY)
                .get("/twilio/call-status/" + sid)
                .then()
                .statusCode(200)
                .body("call_sid", equalTo(sid))
                .body("status", equalTo("in-progress"))
                .body("direction", equalTo("outbound-api"))
                .body("duration", equalTo(7))
                .body("from_number", equalTo(ConsolePort.NUMBER))
                .body("to_number", equalTo(number));
        given().header("X-API-Key", OTHERS)
                .get("/twilio/call-status/" + sid)
                .then()
                .statusCode(404);
        post(OTHERS, "/twilio/end-call", Map.of("call_sid", sid)).statusCode(404);
        assertThat(twilio.updatesOf(sid)).isEmpty();
    }

    @Test
    void aPersonWhoIsErasedIsGoneFromTheConsoleToo() {
        placed();
        says("la caméra du hall ne s'allume plus");
        given().header("X-API-Key", OTHERS)
                .delete("/api/persons/{number}", number)
                .then()
                .statusCode(200);
        suggestions("session_id=" + session).body("status", equalTo("success"));
        given().header("X-API-Key", KEY)
                .delete("/api/persons/{number}", number)
                .then()
                .statusCode(200);
        suggestions("session_id=" + session).body("status", equalTo("error"));
    }

    @Test
    void twilioIsAnsweredInTwiml() { // B56
        given().get("/twilio/test-twiml")
                .then()
                .statusCode(200)
                .contentType(startsWith("text/xml"))
                .body(containsString("<Record maxLength=\"30\" action=\"/twilio/recording-complete\"/>"));
        given().post("/twilio/recording-complete").then().statusCode(403);
        given().get("/demo/console-settings")
                .then()
                .statusCode(200)
                .body("open", equalTo(false))
                .body("dialling", equalTo("twilio"))
                .body("calls", equalTo(true))
                .body("language", equalTo("fr"));
        given().header("X-API-Key", KEY)
                .get("/twilio/token")
                .then()
                .statusCode(404)
                .body("error", not(equalTo(null)));
    }
}
