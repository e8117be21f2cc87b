// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static io.allo.router.conversation.ScriptedModel.call;
import static io.allo.router.conversation.ScriptedModel.say;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.session.PrivacySettings;
import io.allo.contracts.session.SessionConfig.ToolDefinition;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.ConversationKey;
import io.allo.router.conversation.ScriptedModel;
import io.allo.router.stubs.StubSessionConfig;
import io.allo.router.stubs.StubToolExecutor;
import io.allo.router.stubs.StubTwilio;
import io.allo.router.stubs.TwilioPort;
import io.allo.router.twilio.FormBody;
import io.allo.router.twilio.TwilioSignature;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A call to a Twilio number, as Twilio's webhooks and media stream bring it. */
@QuarkusTest
class TwilioCallTest {
    private static final String CALLED = "+33939240575";
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Pattern PARAMETER = Pattern.compile("<Parameter name=\"([^\"]*)\" value=\"([^\"]*)\"/>");

    @TestHTTPResource("/")
    URI base;

    @Inject
    StubSessionConfig sessions;

    @Inject
    StubTwilio carrier;

    @Inject
    ScriptedModel model;

    @Inject
    ConversationEngine engine;

    @Inject
    LiveCalls calls;

    @Inject
    StubToolExecutor tools;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String callSid = "CA" + UUID.randomUUID().toString().replace("-", "");
    private MediaClient stream;

    @BeforeEach
    void reset() {
        sessions.reset();
        carrier.reset();
        model.reset();
        sessions.agent(CALLED, sessions.demoAgent(UUID.randomUUID().toString(), ScriptedModel.NAME));
    }

    @AfterEach
    void hangUp() {
        if (stream != null) {
            stream.close();
        }
        Awaitility.await("calls end").atMost(LIMIT).until(() -> calls.count() == 0);
    }

    @Test
    void theCallIsStreamedToTheAgentThatAnswersTheNumber() throws Exception {
        // Given
        model.then(say("Bonjour !"));

        // When
        HttpResponse<String> twiml = post("/twilio/incoming", Map.of());

        // Then
        assertThat(twiml.headers().firstValue("Content-Type").orElse("")).startsWith("application/xml");
        assertThat(twiml.body())
                .contains("<Stream url=\"wss://hooks.example.com/twilio/media-stream\">")
                .contains("<Connect action=\"https://hooks.example.com/twilio/after-stream?epoch=1\">");
        connect(twiml.body());
        stream.await("media");
        stream.await("mark");
    }

    @Test
    void aWebhookThatTwilioDidNotSignIsRefused() throws Exception {
        // When
        HttpResponse<String> response = send("/twilio/incoming", form(Map.of()), "wrong");

        // Then
        assertThat(response.statusCode()).isEqualTo(403);
    }

    @Test
    void aNumberThatNobodyAnswersIsRejectedUncharged() throws Exception {
        assertThat(post("/twilio/incoming", Map.of("To", "+33999999999")).body())
                .contains("<Reject/>");
    }

    @Test
    void aFormThatIsNoCallIsRefused() throws Exception {
        assertThat(post("/twilio/incoming", Map.of("CallSid", "../x")).statusCode())
                .isEqualTo(400);
    }

    @Test
    void aSocketThatTwilioSignedNeedsNoToken() {
        // Given
        model.then(say("Bonjour !"));
        String signature = TwilioSignature.sign(
                TwilioPort.AUTH_TOKEN, "wss://hooks.example.com/twilio/media-stream", FormBody.parse(new byte[0]));

        // When
        open(Map.of("X-Twilio-Signature", signature));
        stream.send(start(Map.of("to", CALLED)));

        // Then
        stream.await("media");
    }

    @Test
    void aSocketWithoutTokenAndSignatureIsClosed() {
        // When
        open(Map.of());
        stream.send(start(Map.of("to", CALLED)));

        // Then
        stream.awaitClose();
        assertThat(stream.closeCode).isEqualTo(1008);
    }

    @Test
    void aCallWhoseWorkerDiedComesBackIntoTheSameConversation() throws Exception {
        // Given
        model.then(say("Que désirez-vous ?"));
        connect(post("/twilio/incoming", Map.of()).body());
        stream.await("media");
        stream.close();

        // When
        HttpResponse<String> twiml = post("/twilio/after-stream?epoch=1", Map.of());
        assertThat(parameters(twiml.body())).containsEntry("epoch", "2");
        connect(twiml.body());

        // Then
        stream.await("media");
        assertThat(sessions.fetches()).as("one session fetch a call").hasSize(1);
        assertThat(model.requests()).as("no second greeting").hasSize(1);
    }

    @Test
    void aCallThatIsOverHangsUpAfterItsStream() throws Exception {
        // Given
        model.then(say("Bonjour !"));
        connect(post("/twilio/incoming", Map.of()).body());
        stream.await("media");
        post("/twilio/status", Map.of("CallStatus", "completed"));

        // When
        HttpResponse<String> twiml = post("/twilio/after-stream?epoch=1", Map.of());

        // Then
        assertThat(twiml.body()).contains("<Hangup/>");
    }

    @Test
    void anAgentThatHangsUpEndsTheCallByTheApi() throws Exception {
        // Given
        model.then(say("Bonjour !"), call("end_call", Map.of()));

        // When
        connect(post("/twilio/incoming", Map.of()).body());
        echoMarks("item-1");

        // Then
        Awaitility.await().atMost(LIMIT).until(() -> !carrier.updatesOf(callSid).isEmpty());
        assertThat(carrier.updatesOf(callSid).getFirst().status()).isEqualTo("completed");
    }

