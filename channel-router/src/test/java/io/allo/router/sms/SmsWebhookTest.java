// SPDX-License-Identifier: Apache-2.0
package io.allo.router.sms;

import static io.allo.router.conversation.ScriptedModel.say;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.allo.router.conversation.ScriptedModel;
import io.allo.router.stubs.StubSessionConfig;
import io.allo.router.stubs.StubTwilio;
import io.allo.router.stubs.TwilioPort;
import io.allo.router.twilio.FormBody;
import io.allo.router.twilio.TwilioSignature;
import io.allo.router.twilio.Twiml;
import io.allo.testkit.provider.ChatReply;
import io.allo.testkit.provider.ChatServer;
import io.allo.testkit.provider.OpenAiSpeechServer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SMS by Twilio, with the real engine and PostgreSQL; Twilio is a strict stand-in. */
@QuarkusTest
class SmsWebhookTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String CALLED = "+33939240781";

    @TestHTTPResource
    URI base;

    @Inject
    Pool pool;

    @Inject
    StubSessionConfig sessions;

    @Inject
    StubTwilio twilio;

    @Inject
    ScriptedModel model;

    OpenAiSpeechServer ears;

    ChatServer eyes;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String sender = "+336" + ThreadLocalRandom.current().nextLong(10_000_000, 99_999_999);

    @BeforeEach
    void reset() {
        sessions.reset();
        twilio.reset();
        model.reset();
        sessions.agent(CALLED, sessions.demoAgent(UUID.randomUUID().toString(), ScriptedModel.NAME));
    }

    @Test
    void anSmsIsAnsweredInTheResponse() {
        Map<String, String> form = message("une pizza & un café");

        assertThat(post(form).body()).isEqualTo(twiml("you said une pizza &amp; un café"));
        assertThat(post(form).body()).isEqualTo(twiml("you said une pizza &amp; un café"));

        assertThat(model.requests()).hasSize(1);
        assertThat(column(form.get("MessageSid"), "session_id")).isEqualTo("sms_" + sender);
        given().get("/api/sms/health")
                .then()
                .body(equalTo("{\"status\":\"ok\",\"service\":\"sms\",\"channel\":\"twilio\"}"));
    }

    @Test
    void aWrongSignatureIsRefused() {
        assertThat(send("/api/sms/webhook", message("bonjour"), "AAAA").statusCode())
                .isEqualTo(403);
        assertThat(send("/api/sms/status", Map.of("MessageSid", "SM1"), "AAAA").statusCode())
                .isEqualTo(403);
        assertThat(model.requests()).isEmpty();
    }

    @Test
    void whoSendsStopGetsNothingUntilHeSendsStart() {
        assertThat(post(message("Stop.")).body()).isEqualTo(Twiml.EMPTY); // Twilio says it
        assertThat(post(message("bonjour")).body()).isEqualTo(Twiml.EMPTY);
        assertThat(model.requests()).isEmpty();

        assertThat(post(message("START")).body()).isEqualTo(Twiml.EMPTY);
        assertThat(post(message("bonjour")).body()).isEqualTo(twiml("you said bonjour"));

        assertThat(post(message("arrêt")).body()).contains("Vous ne recevrez plus de messages de Demo");
        assertThat(post(message("aide")).body()).contains("Répondez STOP");
        assertThat(post(message("stop aux olives")).body()).isEqualTo(Twiml.EMPTY);
        assertThat(model.requests()).hasSize(1);
    }

    @Test
    void aSenderWhoCannotBeAnsweredIsIgnored() {
        Map<String, String> form = message("Votre colis arrive");
        form.put("From", "MaBanque");

        assertThat(post(form).body()).isEqualTo(Twiml.EMPTY);
        assertThat(model.requests()).isEmpty();
    }

    @Test
    void aLateAnswerGoesByTheApiAndItsFateIsKept() {
        model.thenDo(_ -> Uni.createFrom()
                .item(say("voilà"))
                .onItem()
                .delayIt()
                .by(Duration.ofMillis(2_600))
                .toMulti());
        Map<String, String> form = message("lentement");

        assertThat(post(form).body()).isEqualTo(Twiml.EMPTY);
        await().atMost(LIMIT)
                .until(() -> column(form.get("MessageSid"), "delivery").equals("sent"));

        StubTwilio.Sent sent = twilio.smsTo(sender).getFirst();
        assertThat(sent.body()).isEqualTo("voilà");
        assertThat(sent.statusCallback()).isEqualTo(TwilioPort.PUBLIC_URL + "/api/sms/status");
        for (String status : new String[] {"sent", "delivered", "sent"}) {
            Map<String, String> report = Map.of("MessageSid", sent.sid(), "MessageStatus", status);
            assertThat(send("/api/sms/status", report, null).statusCode()).isEqualTo(200);
        }
        assertThat(status(sent.sid())).isEqualTo("delivered");
    }

    @Test
    void anAnswerThatTwilioCouldNotDeliverIsKeptAsThat() {
        model.thenDo(_ -> Uni.createFrom()
                .item(say("perdu"))
                .onItem()
                .delayIt()
                .by(Duration.ofMillis(2_600))
                .toMulti());
        Map<String, String> form = message("lentement");
        post(form);
        await().atMost(LIMIT)
                .until(() -> column(form.get("MessageSid"), "delivery").equals("sent"));

        send(
                "/api/sms/status",
                Map.of(
                        "MessageSid",
                        twilio.smsTo(sender).getFirst().sid(),
                        "MessageStatus",
                        "undelivered",
                        "ErrorCode",
                        "30003"),
                null);

        assertThat(column(form.get("MessageSid"), "delivery")).isEqualTo("undeliverable");
    }

    /** An MMS is what a WhatsApp with a file is: its words are what was written, spoken and shown. */
    @Test
    void aPhotoByMmsIsSeen() {
        eyes.then(
                new ChatReply.Body(
                        "application/json",
                        "{\"model\":\"gpt-4o-mini\",\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"Un robinet qui fuit.\"}}]}"));

        String answer = post(media("voilà", new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 0}, "image/jpeg"))
                .body();

        assertThat(answer).isEqualTo(twiml("you said voilà\n(photo: Un robinet qui fuit.)"));
        assertThat(twilio.credentialsAtStorage()).isZero();
    }

    @Test
    void aVoiceNoteByMmsWithoutAWordIsHeard() {
        ears.hears("je voudrais une calzone");

        assertThat(post(media("", ("    ftyp" + "\0".repeat(2000)).getBytes(StandardCharsets.UTF_8), "audio/mp4"))
                        .body())
                .isEqualTo(twiml("you said je voudrais une calzone"));
        assertThat(ears.forms().getLast()).containsEntry("filename", "message.m4a");
    }

    /** OpenAI takes no AMR: it is said, and nothing is sent. */
    @Test
    void aVoiceNoteOfAKindThatNobodyHearsIsDeclined() {
        int before = ears.forms().size();

        assertThat(post(media("", "#!AMR\n".repeat(400).getBytes(StandardCharsets.UTF_8), "audio/amr"))
                        .body())
                .contains("je n&apos;ai pas compris ce message vocal");

        assertThat(ears.forms()).hasSize(before);
    }

    @Test
    void whatNobodyCanOpenIsSaid() {
        assertThat(post(media("", new byte[] {'M', 'Z', 0, 0}, "video/3gpp")).body())
                .contains("je ne peux pas encore ouvrir les photos");
        assertThat(model.requests()).isEmpty();
    }

    private Map<String, String> media(String body, byte[] file, String type) {
        Map<String, String> form = message(body);
        form.put("NumMedia", "1");
        form.put("MediaUrl0", twilio.keep(file));
        form.put("MediaContentType0", type);
        return form;
    }

    private Map<String, String> message(String body) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("MessageSid", "SM" + UUID.randomUUID().toString().replace("-", ""));
        form.put("From", sender);
        form.put("To", CALLED);
        form.put("Body", body);
        form.put("NumMedia", "0");
        form.put("FromCity", "");
        return form;
    }

    private HttpResponse<String> post(Map<String, String> form) {
        return send("/api/sms/webhook", form, null);
    }

    private HttpResponse<String> send(String path, Map<String, String> form, @Nullable String signature) {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
        String signed = signature == null
                ? TwilioSignature.sign(TwilioPort.AUTH_TOKEN, TwilioPort.PUBLIC_URL + path, FormBody.parse(bytes))
                : signature;
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("X-Twilio-Signature", signed)
                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join();
    }

    private static String twiml(String text) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response><Message>" + text + "</Message></Response>";
    }

    private String column(String messageId, String column) {
        return first("select coalesce(" + column + ", '') from inbox where message_id = $1", messageId);
    }

    private String status(String messageId) {
        return first("select status from sent_message where provider = 'twilio-sms' and message_id = $1", messageId);
    }

    private String first(String sql, String key) {
        return pool.preparedQuery(sql)
                .execute(Tuple.of(key))
                .await()
                .atMost(LIMIT)
                .iterator()
                .next()
                .getString(0);
    }
}
