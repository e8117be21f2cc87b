// SPDX-License-Identifier: Apache-2.0
package io.allo.router.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.router.conversation.VoiceEvent;
import io.allo.router.conversation.VoiceEvent.Failure.Kind;
import io.allo.router.conversation.VoiceEvent.ResponseEnded.Outcome;
import io.allo.router.conversation.VoiceSession;
import io.allo.testkit.provider.RealtimeAnswer;
import io.allo.testkit.provider.RealtimeServer;
import io.smallrye.mutiny.subscription.Cancellable;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that a provider and the way to it can do wrong: each ends in the right state. */
class RealtimeFaultsTest extends RealtimeFixture {

    @ParameterizedTest
    @CsvSource({"400,FATAL", "401,FATAL", "403,FATAL", "404,FATAL", "408,RETRY", "429,BUSY", "500,RETRY", "503,RETRY"})
    void aRefusedHandshakeSaysWhatMayHelp(int status, Kind kind) {
        SERVER.refuse(status);

        assertThat(refused().kind()).isEqualTo(kind);
    }

    @Test
    void aWrongKeyIsFatal() {
        configuration.put("allo.realtime.api-key", "sk-wrong");

        assertThat(refused().kind()).isEqualTo(Kind.FATAL);
        assertThat(SERVER.handshakes()).isEqualTo(1);
    }

    @Test
    void aServerThatIsNotThereIsWorthAnotherTry() {
        configuration.put("allo.realtime.base-url", "ws://127.0.0.1:1/v1");

        assertThat(refused().kind()).isEqualTo(Kind.RETRY);
    }

    @Test
    void aServerThatSaysNothingIsGivenUp() {
        configuration.put("allo.realtime.connect-timeout", "300ms");
        SERVER.watch((peer, type) -> peer.silent(true));

        assertThat(refused().kind()).isEqualTo(Kind.RETRY);
        await("closed", () -> peer().closed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"connected", "session.update"})
    void aSocketThatClosesWhileTheSessionOpensIsWorthAnotherTry(String step) {
        SERVER.watch((peer, type) -> {
            if (type.equals(step)) {
                peer.close(1011);
            }
        });

        assertThat(refused().kind()).isEqualTo(Kind.RETRY);
    }

    @ParameterizedTest
    @CsvSource({
        "insufficient_quota,FATAL",
        "invalid_api_key,FATAL",
        "account_deactivated,FATAL",
        "billing_hard_limit_reached,FATAL",
        "rate_limit_exceeded,BUSY",
        "session_expired,RETRY"
    })
    void anErrorWhileTheSessionOpensSaysWhatMayHelp(String code, Kind kind) {
        SERVER.watch((peer, type) -> {
            if (type.equals("session.update")) {
                peer.error(code, "no");
            }
        });

        assertThat(refused().kind()).isEqualTo(kind);
    }

