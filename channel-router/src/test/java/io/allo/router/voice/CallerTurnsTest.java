// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.tools.ToolFlags;
import io.allo.router.conversation.ToolLoop;
import io.allo.router.conversation.VoiceEvent;
import io.allo.router.conversation.VoiceEvent.ResponseEnded.Outcome;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which of the turns that the provider finds are answered: those with which the caller takes the floor. */
class CallerTurnsTest extends RealtimeCallFixture {
    private static final Duration WORD = Duration.ofMillis(260);
    private static final Duration SENTENCE = Duration.ofMillis(700);
    private int turns;

    @BeforeEach
    void theAgentHasGreeted() {
        greeted();
        model.told.clear();
        gateway.told.clear();
    }

    /** The provider's detector ends a turn after half a second of silence. */
    private String turn(Duration voice) {
        event(new VoiceEvent.CallerSpeaks());
        callersVoice(voice);
        callersSilence(Duration.ofMillis(500));
        return complete(true);
    }

    /** Something that the provider takes for speech, and that is none. */
    private String noise() {
        event(new VoiceEvent.CallerSpeaks());
        callersSilence(Duration.ofMillis(800));
        return complete(true);
    }

    private String complete(boolean wordsFollow) {
        String item = "turn_" + ++turns;
        event(new VoiceEvent.CallerPauses());
        event(new VoiceEvent.CallerTurn(item, wordsFollow));
        return item;
    }

    private void event(VoiceEvent event) {
        model.event(event);
        mailbox.settle();
    }

    private void agentSpeaks(int ms) {
        speak("item_2", "Nous avons des pizzas, des salades et des desserts.", ms);
        ended();
        callersSilence(Duration.ofMillis(500));
    }

    @Test
    void whoSpeaksWhileTheAgentIsSilentIsAnsweredWithoutDelay() {
        // When
        event(new VoiceEvent.CallerSpeaks());
        callersVoice(SENTENCE);
        callersSilence(Duration.ofMillis(500));
        long before = mailbox.nanoTime();
        complete(true);

        // Then
        assertThat(model.told).containsExactly("respond");
        assertThat(mailbox.nanoTime()).isEqualTo(before);
    }

    @Test
    void mhmWhileTheAgentSpeaksIsNotAnswered() {
        // Given
        agentSpeaks(5000);

        // When
        event(new VoiceEvent.Heard(turn(WORD), "Mhm, d'accord."));
        pass(Duration.ofSeconds(2));

        // Then
        assertThat(model.told).isEmpty();
        assertThat(gateway.told).contains("pause", "resume").doesNotContain("clear");
        assertThat(engine.turns).as("but it is in the record").contains("Mhm, d'accord.");
        pass(Duration.ofSeconds(3));
        assertThat(gateway.heardMs(2)).as("all was said").isEqualTo(5000);
    }

    @Test
    void aShortWordThatIsMoreThanASignOfListeningInterruptsOnceItIsUnderstood() {
        // Given
        agentSpeaks(5000);
        String item = turn(WORD);
        assertThat(model.told).isEmpty();

        // When
        event(new VoiceEvent.Heard(item, "Stop !"));

        // Then
        assertThat(gateway.told).endsWith("clear");
        assertThat(model.told).contains("respond");
    }

    @Test
    void theAgentsOwnEchoIsNeverAnsweredWhateverWordsItHas() {
        // Given
        agentSpeaks(5000);

        // When
        event(new VoiceEvent.Heard(noise(), "Nous avons des pizzas."));

        // Then
        assertThat(model.told).isEmpty();
        assertThat(gateway.told).doesNotContain("clear");
    }

    @Test
    void aCoughInTheSilenceIsNotAnsweredAndTheCallerIsAskedLater() {
        // When
        event(new VoiceEvent.Heard(noise(), ""));

        // Then
        pass(Duration.ofSeconds(11));
        assertThat(model.told).isEmpty();
        pass(Duration.ofSeconds(2));
        assertThat(model.told).singleElement().asString().contains(FRENCH.stillThere());
    }

    @Test
    void aVoiceTooSoftForOurDetectorIsAnsweredWhenItsTranscriptNeverComes() {
        // When
        noise();
        pass(Duration.ofMillis(900));
        assertThat(model.told).isEmpty();
        pass(Duration.ofMillis(200));

        // Then
        assertThat(model.told).containsExactly("respond");
    }

