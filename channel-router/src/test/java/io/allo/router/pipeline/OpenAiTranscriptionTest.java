// SPDX-License-Identifier: Apache-2.0
package io.allo.router.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.audio.ToneGenerator;
import io.allo.router.conversation.ModelUsage;
import io.allo.router.conversation.VoiceEvent.Failure;
import io.allo.router.speech.SpeechEvent;
import io.allo.router.vad.VoiceActivities;
import io.allo.testkit.provider.OpenAiSpeechServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenAI's transcription by its protocol, over a real socket. */
class OpenAiTranscriptionTest extends ListeningFixture {
    private static final String KEY = "sk-key";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final OpenAiSpeechServer server = new OpenAiSpeechServer(KEY).start();

    @AfterEach
    void stop() {
        server.close();
    }

    private void listen(String key) {
        var config = Configured.by(
                RecognitionConfig.class,
                Map.of("allo.stt.openai.base-url", server.url(), "allo.stt.openai.timeout", "500ms"));
        open(new OpenAiRecognizer(vertx, vertx.createHttpClient(), config.openai(), key, VoiceActivities.own()));
    }

    private void heard(String... words) {
        await().untilAsserted(() -> assertThat(words()).containsExactly(words));
    }

    private void lost(Failure.Kind kind) {
        await().untilAsserted(() -> assertThat(events(SpeechEvent.Lost.class))
                .singleElement()
                .extracting(SpeechEvent.Lost::kind)
                .isEqualTo(kind));
    }

    @Test
    void eachUtteranceIsCutHereAndBecomesWordsInOrder() {
        // Given
        server.hears("Une margherita.", "Merci.");
        listen(KEY);

        // When
        silence(1000);
        speech(1000);
        silence(900);
        speech(500);
        silence(900);

        // Then
        heard("Une margherita.", "Merci.");
        assertThat(kinds()).startsWith("SpeechStarted").endsWith("Final", "UtteranceEnd");
        assertThat(server.forms()).hasSize(2).first().satisfies(form -> {
            assertThat(form).containsEntry("model", "gpt-4o-mini-transcribe").containsEntry("language", "fr");
            assertThat(Integer.parseInt(form.get("audioMs"))).isBetween(1500, 2100);
        });
        assertThat(server.forms().getLast()).containsEntry("prompt", "Une margherita.");
        assertThat(events(SpeechEvent.Used.class))
                .extracting(SpeechEvent.Used::usage)
                .extracting(ModelUsage::audioMs)
                .allMatch(ms -> ms >= 1000);
    }

    @Test
    void audioInOddPiecesIsHeardAsWell() {
        // Given
        server.hears("Bonjour.");
        listen(KEY);
        byte[] voice = LAW.encode(ToneGenerator.sine(300, Duration.ofMillis(900), -15));

        // When
        onLoop(() -> {
            for (int at = 0; at < voice.length; at += 77) {
                listening.hear(Arrays.copyOfRange(voice, at, Math.min(voice.length, at + 77)));
            }
        });
        silence(900);

        // Then
        heard("Bonjour.");
    }

    @Test
    void silenceAndClicksAreNeverSent() {
        // Given
        listen(KEY);

        // When
        silence(2000);
        speech(20);
        silence(2000);

        // Then
        await().pollDelay(Duration.ofMillis(100)).until(() -> true);
        assertThat(server.forms()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 402, 403, 404, 422})
    void aRefusalForGoodIsNotTriedAgain(int status) {
        // Given
        server.refuses(status).hears("Bonjour.");
        listen(KEY);

        // When
        speech(500);
        silence(900);

        // Then
        lost(Failure.Kind.FATAL);
        assertThat(server.forms()).isEmpty();
    }

    @Test
    void aWrongKeyIsLost() {
        // Given
        listen("wrong");

        // When
        speech(500);
        silence(900);

        // Then
        lost(Failure.Kind.FATAL);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 503})
    void aFailureIsTriedOnceMore(int status) {
        // Given
        server.refuses(status).hears("Bonjour.");
        listen(KEY);

        // When
        speech(500);
        silence(900);

        // Then
        heard("Bonjour.");
    }

    @Test
    void aServerThatDoesNotAnswerIsLost() {
        // Given
        server.silent(true);
        listen(KEY);

        // When
        speech(500);
        silence(900);

        // Then
        lost(Failure.Kind.RETRY);
    }

    @Test
    void garbageLosesAnUtteranceAndNotTheCall() {
        // Given
        server.answers("<html>").hears("Une reine.", "Bonjour.");
        listen(KEY);
        speech(500);
        silence(900);
        await().until(() -> server.forms().size() == 1);

        // When
        server.answers(null);
        speech(500);
        silence(900);

        // Then
        heard("Bonjour.");
    }

    @Test
    void theNextServiceHearsWhenTheFirstIsLost() {
        // Given
        server.refuses(401).hears("Bonjour.");
        var config = Configured.by(RecognitionConfig.class, Map.of("allo.stt.openai.base-url", server.url()));
        var first = new OpenAiRecognizer(vertx, vertx.createHttpClient(), config.openai(), KEY, VoiceActivities.own());
        open(new RecognizerChain(
                List.of(
                        new RecognizerChain.Guarded("first", first, new Circuit(Duration.ofSeconds(30), () -> 0)),
                        new RecognizerChain.Guarded("second", first, new Circuit(Duration.ofSeconds(30), () -> 0))),
                meters));
        speech(500);
        silence(900);
        await().until(() -> {
            silence(20);
            return server.forms().isEmpty();
        });
        await().pollDelay(Duration.ofMillis(200)).until(() -> true);

        // When
        speech(500);
        silence(900);

        // Then
        heard("Bonjour.");
        assertThat(events(SpeechEvent.Lost.class)).isEmpty();
        assertThat(meters.counter("allo.listening.failures", "service", "first", "kind", "fatal")
                        .count())
                .isEqualTo(1);
    }
}
