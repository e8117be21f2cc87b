// SPDX-License-Identifier: Apache-2.0
package io.allo.router.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.allo.audio.CompandingLaw;
import io.allo.router.speech.Listening;
import io.allo.router.speech.SpeechEvent;
import io.allo.router.speech.SpeechRecognizer;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URLEncoder;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;

/** Deepgram's live transcription over one WebSocket a call ({@code /v1/listen}, nova models). */
final class DeepgramRecognizer implements SpeechRecognizer {
    private final Vertx vertx;
    private final WebSocketClient client;
    private final RecognitionConfig.Deepgram config;
    private final String key;

    DeepgramRecognizer(Vertx vertx, WebSocketClient client, RecognitionConfig.Deepgram config, String key) {
        this.vertx = vertx;
        this.client = client;
        this.config = config;
        this.key = key;
    }

    @Override
    public Listening open(Call call, Consumer<SpeechEvent> events) {
        return new DeepgramListening(vertx, () -> client.connect(options(call)), config, call, model(call), events);
    }

    private WebSocketConnectOptions options(Call call) {
        WebSocketConnectOptions options = new WebSocketConnectOptions();
        options.setAbsoluteURI(config.baseUrl() + "/v1/listen?" + query(call));
        options.addHeader("Authorization", "Token " + key);
        options.setTimeout(config.connectTimeout().toMillis());
        options.setConnectTimeout((int) config.connectTimeout().toMillis());
        return options;
    }

    /** Raw audio needs encoding and rate; provisional words are what the end of an utterance is found with. */
    private String query(Call call) {
        String primary = Locale.forLanguageTag(call.language()).getLanguage();
        StringBuilder query = new StringBuilder("model=")
                .append(encoded(model(call)))
                .append(call.law() == CompandingLaw.ALAW ? "&encoding=alaw" : "&encoding=mulaw")
                .append("&sample_rate=8000&channels=1&interim_results=true&vad_events=true&punctuate=true")
                .append("&language=")
                .append(encoded(config.language().orElse(primary)))
                .append("&endpointing=")
                .append(ServiceChoice.endpointing(call.settings(), config.endpointing())
                        .toMillis())
                .append("&utterance_end_ms=")
                .append(config.utteranceEnd().toMillis());
        if (config.smartFormat()) {
            query.append("&smart_format=true");
        }
        config.keyterms()
                .orElse(List.of())
                .forEach(term -> query.append("&keyterm=").append(encoded(term)));
        return query.toString();
    }

    private String model(Call call) {
        return Objects.requireNonNullElse(call.settings().recognizerModel(), config.model());
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, UTF_8);
    }
}