    @Test
    void aVoiceTooSoftForOurDetectorIsAnsweredOnceItIsUnderstood() {
        // Given
        String item = noise();

        // When
        event(new VoiceEvent.Heard(item, "Une pizza."));

        // Then
        assertThat(model.told).containsExactly("respond");
    }

    @Test
    void whereNoWordsEverComeADoubtIsAnAnswer() {
        // When
        event(new VoiceEvent.CallerSpeaks());
        complete(false);

        // Then
        assertThat(model.told).containsExactly("respond");
    }

    @Test
    void anAnswerThatOverlapsTheEndOfTheQuestionIsOne() {
        // Given
        agentSpeaks(700); // 200 ms of it are left

        // When
        turn(Duration.ofMillis(300));

        // Then
        assertThat(model.told).containsExactly("respond");
    }

    @Test
    void whoInterruptsIsAnsweredOnceTheOldAnswerIsCancelled() {
        // Given: the model still makes the answer
        speak("item_2", "Nous avons des pizzas et des salades.", 5000);
        callersSilence(Duration.ofMillis(500));

        // When
        turn(SENTENCE);

        // Then
        assertThat(gateway.told).contains("pause", "clear");
        assertThat(model.told).contains("cancel").doesNotContain("respond");
        model.ends(Outcome.CANCELLED);
        mailbox.settle();
        assertThat(model.told.stream().filter("respond"::equals)).hasSize(1);
    }

    @Test
    void twoTurnsInARowAreOneAnswer() {
        // Given
        turn(SENTENCE);

        // When
        turn(SENTENCE);

        // Then
        assertThat(model.told).containsExactly("respond", "cancel");
        model.ends(Outcome.CANCELLED);
        mailbox.settle();
        assertThat(model.told).containsExactly("respond", "cancel", "respond");
        speak("item_3", "Oui.", 200);
        ended();
        assertThat(model.told).hasSize(3);
    }

    @Test
    void aTurnWhileAToolRunsIsAnsweredTogetherWithItsResult_A52() {
        // Given
        UniEmitter<? super ToolLoop.Done>[] pending = emitters(1);
        event(new VoiceEvent.ToolCall("call_1", "check_availability", Map.of()));
        ended();

        // When
        turn(SENTENCE);
        pass(Duration.ofSeconds(9));
        assertThat(model.told).as("and a slow tool is no silent model").isEmpty();
        assertThat(model.closed).isFalse();
        pending[0].complete(result(ToolFlags.NONE));
        mailbox.settle();

        // Then
        assertThat(model.told).containsExactly("result call_1 {ok=true}", "respond");
    }

    @Test
    void aResultThatWaitedForWhatWasOnlyANoiseIsSpokenAfterIt_A52() {
        // Given
        UniEmitter<? super ToolLoop.Done>[] pending = emitters(1);
        event(new VoiceEvent.ToolCall("call_1", "check_availability", Map.of()));
        ended();
        event(new VoiceEvent.CallerSpeaks());
        pending[0].complete(result(ToolFlags.NONE));
        mailbox.settle();
        assertThat(model.told).doesNotContain("respond");

        // When
        callersSilence(Duration.ofMillis(800));
        complete(true);

        // Then
        assertThat(model.told).containsExactly("result call_1 {ok=true}", "respond");
    }

    @Test
    void onceTheEndIsDecidedNothingIsAnswered_A96() {
        // Given
        UniEmitter<? super ToolLoop.Done>[] pending = emitters(1);
        speak("item_2", "Au revoir !", 2000);
        event(new VoiceEvent.ToolCall("call_1", "end_call", Map.of()));
        event(new VoiceEvent.CallerSpeaks());
        pending[0].complete(result(ToolFlags.HANGUP));
        mailbox.settle();

        // When
        callersVoice(SENTENCE);
        complete(true);
        ended();

        // Then
        assertThat(model.told).doesNotContain("respond", "cancel");
    }

    @Test
    void signsOfListeningAreKnownInBothLanguages() {
        // Then
        for (String sign :
                List.of("Oui.", "OK", "D'accord, très bien.", "Mm-hmm.", "Uh-huh", "I see.", "Yeah, right!")) {
            assertThat(Backchannel.only(sign)).as(sign).isTrue();
        }
        for (String words :
                List.of("Stop !", "Oui, mais non.", "No.", "Attendez", "ok ok ok ok", "yes I want a pizza")) {
            assertThat(Backchannel.only(words)).as(words).isFalse();
        }
    }
}
