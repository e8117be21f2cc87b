// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import static io.restassured.RestAssured.given;

import io.allo.audio.G711;
import io.allo.audio.ToneGenerator;
import io.allo.router.stubs.StubTwilio;
import io.allo.router.stubs.StubWhisper;
import io.allo.router.stubs.TwilioPort;
import io.allo.router.twilio.FormBody;
import io.allo.router.twilio.TwilioSignature;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A console whose calls go by Twilio: what Twilio is asked, and its stream. */
abstract class TwilioCallWorld extends ConsoleWorld {
    private static final Pattern PARAMETER = Pattern.compile("<Parameter name=\"([^\"]*)\" value=\"([^\"]*)\"/>");

    @TestHTTPResource("/")
    URI base;

    @Inject
    StubTwilio twilio;

    @Inject
    StubWhisper whisper;

    String number;
    SocketClient phone;

    @BeforeEach
    void aNumber() {
        twilio.reset();
        whisper.server().forms().clear();
        number = "+3361" + ThreadLocalRandom.current().nextInt(1_000_000, 9_999_999);
    }

    @AfterEach
    void hangUp() {
        if (phone != null) {
            phone.close();
        }
    }

    ValidatableResponse call(Map<String, Object> more) {
        Map<String, Object> body = new LinkedHashMap<>(Map.of(
                "phone_number", number, "session_id", session, "technician_id", "tech-7", "technician_name", "Luc"));
        body.putAll(more);
        body.values().removeIf(""::equals);
        return post("/twilio/initiate-call", body);
    }

    String placed() {
        return call(Map.of()).statusCode(200).extract().path("call_sid");
    }

    void answers(String sid) {
        MultiMap form = Objects.requireNonNull(twilio.placedTo(number));
        phone = SocketClient.open(base, "/twilio/media-stream");
        phone.send(new JsonObject()
                .put("event", "connected")
                .put("protocol", "Call")
                .put("version", "1.0.0"));
        start(sid, parameters(form.get("Twiml")));
    }

    void start(String sid, Map<String, String> parameters) {
        JsonObject start = new JsonObject()
                .put("streamSid", "MZ1")
                .put("accountSid", TwilioPort.ACCOUNT_SID)
                .put("callSid", sid)
                .put("tracks", List.of("inbound"))
                .put("customParameters", parameters)
                .put("mediaFormat", Map.of("encoding", "audio/x-mulaw", "sampleRate", 8000, "channels", 1));
        phone.send(new JsonObject()
                .put("event", "start")
                .put("sequenceNumber", "1")
                .put("streamSid", "MZ1")
                .put("start", start));
    }

    static Map<String, String> parameters(String twiml) {
        Map<String, String> parameters = new LinkedHashMap<>();
        Matcher matcher = PARAMETER.matcher(twiml);
        while (matcher.find()) {
            parameters.put(matcher.group(1), matcher.group(2));
        }
        return parameters;
    }

    static byte[] sound(double seconds) {
        return G711.encodeUlaw(ToneGenerator.sine(440, Duration.ofMillis((long) (seconds * 1000)), -12));
    }

    static byte[] silence(int seconds) {
        return G711.encodeUlaw(new short[seconds * G711.SAMPLE_RATE]);
    }

    int callback(String sid, String status) {
        FormBody form = new FormBody(List.of(
                new FormBody.Field("CallSid", sid),
                new FormBody.Field("CallStatus", status),
                new FormBody.Field("Direction", "outbound-api")));
        return given().contentType("application/x-www-form-urlencoded")
                .header(
                        "X-Twilio-Signature",
                        TwilioSignature.sign(TwilioPort.AUTH_TOKEN, TwilioPort.PUBLIC_URL + "/twilio/status", form))
                .body("CallSid=" + sid + "&CallStatus=" + status + "&Direction=outbound-api")
                .post("/twilio/status")
                .statusCode();
    }
}
