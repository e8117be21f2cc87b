// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.allo.audio.AudioLevel;
import io.allo.audio.G711;
import io.allo.audio.ToneGenerator;
import io.allo.contracts.EndReason;
import io.allo.router.console.ConsoleSession.Call;
import io.allo.router.console.ConsoleSession.Opening;
import io.allo.router.stubs.StubGateway;
import io.allo.router.stubs.StubSessionConfig;
import io.allo.router.stubs.StubWhisper;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of the console by the account's own SIP trunk: our gateway dials, its media socket comes here. */
@QuarkusTest
class TrunkCallTest extends ConsoleWorld {
    private static final ScheduledExecutorService LINE = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("line").factory());
    private static final String ULAW = "audio/x-mulaw";
    private static final String ALAW = "audio/x-alaw";

    @TestHTTPResource("/")
    URI base;

    @Inject
    StubGateway gateway;

    @Inject
    StubWhisper whisper;

    @Inject
    TrunkDialler dialler;

    @Inject
    SessionRepository sessions;

    @Inject
    ConsoleDesk desk;

    @Inject
    Lines lines;

    @Inject
    Watchers watchers;

    @Inject
    CallEnds ends;

    @Inject
    ConsoleMeters meters;

    @Inject
    Clock clock;

    @ConfigProperty(name = "allo.service-key")
    String serviceKey;

    private final String number = "+3361" + ThreadLocalRandom.current().nextInt(1_000_000, 9_999_999);
    private SocketClient trunk;

    @BeforeEach
    void nobodyHasSpoken() {
        whisper.server().forms().clear();
        gateway.refuse(0, "");
    }

    @AfterEach
    void hangUp() {
        if (trunk != null) {
            trunk.close();
        }
    }

    private CallDesk calls() {
        return new CallDesk(sessions, desk, new Diallers(dialler), lines, watchers, ends, meters, clock);
    }

    private SessionKey key() {
        return new SessionKey(StubSessionConfig.ACCOUNT, session);
    }

    private String placed() {
        Opening technician = new Opening(null, "tech-7", "Luc", null, "fr", null);
        return calls().place(key(), technician, number).await().atMost(LIMIT).sid();
    }

    /** The gateway brings the call's socket. */
    private void comes(String sid, String encoding) {
        comes(sid, encoding, Objects.requireNonNull(gateway.wish(sid)).getJsonObject("custom_parameters"));
    }

    private void comes(String sid, String encoding, JsonObject parameters) {
        trunk = SocketClient.gateway(base, sid, serviceKey);
        trunk.send(new JsonObject()
                .put("event", "start")
                .put("sequenceNumber", "1")
                .put("streamSid", "MZ1")
                .put(
                        "start",
                        new JsonObject()
                                .put("streamSid", "MZ1")
                                .put("callSid", sid)
                                .put("tracks", new JsonArray().add("inbound"))
                                .put(
                                        "customParameters",
                                        parameters.copy().put("to", number).put("direction", "outbound"))
                                .put(
                                        "mediaFormat",
                                        new JsonObject()
                                                .put("encoding", encoding)
                                                .put("sampleRate", 8000)
                                                .put("channels", 1)))
                .put("allo", new JsonObject().put("epoch", 1).put("answered", false)));
    }

    private void state(String state) {
        trunk.send(new JsonObject()
                .put("event", "callState")
                .put("streamSid", "MZ1")
                .put("state", state));
    }

    private void stops(EndReason reason) {
        trunk.send(new JsonObject()
                .put("event", "stop")
                .put("streamSid", "MZ1")
                .put("stop", new JsonObject().put("callSid", "c").put("reason", JsonObject.mapFrom(reason))));
    }

    private static byte[] sound(double seconds) {
        return G711.encodeUlaw(ToneGenerator.sine(440, Duration.ofMillis((long) (seconds * 1000)), -12));
    }

    private List<byte[]> heardByTheTechnician() {
        return trunk.all("media").stream()
                .map(media ->
                        Base64.getDecoder().decode(media.getJsonObject("media").getString("payload")))
                .toList();
    }

    @Test
    void theGatewayIsAskedOnBehalfOfTheAccountWithAProofOfTheSession() {
        String sid = placed();

        JsonObject wish = Objects.requireNonNull(gateway.wish(sid));
        assertThat(wish.getString("to_number")).isEqualTo(number);
        assertThat(wish.getString("account")).isEqualTo(StubSessionConfig.ACCOUNT);
        assertThat(wish.getInteger("timeout_seconds")).isEqualTo(45);
        assertThat(wish.getValue("voice_workflow_id")).as("no agent talks").isNull();
        assertThat(wish.getJsonObject("custom_parameters").fieldNames())
                .containsExactlyInAnyOrder("session_id", "account_id", "console_token");
    }

    @ParameterizedTest
    @ValueSource(strings = {ULAW, ALAW})
    void bothSidesTalkAndAreWrittenDownUntilTheSupportAgentHangsUp(String encoding) { // B26, B28, B31, B52, B54, B80
        whisper.server().hears("la caméra du hall ne s'allume plus", "que dit la diode");
        boolean alaw = encoding.equals(ALAW);
        String sid = placed();
        try (SocketClient page = SocketClient.page(base, session, KEY)) {
            page.send(new JsonObject().put("type", "audio").put("on", true));
            comes(sid, encoding);
            trunk.next("answer"); // whoever is called is dialled now
            state("alerting");
            page.next("call", call -> call.getString("status").equals("ringing"));
            trunk.media(alaw ? alaw(sound(0.2)) : sound(0.2), "inbound"); // early: nobody is there yet
            assertThat(trunk.all("media")).isEmpty();
            state("answered");
            page.next("call", call -> call.getString("status").equals("in-progress"));
            trunk.next("media"); // who calls, and that it is written down

            paced(sound(3.1), frame -> trunk.media(alaw ? alaw(frame) : frame, "inbound"));
            JsonObject said = page.next("segment").getJsonObject("segment");
            assertThat(said.getString("text")).isEqualTo("la caméra du hall ne s'allume plus");
            assertThat(said.getString("speaker")).isEqualTo("tech-7");
            assertThat(said.getString("speaker_role")).isEqualTo("technician");
            page.next("suggestion");
            page.next(
                    "level",
                    level -> level.getString("speaker_role").equals("technician") && level.getDouble("level") > 0.1);
            await().atMost(LIMIT).until(() -> page.heard() >= 8_000);

            int before = loud(alaw);
            paced(sound(3), page::sendBytes);
            await().atMost(LIMIT).until(() -> loud(alaw) > before + 10);
            page.next(
                    "segment",
                    one -> one.getJsonObject("segment")
                            .getString("speaker_role")
                            .equals("assistant"));

            JsonObject end = calls().end(StubSessionConfig.ACCOUNT, sid)
                    .await()
                    .atMost(LIMIT)
                    .orElseThrow();
            assertThat(end.getJsonObject("session_stats").getInteger("total_segments"))
                    .isEqualTo(2);
            assertThat(gateway.hungUp(sid)).isTrue();
            trunk.next("hangup");
            page.next("call", call -> "agent_ended".equals(call.getString("reason")));
        }
    }

    private static byte[] alaw(byte[] ulaw) {
        return G711.encodeAlaw(G711.decodeUlaw(ulaw));
    }

    /** As a telephone and a microphone do: 20 ms every 20 ms. All at once is more than a page is sent. */
    private static void paced(byte[] speech, Consumer<byte[]> to) {
        AtomicInteger at = new AtomicInteger();
        var frames = LINE.scheduleAtFixedRate(
                () -> {
                    int from = at.getAndAdd(160);
                    if (from < speech.length) {
                        to.accept(Arrays.copyOfRange(speech, from, from + 160));
                    }
                },
                0,
                20,
                TimeUnit.MILLISECONDS);
        await().atMost(LIMIT).until(() -> at.get() >= speech.length);
        frames.cancel(false);
    }

    /** Frames that are little else than the support agent's tone of 440 Hz; the waiting tone is softer, words are not so pure. */
    private int loud(boolean alaw) {
        return (int) heardByTheTechnician().stream()
                .map(frame -> alaw ? G711.decodeAlaw(frame) : G711.decodeUlaw(frame))
                .filter(pcm -> AudioLevel.dbov(pcm) > -18 && shareOfTone(pcm) > 0.7)
                .count();
    }

    /** By Goertzel's algorithm: how much of the frame's energy is at 440 Hz. */
    private static double shareOfTone(short[] pcm) {
        double coefficient = 2 * Math.cos(2 * Math.PI * 440 / G711.SAMPLE_RATE);
        double last = 0;
        double before = 0;
        double energy = 0;
        for (short sample : pcm) {
            double now = sample + coefficient * last - before;
            before = last;
            last = now;
            energy += (double) sample * sample;
        }
        double atTone = last * last + before * before - coefficient * last * before;
        return atTone / (energy * pcm.length / 2);
    }

    @Test
    void aMutedMicrophoneIsNotHeard() {
        String sid = placed();
        try (SocketClient page = SocketClient.page(base, session, KEY)) {
            comes(sid, ULAW);
            trunk.next("answer");
            state("answered");
            page.next("call", call -> call.getString("status").equals("in-progress"));
            page.send(new JsonObject().put("type", "mute").put("muted", true));
            page.next("muted");
            int before = loud(false);
            paced(sound(1), page::sendBytes);
            page.send(new JsonObject().put("type", "mute").put("muted", false));
            page.next("muted", message -> !message.getBoolean("muted"));
            assertThat(page.all("level"))
                    .noneMatch(level -> level.getString("speaker_role").equals("assistant"));
            assertThat(loud(false)).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "upstream/busy, busy, busy",
        "upstream/declined, busy, busy",
        "upstream/no-answer, no-answer, no-answer",
        "upstream/not-reached, failed, failed",
        "success/agent-hangup, canceled, canceled"
    })
    void whoIsNotReachedIsSaidAsTwilioWould(String reason, String status, String told) {
        String sid = placed();
        try (SocketClient page = SocketClient.page(base, session, KEY)) {
            comes(sid, ULAW);
            trunk.next("answer");
            stops(new EndReason(EndReason.Category.of(reason.split("/")[0]), reason.split("/")[1]));

            JsonObject end = page.next("call", call -> call.getString("reason") != null);
            assertThat(end.getString("status")).isEqualTo(status);
            assertThat(end.getString("reason")).isEqualTo(told);
        }
    }

    @Test
    void theTechnicianHangsUp() { // B57
        String sid = placed();
        try (SocketClient page = SocketClient.page(base, session, KEY)) {
            comes(sid, ULAW);
            trunk.next("answer");
            state("answered");
            page.next("call", call -> call.getString("status").equals("in-progress"));
            stops(EndReason.CALLER_HANGUP);

            assertThat(page.next("call", call -> call.getString("reason") != null)
                            .getString("reason"))
                    .isEqualTo("customer_disconnected");
            assertThat(lines.of(key())).isEmpty();
        }
    }

    @Test
    void aCallWhoseSocketNeverComesIsLookedAfter() {
        String sid = placed();
        try (SocketClient page = SocketClient.page(base, session, KEY)) {
            gateway.status(sid, "busy");

            assertThat(page.next("call", call -> call.getString("reason") != null)
                            .getString("status"))
                    .isEqualTo("busy");
        }
    }

    @Test
    void aStreamOfAnotherSessionIsNoCallOfTheConsole() {
        String sid = placed();
        JsonObject stolen = Objects.requireNonNull(gateway.wish(sid))
                .getJsonObject("custom_parameters")
                .copy()
                .put("session_id", "another-session");
        comes(sid, ULAW, stolen);

        trunk.next("reject"); // an agent's call then, of a number that nobody has
        assertThat(lines.of(new SessionKey(StubSessionConfig.ACCOUNT, "another-session")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "403, not dialled: no-sip-account, Aucun compte SIP",
        "403, not dialled: emergency, n’a pas le droit",
        "429, too many calls, ne prend pas d’appel",
        "503, draining, ne prend pas d’appel"
    })
    void whyNobodyIsCalledIsSaidInTheSessionsLanguage(int status, String detail, String words) {
        gateway.refuse(status, detail);

        assertThatThrownBy(this::placed)
                .isInstanceOf(Dialler.RefusedException.class)
                .hasMessageContaining(words);
    }

    @Test
    void theGatewaySaysHowACallStands() { // B58
        String sid = placed();
        gateway.status(sid, "cancelled");
        Call call = calls().look(StubSessionConfig.ACCOUNT, sid)
                .await()
                .atMost(LIMIT)
                .orElseThrow();
        assertThat(call.status()).isEqualTo("canceled");
        assertThat(call.to()).isEqualTo(number);
        assertThat(calls().look(STRANGER, sid).await().atMost(LIMIT)).isEmpty();
    }
}
