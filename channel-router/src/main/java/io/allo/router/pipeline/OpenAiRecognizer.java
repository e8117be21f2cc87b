// SPDX-License-Identifier: Apache-2.0
package io.allo.router.pipeline;

import io.allo.router.conversation.VoiceEvent.Failure;
import io.allo.router.speech.Listening;
import io.allo.router.speech.SpeechEvent;
import io.allo.router.speech.SpeechRecognizer;
import io.allo.router.vad.VoiceActivities;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** OpenAI's audio transcription: whole utterances by HTTP. No live service: nothing is known until the caller pauses. */
final class OpenAiRecognizer implements SpeechRecognizer {
    private static final int OK = 200;

    private final Vertx vertx;
    private final HttpClient client;
    private final RecognitionConfig.OpenAi config;
    private final String key;
    private final VoiceActivities activities;

    OpenAiRecognizer(
            Vertx vertx, HttpClient client, RecognitionConfig.OpenAi config, String key, VoiceActivities activities) {
        this.vertx = vertx;
        this.client = client;
        this.config = config;
        this.key = key;
        this.activities = activities;
    }

    @Override
    public Listening open(Call call, Consumer<SpeechEvent> events) {
        return new OpenAiListening(this, vertx, config, activities.open(), call, events);
    }

    /**
     * One utterance to JSON. Fails with a {@link Failure}.
     *
     * @param before what the caller said before: helps with names
     */
    Future<Buffer> transcribe(short[] pcm, Call call, String before) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("model", model(call));
        fields.put("language", Locale.forLanguageTag(call.language()).getLanguage());
        fields.put("response_format", "json");
        if (!before.isEmpty()) {
            fields.put("prompt", before);
        }
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(config.baseUrl() + "/audio/transcriptions")
                .putHeader("Authorization", "Bearer " + key)
                .putHeader("Content-Type", TranscriptionForm.CONTENT_TYPE);
        return client.request(options)
                .compose(request -> answer(request, TranscriptionForm.of(fields, pcm)))
                .recover(failure -> Future.failedFuture(
                        failure instanceof Failure ? failure : new Failure(Failure.Kind.RETRY, failure.toString())));
    }

    String model(Call call) {
        return Objects.requireNonNullElse(call.settings().recognizerModel(), config.model());
    }

    private Future<Buffer> answer(HttpClientRequest request, Buffer form) {
        return request.send(form)
                .compose(OpenAiRecognizer::body)
                .timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(failure -> request.reset());
    }

    private static Future<Buffer> body(HttpClientResponse response) {
        if (response.statusCode() == OK) {
            return response.body();
        }
        response.exceptionHandler(reset -> {}); // nobody reads on
        return Future.failedFuture(
                new Failure(SpeechFailures.ofStatus(response.statusCode()), "refused with " + response.statusCode()));
    }
}
