// SPDX-License-Identifier: Apache-2.0
package io.allo.router.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.allo.audio.CompandingLaw;
import io.allo.contracts.session.SpeechSettings;
import io.allo.router.conversation.ModelUsage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * ElevenLabs over one WebSocket a call ({@code multi-stream-input}), a context for each sentence: no connection is made while the
 * caller waits, and late audio of a sentence that he cut carries that sentence's context.
 */
final class ElevenLabsSpeech implements SpeechService {
    /** The longest that the server keeps an idle context or socket. */
    private static final int INACTIVITY_S = 180;

    private final Vertx vertx;
    private final WebSocketClient client;
    private final SynthesisConfig.ElevenLabs config;
    private final String key;
    private final Duration patience;

    ElevenLabsSpeech(Vertx vertx, WebSocketClient client, SynthesisConfig config, String key) {
        this.vertx = vertx;
        this.client = client;
        this.config = config.elevenlabs();
        this.key = key;
        this.patience = config.patience();
    }

    @Override
    public String name() {
        return "elevenlabs";
    }

    @Override
    public ServiceVoice forCall(CompandingLaw law, Consumer<ModelUsage> used) {
        return new ElevenLabsVoice(this, law, used);
    }

    Vertx vertx() {
        return vertx;
    }

    SynthesisConfig.ElevenLabs config() {
        return config;
    }

    Duration patience() {
        return patience;
    }

    /** The voice id of an agent's voice, unless the agent names one itself. */
    String voiceId(String name, SpeechSettings settings) {
        String own = settings.voiceId();
        return own == null ? config.voices().getOrDefault(name, config.defaultVoice()) : own;
    }

    String model(SpeechSettings settings) {
        return Objects.requireNonNullElse(settings.synthesizerModel(), config.model());
    }

    Future<WebSocket> connect(String voiceId, String model, String language, CompandingLaw law) {
        WebSocketConnectOptions options = new WebSocketConnectOptions();
        options.setAbsoluteURI(
                config.baseUrl() + "/v1/text-to-speech/" + encoded(voiceId) + "/multi-stream-input?model_id="
                        + encoded(model)
                        + (law == CompandingLaw.ALAW ? "&output_format=alaw_8000" : "&output_format=ulaw_8000")
                        + "&auto_mode=true&sync_alignment=true&inactivity_timeout="
                        + INACTIVITY_S
                        + "&language_code="
                        + encoded(Locale.forLanguageTag(language).getLanguage()));
        options.addHeader("xi-api-key", key);
        options.setTimeout(config.connectTimeout().toMillis());
        options.setConnectTimeout((int) config.connectTimeout().toMillis());
        return client.connect(options);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, UTF_8);
    }
}
