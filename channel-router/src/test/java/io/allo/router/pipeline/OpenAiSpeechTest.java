// SPDX-License-Identifier: Apache-2.0
package io.allo.router.pipeline;

import static io.allo.testkit.provider.OpenAiSpeechServer.MS_PER_CHARACTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.allo.contracts.session.SpeechSettings;
import io.allo.router.conversation.ModelUsage;
import io.allo.testkit.provider.OpenAiSpeechServer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenAI's speech over a real socket: PCM of 24 kHz in odd chunks becomes the call's G.711. */
class OpenAiSpeechTest extends SpeakingFixture {
    private static final String KEY = "sk-key";
    private static final String SENTENCE = "Voici votre commande du jour.";

    private final OpenAiSpeechServer server = new OpenAiSpeechServer(KEY).start();

    @AfterEach
    void stop() {
        server.close();
    }

    private void connect(String key) {
        connect(key, "5s"); // a busy machine is no silent server
    }

    private void connect(String key, String patience) {
        SynthesisConfig config = Configured.by(
                SynthesisConfig.class,
                Map.of(
                        "allo.tts.patience",
                        patience,
                        "allo.tts.openai.base-url",
                        server.url(),
                        "allo.tts.openai.voices.anna",
                        "nova"));
        by(new OpenAiSpeech(vertx, vertx.createHttpClient(), config, key));
    }

    @Test
    void aSentenceIsAsLongAsTheServiceSpokeItAndPaidByItsCharacters() {
        // Given
        connect(KEY);
        onLoop(() -> speech.voice("anna", "fr", SpeechSettings.DEFAULT));

        // When
        int heard = speak(SENTENCE);

        // Then
        assertThat(heard / 8.0).isCloseTo(SENTENCE.length() * MS_PER_CHARACTER, within(20.0));
        assertThat(server.spoken()).singleElement().satisfies(body -> {
            assertThat(body.getString("model")).isEqualTo("gpt-4o-mini-tts");
            assertThat(body.getString("voice")).isEqualTo("nova");
        });
        assertThat(used).extracting(ModelUsage::characters).containsExactly((long) SENTENCE.length());
    }

    @Test
    void theAgentsOwnVoiceModelAndSpeedAreAskedFor() {
        // Given
        connect(KEY);
        var own = new SpeechSettings(null, null, "openai", "tts-1", "coral", 0.9, null, null);
        onLoop(() -> speech.voice("anna", "fr", own));

        // When
        speak(SENTENCE);

        // Then
        assertThat(server.spoken()).singleElement().satisfies(body -> {
            assertThat(body.getString("model")).isEqualTo("tts-1");
            assertThat(body.getString("voice")).isEqualTo("coral");
            assertThat(body.getDouble("speed")).isEqualTo(0.9);
        });
        assertThat(used).extracting(ModelUsage::model).containsExactly("tts-1");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 402, 403, 404, 422, 429, 500, 503})
    void aRefusalIsSpokenHere(int status) {
        // Given
        server.refuses(status);
        connect(KEY);

        // When
        int heard = speak(SENTENCE);

        // Then
        assertThat(heard).isEqualTo(LOCAL_BYTES);
        assertThat(used).isEmpty();
    }

    @Test
    void theRestOfASentenceThatBreaksOffIsSpokenHere() {
        // Given
        server.breaksAfter(10); // one second of 1.74 s
        connect(KEY);

        // When
        speak(SENTENCE);

        // Then
        assertThat(local).singleElement().asString().isEqualTo("commande du jour.");
    }

    @Test
    void aServerThatSaysNothingIsNotWaitedForLong() {
        // Given
        server.silent(true);
        connect(KEY, "300ms");

        // When
        speak(SENTENCE);

        // Then
        assertThat(local).containsExactly(SENTENCE);
    }

    @Test
    void aCutSentenceLeavesTheNextAlone() {
        // Given
        connect(KEY);

        // When
        speakAndCut(SENTENCE);
        int next = speak("Oui ?");

        // Then
        assertThat(next / 8.0).isCloseTo(5 * MS_PER_CHARACTER, within(20.0));
        assertThat(local).isEmpty();
    }
}
