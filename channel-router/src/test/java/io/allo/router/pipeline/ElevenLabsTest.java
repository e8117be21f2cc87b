// SPDX-License-Identifier: Apache-2.0
package io.allo.router.pipeline;

import static io.allo.testkit.provider.ElevenLabsServer.MS_PER_CHARACTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.contracts.session.SpeechSettings;
import io.allo.router.conversation.ModelUsage;
import io.allo.testkit.provider.ElevenLabsServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ElevenLabs' streaming speech by its protocol, over a real socket (D22: {@code eleven_flash_v2_5}). */
class ElevenLabsTest extends SpeakingFixture {
    private static final String KEY = "xi-key";
    private static final String SENTENCE = "Voici votre commande du jour.";

    private final ElevenLabsServer server = new ElevenLabsServer(KEY, "voice-1", "voice-2", "voice-3").start();

    @AfterEach
    void stop() {
        server.close();
    }

    private void connect(String key, Map<String, String> more) {
        Map<String, String> values = new HashMap<>(Map.of(
                "allo.tts.patience", "300ms",
                "allo.tts.elevenlabs.base-url", server.url(),
                "allo.tts.elevenlabs.default-voice", "voice-1",
                "allo.tts.elevenlabs.voices.sage", "voice-2"));
        values.putAll(more);
        SynthesisConfig config = Configured.by(SynthesisConfig.class, values);
        by(new ElevenLabsSpeech(vertx, vertx.createWebSocketClient(), config, key));
    }

    private void connect() {
        connect(KEY, Map.of());
    }

    private static int bytes(String spoken) {
        return spoken.length() * MS_PER_CHARACTER * 8;
    }

    @Test
    void sentencesAreSpokenOneAfterTheOtherInTheCallsLawWithTheAgentsVoice() {
        // Given
        connect();
        onLoop(() -> speech.voice("sage", "fr", SpeechSettings.DEFAULT));

        // When
        int first = speak(SENTENCE);
        int second = speak("Autre chose ?");

        // Then
        assertThat(first).isEqualTo(bytes(SENTENCE));
        assertThat(second).isEqualTo(bytes("Autre chose ?"));
        assertThat(server.texts()).containsExactly(SENTENCE, "Autre chose ?");
        assertThat(server.violations()).isEmpty();
        assertThat(server.opened())
                .singleElement()
                .asString()
                .startsWith("voice-2?")
                .contains("model_id=eleven_flash_v2_5", "output_format=alaw_8000", "language_code=fr");
        assertThat(used).extracting(ModelUsage::characters).containsExactly((long) SENTENCE.length(), 13L);
        assertThat(local).isEmpty();
    }

    @Test
    void aSentenceThatWasSpokenIsNotPaidForAgainWithTheSameVoice() {
        // Given
        connect();
        onLoop(() -> speech.voice("sage", "fr", SpeechSettings.DEFAULT));
        speak(SENTENCE);

        // When
        int again = speak(SENTENCE);
        onLoop(() -> speech.voice("verse", "fr", SpeechSettings.DEFAULT));
        speak(SENTENCE);

        // Then
        assertThat(again).isEqualTo(bytes(SENTENCE));
        assertThat(used).hasSize(2);
        assertThat(server.opened()).last().asString().startsWith("voice-1?");
    }

    /** D22: model, voice and speed are the agent's to choose. */
    @Test
    void theAgentsOwnVoiceModelAndSpeedAreUsedAndPaidFor() {
        // Given
        connect();
        speak(SENTENCE);

        // When
        var own = new SpeechSettings(null, null, "elevenlabs", "eleven_turbo_v2_5", "voice-3", 1.1, null, null);
        onLoop(() -> speech.voice("sage", "fr", own));
        speak(SENTENCE);

        // Then
        assertThat(server.opened()).last().asString().startsWith("voice-3?").contains("model_id=eleven_turbo_v2_5");
        assertThat(server.settings()).last().asString().contains("\"speed\":1.1");
        assertThat(used).extracting(ModelUsage::model).containsExactly("eleven_flash_v2_5", "eleven_turbo_v2_5");
        assertThat(local).isEmpty();
    }

    @Test
    void anotherServicesVoiceIsNotAskedOfThisOne() {
        // Given
        connect();

        // When
        var others = new SpeechSettings(null, null, "openai", "gpt-4o-mini-tts", "coral", null, null, null);
        onLoop(() -> speech.voice("sage", "fr", others));
        speak(SENTENCE);

        // Then
        assertThat(server.opened()).last().asString().startsWith("voice-2?").contains("model_id=eleven_flash_v2_5");
    }

    @Test
    void anAgentMaySpeakByThisMachineOnly() {
        // Given
        connect();

        // When
        onLoop(() -> speech.voice("sage", "fr", new SpeechSettings(null, null, "local", null, null, null, null, null)));
        speak(SENTENCE);

        // Then
        assertThat(local).containsExactly(SENTENCE);
        assertThat(used).isEmpty();
    }

