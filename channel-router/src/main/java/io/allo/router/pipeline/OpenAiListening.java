// SPDX-License-Identifier: Apache-2.0
package io.allo.router.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.audio.G711;
import io.allo.router.conversation.ModelUsage;
import io.allo.router.conversation.VoiceEvent.Failure;
import io.allo.router.speech.Listening;
import io.allo.router.speech.SpeechEvent;
import io.allo.router.speech.SpeechRecognizer;
import io.allo.router.vad.VoiceActivity;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * OpenAI's transcription at one call: utterances one after the other, in their order. One that fails is tried once more; then the
 * service is lost. One call, one event loop.
 */
final class OpenAiListening implements Listening {
    private static final Logger LOG = Logger.getLogger(OpenAiListening.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PAUSE_MS = 500;
    private static final int MOST_WAITING = 8;
    private static final int LONGEST_PROMPT = 200;

    private final OpenAiRecognizer service;
    private final Vertx vertx;
    private final SpeechRecognizer.Call call;
    private final Consumer<SpeechEvent> events;
    private final UtteranceCutter cutter;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private String before = "";
    private boolean busy;
    private boolean over;

    OpenAiListening(
            OpenAiRecognizer service,
            Vertx vertx,
            RecognitionConfig.OpenAi config,
            VoiceActivity activity,
            SpeechRecognizer.Call call,
            Consumer<SpeechEvent> events) {
        this.service = service;
        this.vertx = vertx;
        this.call = call;
        this.events = events;
        this.cutter = new UtteranceCutter(
                call.law(),
                ServiceChoice.endpointing(call.settings(), config.endpointing()),
                activity,
                () -> events.accept(new SpeechEvent.SpeechStarted()),
                this::utterance);
    }

    @Override
    public void hear(byte[] g711) {
        if (!over) {
            cutter.hear(g711);
        }
    }

    @Override
    public void finish() {
        if (!over) {
            cutter.cut();
        }
    }

    @Override
    public void close() {
        if (!over) {
            cutter.close();
        }
        over = true;
        waiting.clear();
    }

    private void utterance(byte[] g711) {
        if (waiting.size() < MOST_WAITING) {
            waiting.add(g711);
            next();
        }
    }

    private void next() {
        if (!busy && !waiting.isEmpty()) {
            busy = true;
            transcribe(waiting.remove(), true);
        }
    }

    private void transcribe(byte[] g711, boolean again) {
        service.transcribe(call.law().decode(g711), call, before)
                .onSuccess(answer -> answered(answer, g711.length * 1000L / G711.SAMPLE_RATE))
                .onFailure(failure -> failed((Failure) failure, g711, again));
    }

    private void answered(Buffer answer, long ms) {
        busy = false;
        try {
            JsonNode json = JSON.readTree(answer.getBytes());
            events.accept(new SpeechEvent.Used(usage(json.path("usage"), ms)));
            String text = json.path("text").asText("").strip();
            if (!over && !text.isEmpty()) {
                before = text.length() > LONGEST_PROMPT ? text.substring(text.length() - LONGEST_PROMPT) : text;
                events.accept(new SpeechEvent.Final(text, 1));
                events.accept(new SpeechEvent.UtteranceEnd());
            }
        } catch (IOException e) {
            LOG.warnf("conversation %s: a transcription is no JSON", call.conversation());
        }
        next();
    }

    /** By tokens or by time, as the model is billed; by our own clock where the server does not say. */
    private ModelUsage usage(JsonNode usage, long ms) {
        if (usage.has("input_tokens")) {
            return new ModelUsage(
                    service.model(call),
                    usage.path("input_tokens").asLong(),
                    usage.path("output_tokens").asLong(),
                    usage.path("input_token_details").path("audio_tokens").asLong(),
                    0,
                    0,
                    0,
                    0,
                    0);
        }
        long billed = usage.has("seconds") ? Math.round(usage.path("seconds").asDouble() * 1000) : ms;
        return ModelUsage.ofAudio(service.model(call), billed);
    }

    private void failed(Failure failure, byte[] g711, boolean again) {
        if (over) {
            return;
        }
        if (again && failure.kind() != Failure.Kind.FATAL) {
            vertx.setTimer(PAUSE_MS, timer -> transcribe(g711, false));
            return;
        }
        close();
        events.accept(new SpeechEvent.Lost(failure.kind(), "OpenAI transcription " + failure.getMessage()));
    }
}
