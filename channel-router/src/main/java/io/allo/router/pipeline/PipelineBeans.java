// SPDX-License-Identifier: Apache-2.0
package io.allo.router.pipeline;

import io.allo.router.speech.LocalSpeech;
import io.allo.router.speech.SpeechCache;
import io.allo.router.speech.SpeechRecognizer;
import io.allo.router.speech.SpeechSynthesizer;
import io.allo.router.vad.VoiceActivities;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Chooses the speech services by configuration: those with a key, in their order. */
class PipelineBeans {
    /** One for each call and direction; the default is 50. */
    private static final int MOST_SOCKETS = 10_000;
    /** ElevenLabs sends some seconds of speech in a message, in base64 and with its alignment. */
    private static final int LARGEST_MESSAGE = 4 << 20;

    private static final int CONNECT_TIMEOUT_MS = 3_000;
    /** At the same time; the default is 5. */
    private static final int MOST_REQUESTS = 500;

    private static final Duration RECOGNIZER_REST = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final WebSocketClient sockets;
    private final HttpClient requests;

    PipelineBeans(Vertx vertx) {
        this.vertx = vertx;
        this.sockets = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setMaxConnections(MOST_SOCKETS)
                .setMaxFrameSize(LARGEST_MESSAGE)
                .setMaxMessageSize(LARGEST_MESSAGE));
        this.requests = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MS).setMaxPoolSize(MOST_REQUESTS));
    }

    @Produces
    @Singleton
    SpeechRecognizer recognizer(RecognitionConfig config, VoiceActivities activities, MeterRegistry meters) {
        List<RecognizerChain.Guarded> services = new ArrayList<>();
        for (RecognitionConfig.Service service : config.providers()) {
            recognizer(service, config, activities)
                    .ifPresent(recognizer -> services.add(new RecognizerChain.Guarded(
                            service.name().toLowerCase(Locale.ROOT),
                            recognizer,
                            new Circuit(RECOGNIZER_REST, System::nanoTime))));
        }
        return services.isEmpty() ? SpeechRecognizer.NONE : new RecognizerChain(services, meters);
    }

    private Optional<SpeechRecognizer> recognizer(
            RecognitionConfig.Service service, RecognitionConfig config, VoiceActivities activities) {
        return switch (service) {
            case DEEPGRAM ->
                config.deepgram().apiKey().map(key -> new DeepgramRecognizer(vertx, sockets, config.deepgram(), key));
            case OPENAI ->
                config.openai()
                        .apiKey()
                        .map(key -> new OpenAiRecognizer(vertx, requests, config.openai(), key, activities));
        };
    }

    @Produces
    @Singleton
    SpeechSynthesizer synthesizer(SynthesisConfig config, LocalSpeech local, MeterRegistry meters) {
        List<PipelineSpeech.Guarded> services = new ArrayList<>();
        for (SynthesisConfig.Service service : config.providers()) {
            service(service, config)
                    .ifPresent(speech -> services.add(
                            new PipelineSpeech.Guarded(speech, new Circuit(config.rest(), System::nanoTime))));
        }
        return services.isEmpty()
                ? local
                : new PipelineSpeech(services, local, new SpeechCache(config.cacheBytes()), meters);
    }

    private Optional<SpeechService> service(SynthesisConfig.Service service, SynthesisConfig config) {
        return switch (service) {
            case ELEVENLABS ->
                config.elevenlabs().apiKey().map(key -> new ElevenLabsSpeech(vertx, sockets, config, key));
            case OPENAI -> config.openai().apiKey().map(key -> new OpenAiSpeech(vertx, requests, config, key));
        };
    }
}
