// SPDX-License-Identifier: Apache-2.0
package io.allo.router.pipeline;

import io.allo.router.speech.SpeechCache;
import io.allo.router.speech.SpeechRecognizer;
import io.allo.router.speech.SpeechSynthesizer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The services of a call by voice, made as the application makes them, at addresses that a test chooses. */
public final class SpeechServices {
    private SpeechServices() {}

    public static SpeechRecognizer deepgram(Vertx vertx, String url, String key) {
        return deepgram(vertx, url, key, Duration.ofMillis(300));
    }

    /** @param endpointing silence after which an utterance is over */
    public static SpeechRecognizer deepgram(Vertx vertx, String url, String key, Duration endpointing) {
        var config = Configured.by(
                RecognitionConfig.class,
                Map.of(
                        "allo.stt.deepgram.base-url",
                        url,
                        "allo.stt.deepgram.endpointing",
                        endpointing.toMillis() + "ms"));
        var deepgram = new DeepgramRecognizer(vertx, vertx.createWebSocketClient(), config.deepgram(), key);
        return new RecognizerChain(
                List.of(new RecognizerChain.Guarded("deepgram", deepgram, circuit())), new SimpleMeterRegistry());
    }

    /** @param local speaks where the service does not */
    public static SpeechSynthesizer elevenLabs(Vertx vertx, String url, String key, SpeechSynthesizer local) {
        var config = Configured.by(
                SynthesisConfig.class,
                Map.of("allo.tts.elevenlabs.base-url", url, "allo.tts.elevenlabs.voices.sage", "voice-1"));
        var service = new ElevenLabsSpeech(vertx, vertx.createWebSocketClient(), config, key);
        return new PipelineSpeech(
                List.of(new PipelineSpeech.Guarded(service, circuit())),
                local,
                new SpeechCache(1_000_000),
                new SimpleMeterRegistry());
    }

    private static Circuit circuit() {
        return new Circuit(Duration.ofSeconds(30), System::nanoTime);
    }
}
