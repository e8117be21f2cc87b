// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static io.allo.router.conversation.ScriptedModel.call;
import static io.allo.router.conversation.ScriptedModel.say;
import static io.allo.router.voice.CollectWorld.secret;
import static org.assertj.core.api.Assertions.assertThat;

import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ConversationKey;
import io.allo.router.conversation.ScriptedModel;
import io.allo.router.conversation.VoiceEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A worker dies while the caller keys something secret in: half a number is nobody's, and the next worker asks for all of it. */
class CollectTakeoverTest extends CallFixture {
    private static final String CARD = "4111111111111111";

    private final CollectWorld world = new CollectWorld();
    private final FakeVoiceModel voiceModel = new FakeVoiceModel();

    @Test
    void theNextWorkerTakesTheRestOfASecretNumberForWhatItIs() {
        // Given
        world.model.then(call("collect", secret("card_number", 13, 19)));
        begin(ScriptedModel.NAME);
        pass(Duration.ofSeconds(2));
        keys("41111111");
        world.crash(key());

        // When
        world.model.then(say("Merci."));
        gateway = new FakeGateway(mailbox, false);
        leg = leg(2, world.engine(keypads, ScriptedModel.NAME));
        start(true);
        callersVoice(Duration.ofSeconds(2));
        keys(CARD + "#");
        pass(Duration.ofSeconds(2));

        // Then
        assertThat(said()).contains("16 digits given");
        assertThat(everythingKept()).doesNotContain("41111111");
        assertThat(ears.voicedBytes).isZero();
    }

    @Test
    void theRestOfASecretNumberIsNotTakenForTheOneThatTheNextWorkerAsksFor() {
        // Given
        world.model.then(call("collect", secret("card_number", 4, 19)));
        begin(ScriptedModel.NAME);
        pass(Duration.ofSeconds(3));
        keys("41111111");
        world.crash(key());

        // When: he keys on, while he is asked anew
        world.model.then(say("Merci."));
        gateway = new FakeGateway(mailbox, false);
        leg = leg(2, world.engine(keypads, ScriptedModel.NAME));
        start(true);
        keys("11111#");
        pass(Duration.ofSeconds(4));
        assertThat(said()).doesNotContain("digits given");
        keys(CARD + "#");
        pass(Duration.ofSeconds(2));

        // Then
        assertThat(said()).contains("16 digits given");
        assertThat(everythingKept()).doesNotContain("41111111");
    }

    @Test
    void aSpeechToSpeechModelThatTakesOverInTheMiddleOfASecretNumberAsksForAllOfIt() {
        // Given
        models.add(voiceModel);
        begin(FakeVoiceModel.NAME);
        voiceModel.speaks("item_1", "Bonjour.", 400);
        voiceModel.event(new VoiceEvent.ToolCall("c1", "collect", secret("card_number", 4, 19)));
        voiceModel.ends();
        pass(Duration.ofSeconds(3));
        keys("41111111");
        world.crash(key());

        // When: he keys on while the next one's model is not there yet, and while it asks
        FakeVoiceModel next = new FakeVoiceModel();
        models.set(0, next);
        gateway = new FakeGateway(mailbox, false);
        leg = leg(2, world.engine(keypads, FakeVoiceModel.NAME));
        start(true);
        callersVoice(Duration.ofSeconds(1));
        keys("1111");
        assertThat(next.told).singleElement().asString().contains("call collect again");
        next.event(new VoiceEvent.ToolCall("c2", "collect", secret("card_number", 4, 19)));
        next.ends();
        mailbox.settle();
        keys("1111#");
        assertThat(next.told.toString()).doesNotContain("digits given");
        pass(Duration.ofSeconds(3));
        keys(CARD + "#");
        callersVoice(Duration.ofSeconds(1));

        // Then: the whole number, and nothing of it for anybody else
        assertThat(next.told.toString()).contains("16 digits given").doesNotContain("pressed these keys");
        assertThat(next.voicedBytes).isZero();
        next.event(new VoiceEvent.ToolCall("c3", "pay", Map.of("amount", "12")));
        mailbox.settle();
        assertThat(world.requests.getLast().arguments()).containsEntry("card_number", CARD);
        assertThat(everythingKept() + next.told + voiceModel.told).doesNotContain("1111");
    }

    private void begin(String model) {
        leg = leg(1, world.engine(keypads, model));
        start(false);
        answered();
        mailbox.settle();
    }

    private void keys(String all) {
        all.chars().forEach(key -> {
            key(String.valueOf((char) key));
            pass(Duration.ofMillis(200));
        });
    }

    private static ConversationKey key() {
        return new ConversationKey("account", Channel.VOICE, "call-0001");
    }

    /** The conversation as the model sees it. */
    private String said() {
        return world.store.stored(key()).dialogue().messages().toString();
    }

    private String everythingKept() {
        return List.of(world.store.stored(key()), world.toolCalls, world.turns, world.model.requests())
                .toString();
    }
}