    @Test
    void aVoiceThatTheServerDoesNotKnowIsReplacedByItsOwn() {
        voice = "nova";

        open();

        assertThat(peer().refusals()).containsExactly("invalid_value session.audio.output.voice");
        assertThat(peer().session().path("instructions").asText()).isEqualTo("You are the pizzeria.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"conversation.item.create", "response.create", "input_audio_buffer.append"})
    void aSocketThatClosesLaterIsALostSession(String step) {
        // Given
        SERVER.watch((peer, type) -> {
            if (type.equals(step)) {
                peer.close(1011);
            }
        });
        VoiceSession session = open();

        // When
        session.hear(law.silence(20));
        session.user("Hello.");

        // Then
        assertThat(await(VoiceEvent.Lost.class).failure().kind()).isEqualTo(Kind.RETRY);
    }

    @Test
    void aSessionThatIsLostInMidSentenceReportsTheWordsSoFarFirst() {
        // Given
        SERVER.audioPerTick(100);
        SERVER.then(RealtimeAnswer.says("Nous avons des pizzas.", 20_000));
        VoiceSession session = open();
        session.respond(null);
        await(VoiceEvent.Audio.class, 3);

        // When
        peer().expire();

        // Then
        assertThat(await(VoiceEvent.Lost.class).failure().kind()).isEqualTo(Kind.RETRY);
        assertThat(events.get(events.size() - 2)).isInstanceOf(VoiceEvent.Said.class);
        session.hear(law.silence(20));
        session.respond(null);
        session.close();
        assertThat(all(VoiceEvent.Lost.class)).hasSize(1);
    }

    @Test
    void anExhaustedAccountEndsTheSessionForGood() {
        open();

        peer().error("insufficient_quota", "You exceeded your current quota.");

        assertThat(await(VoiceEvent.Lost.class).failure().kind()).isEqualTo(Kind.FATAL);
        await("closed", () -> peer().closed());
    }

    @Test
    void garbageAndUnknownEventsAreIgnored() {
        // Given
        VoiceSession session = open();

        // When
        peer().raw("{");
        peer().raw("");
        peer().raw("[]");
        peer().raw("null");
        peer().raw("{\"type\":5}");
        peer().raw("{\"type\":\"weather.changed\",\"x\":{}}");
        peer().raw(
                        "{\"type\":\"response.output_audio.delta\",\"response_id\":\"r\",\"item_id\":\"i\",\"delta\":\"***\"}");
        peer().raw("{\"type\":\"error\"}");
        peer().raw("{\"type\":\"response.done\"}");
        peer().rawBinary(new byte[100]);
        session.respond(null);

        // Then
        assertThat(await(VoiceEvent.Said.class).text()).isEqualTo("Très bien.");
        assertThat(all(VoiceEvent.Lost.class)).isEmpty();
        assertThat(count("allo.realtime.ignored")).isGreaterThanOrEqualTo(6);
    }

    @Test
    void aMessageBeyondTheLimitEndsTheSession() {
        configuration.put("allo.realtime.max-message-bytes", "65536");
        open();

        peer().raw("{\"type\":\"x\",\"y\":\"" + "z".repeat(70_000) + "\"}");

        assertThat(await(VoiceEvent.Lost.class).failure().kind()).isEqualTo(Kind.RETRY);
    }

    @ParameterizedTest
    @CsvSource({"inference_rate_limit_exceeded,false", "server_error,false", "insufficient_quota,true"})
    void anAnswerThatFailsEndsTheSessionOnlyWhenTheNextWouldFailToo(String code, boolean lost) {
        SERVER.then(RealtimeAnswer.of().failing(code));

        open().respond(null);

        if (lost) {
            assertThat(await(VoiceEvent.Lost.class).failure().kind()).isEqualTo(Kind.FATAL);
        } else {
            assertThat(await(VoiceEvent.ResponseEnded.class).outcome()).isEqualTo(Outcome.FAILED);
            assertThat(all(VoiceEvent.Lost.class)).isEmpty();
        }
    }

    @Test
    void theNamesOfTheBetaAreUnderstood() {
        open();

        peer().raw("{\"type\":\"response.audio.delta\",\"response_id\":\"r\",\"item_id\":\"i\",\"delta\":\"AAAA\"}");
        peer().raw(
                        "{\"type\":\"response.audio_transcript.delta\",\"response_id\":\"r\",\"item_id\":\"i\",\"delta\":\"Oui\"}");
        peer().raw(
                        "{\"type\":\"response.audio_transcript.done\",\"response_id\":\"r\",\"item_id\":\"i\",\"transcript\":\"Oui.\"}");

        assertThat(await(VoiceEvent.Said.class).text()).isEqualTo("Oui.");
        assertThat(audioBytes()).isEqualTo(3);
    }

    @Test
    void anEndWithoutABeginningIsAnEnd() {
        VoiceSession session = open();

        peer().raw("{\"type\":\"response.done\",\"response\":{\"id\":\"resp_x\",\"status\":\"cancelled\"}}");

        assertThat(await(VoiceEvent.ResponseEnded.class).outcome()).isEqualTo(Outcome.CANCELLED);
        session.respond(null);
        await(VoiceEvent.Said.class);
    }

    @Test
    void aServerThatDoesNotReadLosesTheOldestAudioAndKeepsTheOrders() {
        // Given
        configuration.put("allo.realtime.backlog", "400ms");
        configuration.put("allo.realtime.heartbeat", "1m");
        VoiceSession session = open();
        peer().stopReading();

        // When
        byte[] frame = law.silence(20);
        for (int i = 0; i < 60_000; i++) {
            session.hear(frame);
        }
        session.respond(null);

        // Then
        await("dropped", () -> count("allo.realtime.dropped.frames") > 1000);
        peer().readAgain();
        await(VoiceEvent.Said.class);
        assertThat(peer().audioBytes()).isLessThan(60_000L * 160);
    }

    @Test
    void aServerThatAnswersNoPingIsLost() {
        configuration.put("allo.realtime.heartbeat", "150ms");
        open();

        peer().stopReading();

        assertThat(await(VoiceEvent.Lost.class).failure().kind()).isEqualTo(Kind.RETRY);
    }

    @Test
    void anOpeningThatNobodyWaitsForIsClosed() {
        SERVER.watch((peer, type) -> peer.silent(true));
        Cancellable opening = model().open(opening(), events::add).subscribe().with(open -> {}, failure -> {});
        await("connected", () -> !SERVER.sessions().isEmpty());

        opening.cancel();

        await("closed", () -> peer().closed());
        assertThat(events).isEmpty();
    }

    @Test
    void aSessionSaysWhenItSoonExpires() {
        configuration.putAll(Map.of("allo.realtime.lifetime", "500ms", "allo.realtime.expiry-notice", "300ms"));

        open();

        await(VoiceEvent.Expiring.class);
        assertThat(all(VoiceEvent.Lost.class)).isEmpty();
    }

    @Test
    void theProvidersLimitsAreMeasured() {
        SERVER.remaining(12);

        open().respond(null);

        await("limit", () -> meters.find("allo.realtime.limit.remaining").gauge() != null);
        assertThat(meters.find("allo.realtime.limit.remaining").gauge().value()).isEqualTo(12);
    }

    @Test
    void modelsAreServedByNameOnceThereIsAServer_C52() {
        // Given
        configuration.put("allo.realtime.models.reception", "gpt-realtime-mini");

        // Then
        assertThat(model().serves("gpt-realtime")).isTrue();
        assertThat(model().serves("gpt-realtime-2")).isTrue();
        assertThat(model().serves("gpt-4o-realtime")).isTrue();
        assertThat(model().serves("reception")).isTrue();
        assertThat(model().serves("built-in")).isFalse();
        assertThat(model().serves("gpt-4o-mini")).isFalse();
        model = "gpt-4o-realtime";
        open();
        assertThat(peer().session().path("model").asText()).isEqualTo("gpt-realtime");
        configuration.put("allo.realtime.base-url", "");
        configuration.put("allo.realtime.api-key", "");
        assertThat(model().serves("gpt-realtime")).isFalse();
        configuration.put("allo.realtime.api-key", RealtimeServer.KEY);
        assertThat(model().serves("gpt-realtime")).isTrue();
    }
}
