// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.EndReason;
import io.allo.contracts.tools.ToolFlags;
import io.allo.router.conversation.AnsweredBy;
import io.allo.router.conversation.VoiceEvent;
import io.allo.router.conversation.VoiceEvent.Failure;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How calls of a speech-to-speech model end by themselves. */
class RealtimeEndingsTest extends RealtimeCallFixture {

    @Test
    @DisplayName("A120: the model tells the caller that the call is nearly over, in a pause; the line says goodbye")
    void timeNotice() {
        engine.maxSeconds = 90;
        greeted();
        model.event(new VoiceEvent.CallerSpeaks());
        pass(Duration.ofSeconds(28));
        mailbox.settle();
        pass(Duration.ofSeconds(3));
        assertThat(model.told).noneMatch(told -> told.contains("prendra fin"));

        model.event(new VoiceEvent.CallerPauses());
        mailbox.settle();
        speak("item_2", "Bien sûr.", 400);
        ended();
        pass(Duration.ofSeconds(1));
        message(mark("item-2"));
        pass(Duration.ofSeconds(1));
        assertThat(model.told.getLast())
                .startsWith("respond")
                .contains("Cet appel prendra fin dans environ 60 secondes.");
        speak("item_3", "Cet appel se termine bientôt.", 400);
        ended();
        while (engine.ends.isEmpty()
                && mailbox.nanoTime() < Duration.ofSeconds(120).toNanos()) {
            model.event(new VoiceEvent.CallerSpeaks());
            pass(Duration.ofSeconds(5));
        }

        assertThat(String.join(" ", speech.spoken)).isEqualTo(FRENCH.timeUp());
        assertThat(gateway.told).endsWith("hangup success/max-duration");
        assertThat(engine.ends).containsExactly(EndReason.MAX_DURATION);
    }

    @Test
    @DisplayName("A120: the longest duration holds for a call whose model was lost too")
    void limitSurvivesTheModel() {
        engine.maxSeconds = 30;
        greeted();
        model.event(new VoiceEvent.Lost(new Failure(Failure.Kind.FATAL, "key refused")));
        mailbox.settle();

        pass(Duration.ofSeconds(40));

        assertThat(engine.ends).containsExactly(EndReason.MAX_DURATION);
    }

    @Test
    void aCallThatWePlaceAsksNothingOfTheModelBeforeAPersonHasSpoken() {
        direction = "outbound";
        start(false);
        assertThat(gateway.told).contains("answer");
        answered();

        callersVoice(Duration.ofMillis(500));
        assertThat(model.told).isEmpty();
        assertThat(model.heardBytes).isZero();
        callersSilence(Duration.ofMillis(1000));

        assertThat(engine.answeredBy).containsExactly(AnsweredBy.HUMAN);
        assertThat(model.told).singleElement().asString().startsWith("user");
        assertThat(model.heardBytes).isPositive();
    }

    @Test
    void aMachineCostsNoAnswerOfTheModel() {
        direction = "outbound";
        start(false);
        answered();

        callersVoice(Duration.ofSeconds(4));
        pass(Duration.ofSeconds(1));

        assertThat(model.told).isEmpty();
        assertThat(model.closed).isTrue();
        assertThat(gateway.told).endsWith("hangup success/answering-machine");
    }

    @Test
    @DisplayName("A96: a tool that only mutes: unheard until the words after it are over, then heard again")
    void mutedUntilTheWordsAreOver() {
        // Given
        greeted();
        engine.tool = call -> Uni.createFrom().item(result(new ToolFlags(false, false, true, false)));
        model.event(new VoiceEvent.ToolCall("call_1", "book", Map.of()));
        ended();
        int heard = model.heardBytes;

        // When
        frame();
        speak("item_2", "C'est noté.", 500);
        ended();
        key("1");
        callersVoice(Duration.ofMillis(400));
        assertThat(model.heardBytes).isEqualTo(heard);
        pass(Duration.ofSeconds(1));
        message(mark("item-2"));
        frame();

        // Then
        assertThat(gateway.told).doesNotContain("clear", "pause");
        assertThat(model.heardBytes).isGreaterThan(heard);
        assertThat(model.told).filteredOn(told -> told.startsWith("user")).hasSize(1); // the greeting's order
    }
}
