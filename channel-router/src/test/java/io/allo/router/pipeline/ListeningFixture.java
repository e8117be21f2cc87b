// SPDX-License-Identifier: Apache-2.0
package io.allo.router.pipeline;

import io.allo.audio.CompandingLaw;
import io.allo.audio.ToneGenerator;
import io.allo.contracts.session.SpeechSettings;
import io.allo.router.speech.Listening;
import io.allo.router.speech.SpeechEvent;
import io.allo.router.speech.SpeechRecognizer;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A caller's audio into a recogniser, on an event loop as in a call. */
abstract class ListeningFixture {
    static final CompandingLaw LAW = CompandingLaw.ALAW;

    final Vertx vertx = Vertx.vertx();
    final Context loop = vertx.getOrCreateContext();
    final List<SpeechEvent> events = new CopyOnWriteArrayList<>();

    @Nullable
    Listening listening;

    @AfterEach
    void closeLoop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    void open(SpeechRecognizer recognizer) {
        open(recognizer, SpeechSettings.DEFAULT);
    }

    void open(SpeechRecognizer recognizer, SpeechSettings settings) {
        onLoop(() ->
                listening = recognizer.open(new SpeechRecognizer.Call("call-1", "fr-FR", LAW, settings), events::add));
    }

    void speech(int ms) {
        send(LAW.encode(ToneGenerator.sine(300, Duration.ofMillis(ms), -15)));
    }

    void silence(int ms) {
        send(LAW.silence(ms));
    }

    private void send(byte[] g711) {
        onLoop(() -> {
            for (int at = 0; at < g711.length; at += 160) {
                listening.hear(Arrays.copyOfRange(g711, at, Math.min(g711.length, at + 160)));
            }
        });
    }

    void onLoop(Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.runOnContext(ignored -> {
            try {
                task.run();
                done.complete(null);
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        done.join();
    }

    <T extends SpeechEvent> List<T> events(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    List<String> words() {
        return events(SpeechEvent.Final.class).stream()
                .map(SpeechEvent.Final::text)
                .toList();
    }

    /** Kinds of the events, in order, repetitions left out. */
    List<String> kinds() {
        List<String> kinds = new CopyOnWriteArrayList<>();
        for (SpeechEvent event : events) {
            String kind = event.getClass().getSimpleName();
            if (kinds.isEmpty() || !kinds.getLast().equals(kind)) {
                kinds.add(kind);
            }
        }
        return kinds;
    }
}
