// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.audio.CompandingLaw;
import io.allo.contracts.media.AudioFrame;
import io.allo.contracts.tools.ToolExecutionResponse;
import io.allo.contracts.tools.ToolFlags;
import io.allo.router.builtin.Pizzeria;
import io.allo.router.pipeline.SpeechServices;
import io.allo.testkit.provider.DeepgramServer;
import io.allo.testkit.provider.ElevenLabsServer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A call by voice in real time on a real event loop: ears and voice are services on real sockets (D22). */
class SpokenCallTest extends CallFixture {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final DeepgramServer deepgram = new DeepgramServer("dg").start();
    private final ElevenLabsServer elevenLabs = new ElevenLabsServer("xi", "voice-1").start();
    private final OrderingEngine ordering = new OrderingEngine(
            Pizzeria.session(Set.of(), Set.of(), null),
            request -> Uni.createFrom()
                    .item(new ToolExecutionResponse(Map.of("success", true), Map.of(), ToolFlags.NONE)));
    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private boolean speaks;
    private int sample;

    @BeforeEach
    void call() {
        onLoop(() -> {
            LoopMailbox live = new LoopMailbox.Loops().here();
            gateway = new FakeGateway(live, false);
            leg = leg(
                    1,
                    ordering.engine(),
                    live,
                    SpeechServices.elevenLabs(vertx, elevenLabs.url(), "xi", speech),
                    SpeechServices.deepgram(vertx, deepgram.url(), "dg"));
            vertx.setPeriodic(
                    20, tick -> frame()); // before the start: a cold machine must not miss the line's heartbeat
            start(false);
        });
        await().atMost(LIMIT).until(() -> onLoop(() -> gateway.told.contains("answer")));
        onLoop(this::answered);
        spoken(1);
    }

    @AfterEach
    void hangUp() {
        onLoop(() -> leg.message(stop(null)));
        vertx.close().toCompletionStage().toCompletableFuture().join();
        deepgram.close();
        elevenLabs.close();
    }

    /** The caller's line: a voice or silence, every 20 ms. */
    private void frame() {
        short[] pcm = new short[160];
        for (int i = 0; speaks && i < pcm.length; i++) {
            pcm[i] = SyntheticVoice.at(sample);
            sample++;
        }
        leg.audio(new AudioFrame(0, 0, 0, false, CompandingLaw.ALAW.encode(pcm)));
    }

    private void says(String words) {
        deepgram.hears(words);
        onLoop(() -> speaks = true);
        await().pollDelay(Duration.ofMillis(1200)).until(() -> true);
        onLoop(() -> speaks = false);
    }

    /** Something of this item was sent to the caller. */
    private void spoken(int item) {
        await().atMost(LIMIT).until(() -> onLoop(() -> gateway.heardMs(item) > 0));
    }

    private void onLoop(Runnable task) {
        onLoop(() -> {
            task.run();
            return true;
        });
    }

    private <T> T onLoop(Callable<T> task) {
        CompletableFuture<T> done = new CompletableFuture<>();
        loop.runOnContext(ignored -> {
            try {
                done.complete(task.call());
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        return done.orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Test
    void theCallerInterruptsTheGreetingAndOrders() {
        // When
        says("Je voudrais deux margheritas à emporter.");

        // Then
        spoken(2);
        assertThat(ordering.heard()).containsExactly("SPEECH Je voudrais deux margheritas à emporter.");
        assertThat(onLoop(() -> gateway.told.toString())).contains("pause", "clear");
        assertThat(elevenLabs.texts()).anyMatch(text -> text.contains("2 Margherita"));
        assertThat(elevenLabs.violations()).isEmpty();
        assertThat(speech.spoken).isEmpty();
    }

    @Test
    void bothServicesBreakOffAndTheCallGoesOn() {
        // Given
        says("Je voudrais deux margheritas à emporter.");
        spoken(2);

        // When
        deepgram.closeAll(1011, "NET-0000");
        elevenLabs.closeAll(1011, "internal");
        says("Et un tiramisu.");

        // Then
        spoken(3);
        assertThat(ordering.heard()).endsWith("SPEECH Et un tiramisu.");
    }

    @Test
    void withoutAVoiceServiceThisMachineSpeaks() {
        // When
        elevenLabs.refuses(401, 401, 401).closeAll(1011, "internal");
        says("Je voudrais deux margheritas à emporter.");

        // Then
        spoken(2);
        await().atMost(LIMIT).until(() -> speech.spoken.stream().anyMatch(text -> text.contains("2 Margherita")));
    }
}