    @Test
    void aCallerWhoIsNotPutThroughComesBackToTheAgent_A93() throws Exception {
        // Given
        model.then(call("transfer_call", Map.of("phone_number", "+33123456789", "announcement", "Un instant.")));
        connect(post("/twilio/incoming", Map.of()).body());
        echoMarks("item-1");
        Awaitility.await().atMost(LIMIT).until(() -> !carrier.updatesOf(callSid).isEmpty());
        assertThat(carrier.updatesOf(callSid).getFirst().twiml())
                .contains("<Number>+33123456789</Number>", "/twilio/transfer-result?epoch=1");
        stream.send("{\"event\":\"stop\",\"streamSid\":\"MZ1\",\"stop\":{\"callSid\":\"" + callSid + "\"}}");
        stream.awaitClose();

        // When
        HttpResponse<String> twiml = post("/twilio/transfer-result?epoch=1", Map.of("DialCallStatus", "busy"));

        // Then
        assertThat(parameters(twiml.body())).containsEntry("transferOutcome", "busy");
        connect(twiml.body());
        stream.await("media");
        assertThat(isOpen()).isTrue();
        HttpResponse<String> answered = post("/twilio/transfer-result?epoch=2", Map.of("DialCallStatus", "completed"));
        assertThat(answered.body()).contains("<Hangup/>");
        assertThat(isOpen()).isFalse();
    }

    @Test
    void secretDigitsReachTheToolOnly() throws Exception {
        // Given
        String digits = "73914826";
        String called = "+33939240583"; // how a number was resolved is kept for some seconds
        ToolDefinition pay = new ToolDefinition(
                "function",
                "confirm_order",
                "Pays.",
                Map.of("type", "object", "properties", Map.of("card", Map.of("type", "string"))));
        sessions.session(StubSessionConfig.session().with(List.of(pay)));
        sessions.agent(
                called,
                sessions.demoAgent(UUID.randomUUID().toString(), ScriptedModel.NAME)
                        .with(new PrivacySettings(false, PrivacySettings.Consent.OFF, false, true)));
        tools.reset();
        model.then(call("collect", CollectWorld.secret("card", 4, 8, "confirm_order")))
                .then(call("confirm_order", Map.of("total", 12)))
                .then(say("Merci."));
        connect(post("/twilio/incoming", Map.of("To", called)).body());
        stream.await("media");

        // When
        digits.chars().forEach(digit -> stream.send("""
                        {"event":"dtmf","streamSid":"MZ1","sequenceNumber":"5","dtmf":{"track":"inbound_track","digit":"%c"}}""".formatted((char) digit)));

        // Then
        Awaitility.await().atMost(LIMIT).until(() -> model.requests().size() == 3);
        assertThat(tools.executed())
                .singleElement()
                .satisfies(paid -> assertThat(paid.arguments())
                        .containsEntry("card", digits)
                        .containsEntry("total", 12));
        assertThat(model.requests().toString()).contains("8 digits given").doesNotContain(digits);
    }

    private boolean isOpen() {
        ConversationKey key = new ConversationKey(StubSessionConfig.ACCOUNT, Channel.VOICE, callSid);
        return engine.isOpen(key).await().atMost(LIMIT);
    }

    private void echoMarks(String name) {
        stream.await("mark", mark -> mark.path("mark").path("name").asText().equals(name));
        stream.send("{\"event\":\"mark\",\"streamSid\":\"MZ1\",\"mark\":{\"name\":\"" + name + "\"}}");
    }

    private void connect(String twiml) {
        open(Map.of());
        stream.send("{\"event\":\"connected\",\"protocol\":\"Call\",\"version\":\"1.0.0\"}");
        stream.send(start(parameters(twiml)));
    }

    private void open(Map<String, String> headers) {
        if (stream != null) {
            stream.close();
        }
        URI socket = URI.create(base.toString().replaceFirst("^http", "ws")).resolve("/twilio/media-stream");
        stream = MediaClient.connect(socket, headers).client();
    }

    private static Map<String, String> parameters(String twiml) {
        Map<String, String> parameters = new LinkedHashMap<>();
        Matcher matcher = PARAMETER.matcher(twiml);
        while (matcher.find()) {
            parameters.put(matcher.group(1), matcher.group(2));
        }
        return parameters;
    }

    private String start(Map<String, String> parameters) {
        String custom = parameters.entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "\":\"" + entry.getValue() + "\"")
                .collect(Collectors.joining(","));
        return """
                {"event":"start","sequenceNumber":"1","streamSid":"MZ1","start":{"streamSid":"MZ1","accountSid":"AC1",
                "callSid":"%s","tracks":["inbound"],"customParameters":{%s},
                "mediaFormat":{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1}}}""".formatted(callSid, custom);
    }

    private byte[] form(Map<String, String> more) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("CallSid", callSid);
        form.put("AccountSid", TwilioPort.ACCOUNT_SID);
        form.put("From", "+33612345678");
        form.put("To", CALLED);
        form.put("CallerName", "");
        form.putAll(more);
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"))
                .getBytes(UTF_8);
    }

    private HttpResponse<String> post(String path, Map<String, String> more) throws Exception {
        byte[] body = form(more);
        String url = TwilioPort.PUBLIC_URL + path;
        return send(path, body, TwilioSignature.sign(TwilioPort.AUTH_TOKEN, url, FormBody.parse(body)));
    }

    private HttpResponse<String> send(String path, byte[] body, String signature) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
                .header("X-Twilio-Signature", signature)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
