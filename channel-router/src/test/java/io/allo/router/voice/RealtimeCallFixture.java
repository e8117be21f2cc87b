// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.contracts.media.AudioFrame;
import io.allo.contracts.tools.ToolFlags;
import io.allo.router.conversation.ConversationLog.ToolCall.Outcome;
import io.allo.router.conversation.ToolLoop;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** A call whose agent talks by a speech-to-speech model that the test speaks. */
abstract class RealtimeCallFixture extends CallFixture {
    final FakeVoiceModel model = new FakeVoiceModel();

    @BeforeEach
    void aModelThatServesTheAgent() {
        engine.model = FakeVoiceModel.NAME;
        models.add(model);
        leg = leg(1);
    }

    void greeted() {
        start(false);
        answered();
        speak("item_1", "Bonjour.", 400);
        ended();
        pass(Duration.ofSeconds(1));
        message(mark("item-1"));
    }

    void speak(String item, String words, int ms) {
        model.speaks(item, words, ms);
        mailbox.settle();
    }

    void ended() {
        model.ends();
        mailbox.settle();
    }

    void frame() {
        leg.audio(new AudioFrame(0, 0, 0, false, new byte[160]));
        mailbox.settle();
    }

    static ToolLoop.Done result(ToolFlags flags) {
        return new ToolLoop.Done(Map.of("ok", true), Map.of(), flags, Outcome.SUCCESS, null, null);
    }

    @SuppressWarnings("unchecked")
    UniEmitter<? super ToolLoop.Done>[] emitters(int count) {
        UniEmitter<? super ToolLoop.Done>[] pending = new UniEmitter[count];
        int[] next = {0};
        engine.tool = call -> Uni.createFrom().emitter(emitter -> pending[next[0]++] = emitter);
        return pending;
    }
}
