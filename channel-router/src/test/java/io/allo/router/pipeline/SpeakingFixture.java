// SPDX-License-Identifier: Apache-2.0
package io.allo.router.pipeline;

import io.allo.audio.CompandingLaw;
import io.allo.router.conversation.ModelUsage;
import io.allo.router.speech.CallSpeech;
import io.allo.router.speech.SpeechCache;
import io.allo.router.speech.SpeechSynthesizer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** Sentences through a speech service, on an event loop as in a call; what it leaves is spoken by a fake of this machine. */
abstract class SpeakingFixture {
    static final CompandingLaw LAW = CompandingLaw.ALAW;
    /** Length of whatever the fake says. */
    static final int LOCAL_BYTES = 800;

    final Vertx vertx = Vertx.vertx();
    final Context loop = vertx.getOrCreateContext();
    final List<String> local = new CopyOnWriteArrayList<>();
    final List<ModelUsage> used = new CopyOnWriteArrayList<>();
    final AtomicLong now = new AtomicLong();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Nullable
    CallSpeech speech;

    @AfterEach
    void closeLoop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    void by(SpeechService service) {
        SpeechSynthesizer here = (sentence, language, law) -> {
            local.add(sentence);
            return Multi.createFrom().item(new byte[LOCAL_BYTES]);
        };
        Circuit circuit = new Circuit(Duration.ofSeconds(30), now::get);
        var all = new PipelineSpeech(
                List.of(new PipelineSpeech.Guarded(service, circuit)), here, new SpeechCache(1_000_000), meters);
        onLoop(() -> speech = all.forCall(LAW, used::add));
    }

    /** Speaks; the bytes that were heard. */
    int speak(String sentence) {
        AtomicInteger bytes = new AtomicInteger();
        CompletableFuture<Integer> done = new CompletableFuture<>();
        onLoop(() -> speech.speak(sentence, "fr")
                .subscribe()
                .with(
                        part -> bytes.addAndGet(part.length),
                        done::completeExceptionally,
                        () -> done.complete(bytes.get())));
        return done.orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** Begins to speak and stops with the first piece. */
    void speakAndCut(String sentence) {
        CompletableFuture<Void> first = new CompletableFuture<>();
        Cancellable[] speaking = new Cancellable[1];
        onLoop(() -> speaking[0] = speech.speak(sentence, "fr")
                .subscribe()
                .with(part -> first.complete(null), first::completeExceptionally));
        first.orTimeout(10, TimeUnit.SECONDS).join();
        onLoop(speaking[0]::cancel);
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

    double failures() {
        return meters.find("allo.speech.failures").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }
}
