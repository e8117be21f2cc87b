// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.audio.CompandingLaw;
import io.allo.contracts.media.AudioFrame;
import io.allo.contracts.tools.ToolExecutionResponse;
import io.allo.contracts.tools.ToolFlags;
import io.allo.router.chatmodel.ChatServices;
import io.allo.router.pipeline.SpeechServices;
import io.allo.router.stubs.StubSessionConfig;
import io.allo.router.voice.VoiceTelemetry.Ahead;
import io.allo.testkit.provider.ChatReply;
import io.allo.testkit.provider.ChatServer;
import io.allo.testkit.provider.DeepgramServer;
import io.allo.testkit.provider.ElevenLabsServer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Recogniser, chat model and voice on real sockets, in real time, with what is made ahead of the end of a turn (D22, D3). */
class WholePipelineTest extends CallFixture {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String MODEL = "gpt-4o-mini";
    /** Longer than anything else here takes: a turn ends when the test is ready for it. */
    private static final Duration ENDPOINTING = Duration.ofSeconds(5);

    private static final String LAST_PIECE = "fin.";
    private static final String[] WORDS = {
        "Margherita", "reine", "calzone", "tiramisu", "coca", "café", "bière", "limonade"
    };

    private final DeepgramServer deepgram = new DeepgramServer("dg").start();
    private final ElevenLabsServer elevenLabs = new ElevenLabsServer("xi", "voice-1").start();
    private final ChatServer chat = new ChatServer("sk", MODEL).start();
    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final OrderingEngine engineOfTheCall = new OrderingEngine(
            StubSessionConfig.session("confirm_order"),
            request ->
                    Uni.createFrom().item(new ToolExecutionResponse(Map.of("success", true), Map.of(), ToolFlags.NONE)),
            ChatServices.openAi(vertx, MODEL, chat.baseUrl(), "sk"));
    private short[] voice = new short[0];
    private int sample;

    @BeforeEach
    void call() {
        EspeakVoice.isInstalled();
        chat.then(ChatReply.text("Bonjour."));
        onLoop(() -> {
            LoopMailbox live = new LoopMailbox.Loops().here();
            gateway = new FakeGateway(live, false);
            leg = leg(
                    1,
                    engineOfTheCall.engine(),
                    live,
                    SpeechServices.elevenLabs(vertx, elevenLabs.url(), "xi", speech),
                    SpeechServices.deepgram(vertx, deepgram.url(), "dg", ENDPOINTING));
            vertx.setPeriodic(20, tick -> frame());
            start(false);
        });
        await().atMost(LIMIT).until(() -> onLoop(() -> gateway.told.contains("answer")));
        onLoop(this::answered);
        await().atMost(LIMIT).until(() -> onLoop(() -> gateway.told.contains("mark item-1")));
        onLoop(() -> leg.message(mark("item-1")));
    }

    @AfterEach
    void hangUp() {
        onLoop(() -> leg.message(stop(null)));
        vertx.close().toCompletionStage().toCompletableFuture().join();
        deepgram.close();
        elevenLabs.close();
        chat.close();
    }

    @Test
    void theAnswerSoundsWhileTheModelStillWritesAndWhatWasMadeTooEarlyIsNeverHeard() throws Exception {
        // Given: a model that writes for twenty seconds
        String[] pieces = IntStream.range(0, 70)
                .mapToObj(piece -> piece == 0 ? "C'est noté. " : piece == 69 ? LAST_PIECE : "encore ")
                .toArray(String[]::new);
        chat.otherwise(ChatReply.text(pieces).after(Duration.ofMillis(50), Duration.ofMillis(300)));
        deepgram.hears(String.join(" ", WORDS));

        // When: he pauses, and an answer is made ready
        says("Une pizza reine.");
        await().atMost(LIMIT).until(() -> chat.requests().size() == 2);
        await().atMost(LIMIT).until(() -> elevenLabs.texts().stream().anyMatch(text -> text.contains("noté")));

        // Then: nothing of it is heard, and nothing is said in the record
        assertThat(onLoop(() -> gateway.heardMs(2))).isZero();
        assertThat(engineOfTheCall.heard()).isEmpty();

        // When: he goes on
        says("Et puis aussi une calzone, et un tiramisu pour finir.");
        await().atMost(LIMIT).until(() -> onLoop(() -> aheads.contains(Ahead.DISCARDED)));
        await().atMost(LIMIT).until(() -> chat.aborted() > 0);

        // Then: the turn is all that he said, and its answer sounds before the model has written it to its end
        await().atMost(LIMIT).until(() -> onLoop(() -> gateway.heardMs(2) > 0));
        assertThat(engineOfTheCall.heard()).containsExactly("SPEECH " + String.join(" ", WORDS));
        assertThat(chat.requests().getLast().path("messages").toString()).contains(WORDS);
        assertThat(elevenLabs.texts()).noneMatch(text -> text.contains(LAST_PIECE));
        assertThat(onLoop(() -> aheads.indexOf(Ahead.DISCARDED))).isEqualTo(1);
        assertThat(chat.refusals()).isEmpty();
        assertThat(elevenLabs.violations()).isEmpty();
        assertThat(speech.spoken).as("said by this machine").isEmpty();
    }

    private void says(String words) throws Exception {
        short[] spoken = EspeakVoice.says(words);
        onLoop(() -> {
            sample = 0;
            voice = spoken;
        });
        await().atMost(LIMIT).until(() -> onLoop(() -> sample >= voice.length));
    }

    /** The caller's line: what he says, then silence, every 20 ms. */
    private void frame() {
        short[] pcm = sample < voice.length ? Arrays.copyOfRange(voice, sample, sample + 160) : new short[160];
        sample += 160;
        leg.audio(new AudioFrame(0, 0, 0, false, CompandingLaw.ALAW.encode(pcm)));
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
}
