// SPDX-License-Identifier: Apache-2.0
package io.allo.router.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.contracts.session.SpeechSettings;
import io.allo.router.conversation.VoiceEvent.Failure;
import io.allo.router.speech.Listening;
import io.allo.router.speech.SpeechEvent;
import io.allo.testkit.provider.DeepgramServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.http.WebSocketClient;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Deepgram's live transcription by its protocol, over a real socket (D22: {@code nova-3}). */
class DeepgramTest extends ListeningFixture {
    private static final String KEY = "dg-key";

    private final DeepgramServer server = new DeepgramServer(KEY).start();
    private final WebSocketClient client = vertx.createWebSocketClient();

    @AfterEach
    void stop() {
        server.close();
    }

    private void listen(String url, String key) {
        var config = Configured.by(
                RecognitionConfig.class,
                Map.of("allo.stt.deepgram.base-url", url, "allo.stt.deepgram.keep-alive", "200ms"));
        open(new DeepgramRecognizer(vertx, client, config.deepgram(), key));
    }

    private void listen() {
        listen(server.url(), KEY);
    }

    private void lost(Failure.Kind kind) {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(events(SpeechEvent.Lost.class))
                        .singleElement()
                        .extracting(SpeechEvent.Lost::kind)
                        .isEqualTo(kind));
    }

    private void heard(String... words) {
        await().untilAsserted(() -> assertThat(words()).containsExactly(words));
    }

    @Test
    void anUtteranceIsHeardInOrderAndOnlyOnce() {
        // Given
        server.hears("une margherita s'il vous plaît", "merci");
        listen();

        // When
        silence(400);
        speech(1500);
        silence(1500);
        speech(600);
        silence(400);

        // Then
        heard("une margherita s'il vous plaît", "merci");
        await().until(() -> events(SpeechEvent.UtteranceEnd.class).size() == 2);
        assertThat(kinds())
                .containsSubsequence("SpeechStarted", "Partial", "Final", "UtteranceEnd", "SpeechStarted", "Final");
        assertThat(events(SpeechEvent.Partial.class).getFirst().text()).isEqualTo("une");
        assertThat(server.queries()).singleElement().satisfies(query -> {
            assertThat(query.get("model")).isEqualTo("nova-3");
            assertThat(query.get("encoding")).isEqualTo("alaw");
            assertThat(query.get("sample_rate")).isEqualTo("8000");
            assertThat(query.get("language")).isEqualTo("fr");
        });
    }

    /** D22: model and pause are the agent's to choose. */
    @Test
    void theAgentsModelAndEndpointingAreAskedForAndPaidFor() {
        // Given
        var config = Configured.by(RecognitionConfig.class, Map.of("allo.stt.deepgram.base-url", server.url()));
        var endOfTurn = new SpeechSettings.EndOfTurn(700, null, null, null, null);
        server.hears("bonjour");

        // When
        open(
                new DeepgramRecognizer(vertx, client, config.deepgram(), KEY),
                new SpeechSettings("deepgram", "nova-2-phonecall", null, null, null, null, endOfTurn, null));
        speech(500);
        silence(800);
        heard("bonjour");
        onLoop(() -> listening.close());

        // Then
        assertThat(server.queries()).singleElement().satisfies(query -> {
            assertThat(query.get("model")).isEqualTo("nova-2-phonecall");
            assertThat(query.get("endpointing")).isEqualTo("700");
        });
        assertThat(events(SpeechEvent.Used.class))
                .extracting(used -> used.usage().model())
                .containsExactly("nova-2-phonecall");
    }

    @Test
    void theAgentsRecogniserIsTriedFirstAndTheOthersKeepTheirOwnModels() {
        // Given
        List<String> opened = new ArrayList<>();
        List<RecognizerChain.Guarded> services = Stream.of("deepgram", "openai")
                .map(name -> new RecognizerChain.Guarded(
                        name,
                        (call, listener) -> {
                            opened.add(name + " " + call.settings().recognizerModel());
                            listener.accept(new SpeechEvent.Lost(Failure.Kind.FATAL, "401"));
                            return Listening.DEAF;
                        },
                        new Circuit(Duration.ofSeconds(30), System::nanoTime)))
                .toList();
        var chain = new RecognizerChain(services, new SimpleMeterRegistry());

        // When
        open(chain, new SpeechSettings("openai", "whisper-1", null, null, null, null, null, null));
        open(chain, new SpeechSettings(null, "nova-2", null, null, null, null, null, null));

        // Then
        assertThat(opened).containsExactly("openai whisper-1", "deepgram null", "deepgram nova-2", "openai null");
    }

    @Test
    void whatIsSaidBeforeTheSocketIsOpenIsHeardToo() {
        // Given
        server.hears("bonjour");

        // When
        onLoop(() -> {});
        listen();
        speech(500);
        silence(400);

        // Then
        heard("bonjour");
        assertThat(server.audioMs()).containsExactly(900L);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 402, 403})
    void aRefusalForGoodIsNotTriedAgain(int status) {
        // When
        server.refuses(status);
        listen();

        // Then
        lost(Failure.Kind.FATAL);
        assertThat(events(SpeechEvent.Lost.class).getFirst().why()).contains(status + " (scripted)");
        assertThat(server.queries()).isEmpty();
    }

    @Test
    void aWrongKeyIsLostForGood() {
        // When
        listen(server.url(), "wrong");

        // Then
        lost(Failure.Kind.FATAL);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void aBusyOrFailingServerIsTriedAgainAndHearsWhatWasSaidMeanwhile(int status) {
        // Given
        server.refuses(status).hears("bonjour");
        listen();

        // When
        speech(500);
        silence(400);

        // Then
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(words()).containsExactly("bonjour"));
    }

    @Test
    void aServerThatStaysAwayIsGivenUp() throws IOException {
        // Given
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }

        // When
        listen("ws://127.0.0.1:" + port, KEY);

        // Then
        lost(Failure.Kind.RETRY);
    }

    @ParameterizedTest
    @CsvSource({"1011,NET-0000", "1011,NET-0001", "1008,DATA-0000"})
    void aSessionThatBreaksOffInAWordIsFollowedByOneThatHearsItAgain(int code, String reason) {
        // Given
        server.hears("une rei", "une reine");
        listen();
        speech(700);
        await().until(() -> !events(SpeechEvent.Partial.class).isEmpty());

        // When
        server.closeAll(code, reason);
        await().until(() -> server.queries().size() == 2);
        speech(200);
        silence(400);

        // Then
        heard("une reine");
        assertThat(server.audioMs()).containsExactly(700L, 1300L);
    }

    @Test
    void settledAudioIsNotHeardAgain() {
        // Given
        server.hears("bonjour", "une reine");
        listen();
        speech(500);
        silence(300);
        heard("bonjour");

        // When
        server.closeAll(1000, "");
        await().until(() -> server.queries().size() == 2);
        speech(500);
        silence(400);

        // Then
        heard("bonjour", "une reine");
        assertThat(server.audioMs()).containsExactly(800L, 900L);
    }

    @Test
    void aServerThatAlwaysClosesIsGivenUp() {
        // When
        server.fails(DeepgramServer.Fault.CLOSES_AT_ONCE);
        listen();

        // Then
        lost(Failure.Kind.RETRY);
    }

    @Test
    void garbageAndUnknownMessagesChangeNothing() {
        // Given
        server.fails(DeepgramServer.Fault.GARBAGE).hears("bonjour");
        listen();

        // When
        speech(500);
        silence(400);

        // Then
        heard("bonjour");
        assertThat(events(SpeechEvent.Lost.class)).isEmpty();
    }

    @Test
    void aSilentLineIsKeptAlive() {
        // Given
        server.patience(Duration.ofMillis(700)).hears("bonjour");
        listen();
        silence(20);

        // When
        await().until(() ->
                server.control().stream().filter("KeepAlive"::equals).count() >= 5);
        speech(500);
        silence(400);

        // Then
        heard("bonjour");
        assertThat(server.queries()).hasSize(1);
    }

    @Test
    void aServerThatSaysNothingIsLeft() {
        // Given
        server.fails(DeepgramServer.Fault.SILENT);
        listen();

        // When
        await().atMost(Duration.ofSeconds(15)).until(() -> {
            silence(100);
            return !events(SpeechEvent.Lost.class).isEmpty();
        });

        // Then
        lost(Failure.Kind.RETRY);
        assertThat(server.queries()).hasSizeGreaterThan(1);
    }

    @Test
    void aServerThatDoesNotReadIsLeft() {
        // Given
        server.fails(DeepgramServer.Fault.DEAF);
        listen();

        // When
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    onLoop(() -> {
                        for (int i = 0; i < 100; i++) {
                            listening.hear(new byte[8000]);
                        }
                    });
                    return !events(SpeechEvent.Lost.class).isEmpty();
                });

        // Then
        lost(Failure.Kind.RETRY);
    }

    @Test
    void wordsAreSettledOnDemand() {
        // Given
        server.hears("une reine");
        listen();
        speech(900);
        await().until(() -> !events(SpeechEvent.Partial.class).isEmpty());

        // When
        onLoop(() -> listening.finish());

        // Then
        heard("une reine");
    }

    @Test
    void anEmptyFrameDoesNotEndTheStreamAndTheEndIsSaidAndPaidFor() {
        // Given
        server.hears("bonjour");
        listen();
        onLoop(() -> listening.hear(new byte[0]));
        speech(500);
        silence(400);
        heard("bonjour");

        // When
        onLoop(() -> listening.close());

        // Then
        await().until(() -> server.control().contains("CloseStream"));
        assertThat(events(SpeechEvent.Used.class))
                .singleElement()
                .satisfies(used -> assertThat(used.usage().audioMs()).isEqualTo(900));
        assertThat(events(SpeechEvent.Lost.class)).isEmpty();
    }
}
