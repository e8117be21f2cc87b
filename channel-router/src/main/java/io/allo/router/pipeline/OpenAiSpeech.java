// SPDX-License-Identifier: Apache-2.0
package io.allo.router.pipeline;

import io.allo.audio.CompandingLaw;
import io.allo.contracts.session.SpeechSettings;
import io.allo.router.conversation.ModelUsage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** OpenAI's speech: an HTTP request for each sentence, whose answer streams PCM of 24 kHz. */
final class OpenAiSpeech implements SpeechService {
    private final Vertx vertx;
    private final HttpClient client;
    private final SynthesisConfig config;
    private final String key;

    OpenAiSpeech(Vertx vertx, HttpClient client, SynthesisConfig config, String key) {
        this.vertx = vertx;
        this.client = client;
        this.config = config;
        this.key = key;
    }

    @Override
    public String name() {
        return "openai";
    }

    @Override
    public ServiceVoice forCall(CompandingLaw law, Consumer<ModelUsage> used) {
        return new CallVoice(law, used);
    }

    /** The agent's voice at one call. */
    private final class CallVoice implements ServiceVoice {
        private final CompandingLaw law;
        private final Consumer<ModelUsage> used;
        private String voice = "sage";
        private String model = config.openai().model();
        private @Nullable Double speed;

        CallVoice(CompandingLaw law, Consumer<ModelUsage> used) {
            this.law = law;
            this.used = used;
        }

        @Override
        public void voice(String name, String language, SpeechSettings settings) {
            String own = settings.voiceId();
            voice = own == null ? config.openai().voices().getOrDefault(name, name) : own;
            model = Objects.requireNonNullElse(
                    settings.synthesizerModel(), config.openai().model());
            speed = settings.speed();
        }

        @Override
        public Multi<Part> speak(String sentence, String language) {
            return Multi.createFrom()
                    .emitter(
                            emitter -> new OpenAiSentence(vertx, law, config.patience(), emitter)
                                    .begin(
                                            request(),
                                            body(sentence),
                                            () -> used.accept(ModelUsage.ofCharacters(model, sentence.length()))),
                            BackPressureStrategy.BUFFER);
        }

        private JsonObject body(String sentence) {
            JsonObject body = new JsonObject()
                    .put("model", model)
                    .put("input", sentence)
                    .put("voice", voice)
                    .put("response_format", "pcm");
            return speed == null ? body : body.put("speed", speed);
        }

        @Override
        public void close() {}
    }

    private Future<HttpClientRequest> request() {
        return client.request(new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(config.openai().baseUrl() + "/audio/speech")
                .putHeader("Authorization", "Bearer " + key)
                .putHeader("Content-Type", "application/json"));
    }
}