    @Test
    void aSentenceIsMadeReadyWhileAnotherSounds() {
        // Given
        server.pace(Duration.ofMillis(20));
        connect();
        AtomicInteger notice = new AtomicInteger();

        // When
        onLoop(() -> speech.speak("Vous parlez à une machine.", "fr")
                .subscribe()
                .with(part -> notice.addAndGet(part.length)));
        int greeting = speak(SENTENCE);

        // Then
        assertThat(greeting).isEqualTo(bytes(SENTENCE));
        await().untilAsserted(() -> assertThat(notice).hasValue(bytes("Vous parlez à une machine.")));
        assertThat(local).isEmpty();
    }

    @Test
    void whatIsLateOfACutSentenceIsNotInTheNext() {
        // Given
        server.pace(Duration.ofMillis(20));
        connect();

        // When
        speakAndCut(SENTENCE);
        int next = speak("Oui ?");

        // Then
        assertThat(next).isEqualTo(bytes("Oui ?"));
        assertThat(server.opened()).hasSize(1);
    }

    @Test
    void whoCutsManySentencesNeverHasTooManyContexts() {
        // Given
        server.pace(Duration.ofMillis(100));
        connect(KEY, Map.of("allo.tts.patience", "5s"));

        // When
        for (int i = 0; i < 12; i++) {
            String sentence = SENTENCE;
            onLoop(() ->
                    speech.speak(sentence, "fr").subscribe().with(part -> {}).cancel());
            onLoop(() -> {});
            await().pollDelay(Duration.ofMillis(20)).until(() -> true);
        }

        // Then
        assertThat(speak("Oui ?")).isEqualTo(bytes("Oui ?"));
        assertThat(server.violations()).isEmpty();
        assertThat(local).isEmpty();
    }

    @Test
    void aWrongKeyIsSpokenHere() {
        // Given
        connect("wrong", Map.of());

        // When
        speak(SENTENCE);

        // Then
        assertThat(local).containsExactly(SENTENCE);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 402, 403, 422, 429, 500, 503})
    void aRefusedSentenceIsSpokenHereAndTheNextAsksAgain(int status) {
        // Given
        server.refuses(status);
        connect();

        // When
        speak(SENTENCE);
        int next = speak("Oui ?");

        // Then
        assertThat(local).containsExactly(SENTENCE);
        assertThat(next).isEqualTo(bytes("Oui ?"));
        assertThat(failures()).isEqualTo(1);
    }

    @Test
    void aServerThatFailsThreeTimesIsLeftAloneAndThenTriedByOneSentence() {
        // Given
        server.refuses(500, 500, 500);
        connect();
        speak("Un.");
        speak("Deux.");
        speak("Trois.");

        // When
        speak("Quatre.");
        assertThat(server.texts()).isEmpty();
        now.addAndGet(Duration.ofSeconds(31).toNanos());
        speak("Cinq.");

        // Then
        assertThat(local).containsExactly("Un.", "Deux.", "Trois.", "Quatre.");
        assertThat(server.texts()).containsExactly("Cinq.");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void theRestOfASentenceThatBreaksOffIsSpokenHereOnce(int pieces) {
        // Given
        server.breaksAfter(pieces);
        connect();
        String[] spoken = {"", "Voici votre ", "Voici votre commande du "};
        String[] rest = {SENTENCE, "commande du jour.", "jour."};

        // When
        int heard = speak(SENTENCE);

        // Then
        assertThat(heard).isEqualTo(bytes(spoken[pieces]) + LOCAL_BYTES);
        assertThat(local).containsExactly(rest[pieces]);
        assertThat(speak("Oui ?")).isEqualTo(bytes("Oui ?"));
    }

    @Test
    void aServerThatSaysNothingIsNotWaitedForLong() {
        // Given
        server.fails(ElevenLabsServer.Fault.SILENT);
        connect();

        // When
        speak(SENTENCE);

        // Then
        assertThat(local).containsExactly(SENTENCE);
    }

    @Test
    void garbageAndForeignContextsAreNotHeard() {
        // Given
        server.fails(ElevenLabsServer.Fault.GARBAGE);
        connect();

        // When
        int heard = speak(SENTENCE);

        // Then
        assertThat(heard).isEqualTo(bytes(SENTENCE));
        assertThat(local).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"quota_exceeded", "system_busy"})
    void anErrorOfTheServerIsSpokenHere(String error) {
        // Given
        server.errs(error);
        connect();

        // When
        speak(SENTENCE);
        server.errs(null);
        speak("Oui ?");

        // Then
        assertThat(local).containsExactly(SENTENCE);
        assertThat(server.texts()).containsExactly("Oui ?");
    }

    @Test
    void anUnknownVoiceIsSpokenHere() {
        // Given
        connect(KEY, Map.of("allo.tts.elevenlabs.default-voice", "nobody"));

        // When
        speak(SENTENCE);

        // Then
        assertThat(local).containsExactly(SENTENCE);
    }

    @Test
    void aSocketThatTheServerClosedBetweenTwoSentencesIsOpenedAgain() {
        // Given
        connect();
        speak(SENTENCE);

        // When
        server.closeAll(1008, "inactivity");
        await().pollDelay(Duration.ofMillis(100)).until(() -> true);

        // Then
        assertThat(speak("Oui ?")).isEqualTo(bytes("Oui ?"));
        assertThat(server.opened()).hasSize(2);
        assertThat(failures()).isZero();
    }
}
