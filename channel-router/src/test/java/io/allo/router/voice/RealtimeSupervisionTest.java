// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ConversationKey;
import io.allo.router.voice.Supervision.Person;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The same where the agent talks by a speech-to-speech model. */
class RealtimeSupervisionTest extends RealtimeCallFixture {
    private static final ConversationKey KEY = new ConversationKey("account", Channel.VOICE, "call-0001");
    private static final Person MARIE = new Person("user:1", "Marie");
    private final UUID page = UUID.randomUUID();

    private void in(Function<Supervision, Object> act) {
        assertThat(supervisions.with(KEY, call -> assertThat(act.apply(call)).isNull()))
                .isTrue();
        mailbox.settle();
    }

    @Test
    void aWhisperIsANoteOfNobodysAndNoAnswerFollows() {
        greeted();
        int told = model.told.size();
        in(call -> call.whisper("Proposez dix pour cent."));
        assertThat(model.told.subList(told, model.told.size()))
                .singleElement()
                .asString()
                .startsWith("note ")
                .contains("Proposez dix pour cent.", "Never read it out");
    }

    @Test
    void takenTheModelHearsNothingAndHandedBackAnotherSessionGoesOn() {
        greeted();
        frame();
        in(call -> call.take(page, MARIE));
        assertThat(model.closed).isTrue();
        int heard = model.heardBytes;
        frame();
        pass(Duration.ofSeconds(2));
        assertThat(model.heardBytes).isEqualTo(heard);

        in(call -> call.leave(page, null));
        pass(Duration.ofSeconds(1));
        assertThat(model.opened).isEqualTo(2);
        assertThat(model.told).last().asString().contains("Go on with the conversation");
        speak("item_2", "Je vous écoute.", 400);
        ended();
        frame();
        assertThat(model.heardBytes).isGreaterThan(heard);
    }
}
