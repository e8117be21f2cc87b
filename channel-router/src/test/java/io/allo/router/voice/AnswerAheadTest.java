// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static io.allo.router.conversation.ScriptedModel.say;
import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.tools.ToolExecutionResponse;
import io.allo.contracts.tools.ToolFlags;
import io.allo.router.builtin.Pizzeria;
import io.allo.router.conversation.ScriptedModel;
import io.allo.router.speech.SpeechEvent;
import io.allo.router.voice.VoiceTelemetry.Ahead;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The answer is ready when the caller has finished: asked for and synthesised in his pause, and never heard when he goes on. */
class AnswerAheadTest extends CallFixture {
    private final ScriptedModel model = new ScriptedModel();
    private final OrderingEngine ordering = new OrderingEngine(
            Pizzeria.session(Set.of(), Set.of(), null),
            request ->
                    Uni.createFrom().item(new ToolExecutionResponse(Map.of("success", true), Map.of(), ToolFlags.NONE)),
            model);

    @BeforeEach
    void talking() {
        leg = leg(1, ordering.engine());
        model.then(say("Bonjour."));
        start(false);
        answered();
        pass(Duration.ofSeconds(3));
        message(mark("item-1"));
        callersSilence(Duration.ofMillis(100));
    }

    private void maybe(String words) {
        callersVoice(Duration.ofMillis(400));
        ears.event(new SpeechEvent.Partial(words));
        mailbox.settle();
    }

    private void finallySays(String words) {
        ears.event(new SpeechEvent.Final(words, 1));
        ears.event(new SpeechEvent.UtteranceEnd());
        mailbox.settle();
    }

    @Test
    void inThePauseTheAnswerIsMadeReadyAndSoundsOnceWhenTheTurnIsSure() {
        // Given
        model.then(say("Une reine, très bien. "), say("Autre chose ?"));

        // When
        maybe("une reine");
        assertThat(model.requests()).hasSize(1); // he still speaks
        callersSilence(Duration.ofMillis(340));

        // Then
        assertThat(model.requests()).hasSize(2);
        assertThat(speech.spoken).endsWith("Une reine, très bien.");
        assertThat(gateway.heardMs(2)).isZero();
        assertThat(ordering.heard()).isEmpty();

        // When
        finallySays("Une reine.");
        pass(Duration.ofMillis(40));

        // Then
        assertThat(gateway.heardMs(2)).isPositive();
        assertThat(ordering.heard()).containsExactly("SPEECH Une reine.");
        assertThat(model.requests()).hasSize(2);
        assertThat(speech.spoken).containsExactly("Bonjour.", "Une reine, très bien.", "Autre chose ?");
        assertThat(aheads).containsExactly(Ahead.STARTED, Ahead.USED);
    }

    @Test
    void whoGoesOnHearsNothingOfTheAnswerToHisFirstWords() {
        // Given
        model.then(say("Une reine, très bien.")).then(say("Une reine et un coca."));
        maybe("une reine");
        callersSilence(Duration.ofMillis(340));

        // When
        maybe("une reine et un coca");
        callersSilence(Duration.ofMillis(60));
        finallySays("Une reine et un coca.");
        pass(Duration.ofMillis(100));

        // Then
        assertThat(ordering.heard()).containsExactly("SPEECH Une reine et un coca.");
        assertThat(speech.spoken).endsWith("Une reine et un coca.");
        assertThat(model.requests()).hasSize(3);
        assertThat(aheads).containsExactly(Ahead.STARTED, Ahead.DISCARDED);
    }

    @Test
    void anUnfinishedSentenceIsNoReasonToAnswer() {
        // When
        maybe("je voudrais");
        callersSilence(Duration.ofSeconds(1));

        // Then
        assertThat(model.requests()).hasSize(1);
    }

    @Test
    void aKeyMakesThePreparedAnswerVoid() {
        // Given
        model.then(say("Une reine, très bien.")).then(say("Vous avez choisi le 2."));
        maybe("une reine");
        callersSilence(Duration.ofMillis(340));

        // When
        key("2");
        pass(Duration.ofSeconds(5));

        // Then
        assertThat(ordering.heard()).containsExactly("KEYS 2");
        assertThat(speech.spoken).endsWith("Vous avez choisi le 2.");
    }

    @Test
    void aCallerWhoChangesHisMindAgainAndAgainCostsThreeAnswers() {
        // When
        for (int i = 0; i < 6; i++) {
            maybe("alors voilà le numéro de la rue " + "bis ".repeat(i));
            callersSilence(Duration.ofMillis(340));
        }

        // Then
        assertThat(model.requests()).hasSize(4);
    }
}
