// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.media.StreamMessage;
import io.allo.contracts.session.SpeechSettings;
import io.allo.router.conversation.AgentEvent;
import io.allo.router.conversation.AgentEvent.Action;
import io.allo.router.conversation.ModelUsage;
import io.allo.router.conversation.VoiceEvent.Failure;
import io.allo.router.speech.SpeechEvent;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A caller who speaks to the engine's turns (D1, D3). */
class SpokenDialogueTest extends CallFixture {

    private void talking(String greeting) {
        engine.answers.add(FakeEngine.says(greeting, new Action.Listen(), ONE_KEY));
        start(false);
        answered();
        pass(Duration.ofSeconds(3));
        message(mark("item-1"));
        voice();
    }

    private void says(String words) {
        ears.says(words);
        mailbox.settle();
    }

    @Test
    void spokenWordsAreATurnAndTheRecogniserHearsTheCallersLanguage() {
        // Given
        talking("Bonjour.");

        // When
        says("Une margherita s'il vous plaît.");

        // Then
        assertThat(engine.turns).containsExactly("Une margherita s'il vous plaît.");
        assertThat(ears.call.language()).isEqualTo("fr");
        assertThat(ears.heardBytes).isEqualTo(160);
    }

    @Test
    void speechCutsTheAgentAndTheEngineLearnsWhatWasHeard() {
        // Given
        engine.answers.add(FakeEngine.says("Nous avons trois pizzas aujourd'hui. Laquelle voulez-vous ?"));
        start(false);
        answered();
        pass(Duration.ofSeconds(1));
        voice();

        // When
        ears.event(new SpeechEvent.SpeechStarted());
        ears.event(new SpeechEvent.Partial("la"));
        callersVoice(Duration.ofMillis(800));

        // Then
        assertThat(gateway.told).contains("clear");
        message(new StreamMessage.Cleared("S", 1, 900));
        assertThat(engine.heard).hasSize(1);
        says("La reine.");
        assertThat(engine.turns).containsExactly("La reine.");
    }

    @Test
    void aSoundOfAgreementLetsTheAgentSpeakOn() {
        // Given
        engine.answers.add(FakeEngine.says("Nous avons trois pizzas aujourd'hui. Laquelle voulez-vous ?"));
        start(false);
        answered();
        pass(Duration.ofSeconds(1));
        voice();

        // When
        says("Mhm.");
        pass(Duration.ofMillis(100));

        // Then
        assertThat(engine.turns).isEmpty();
        assertThat(gateway.told).doesNotContain("clear");
    }

    @Test
    void wordsThatTheDetectorMissedCutTheAgentWhenTheyAreATurn() {
        // Given
        engine.answers.add(FakeEngine.says("Nous avons trois pizzas aujourd'hui. Laquelle voulez-vous ?"));
        start(false);
        answered();
        pass(Duration.ofSeconds(1));
        voice();

        // When
        says("La reine.");
        message(new StreamMessage.Cleared("S", 1, 900));

        // Then
        assertThat(gateway.told).contains("clear");
        assertThat(engine.turns).containsExactly("La reine.");
    }

    @Test
    void anUnfinishedSentenceGoesOnInTheSameTurn() {
        // Given
        talking("Bonjour.");

        // When
        says("Je voudrais");
        pass(Duration.ofSeconds(1));
        assertThat(engine.turns).isEmpty();
        says("deux reines.");

        // Then
        assertThat(engine.turns).containsExactly("Je voudrais deux reines.");
    }

    @Test
    void anUnfinishedSentenceThatNobodyFinishesIsATurnAfterItsTime() {
        // Given
        talking("Bonjour.");

        // When
        says("Je voudrais");
        pass(Duration.ofMillis(1250));

        // Then
        assertThat(engine.turns).containsExactly("Je voudrais");
    }

    /** D22: an agent for callers who think before they go on. */
    @Test
    void theAgentsOwnPausesDecideWhoseTurnItIs() {
        // Given
        var slow = new SpeechSettings.EndOfTurn(null, 900, null, null, null);
        engine.speech = new SpeechSettings("openai", null, null, null, null, null, slow, null);
        talking("Bonjour.");

        // When
        says("Deux reines.");
        pass(Duration.ofMillis(880));
        assertThat(engine.turns).isEmpty();
        pass(Duration.ofMillis(40));

        // Then
        assertThat(engine.turns).containsExactly("Deux reines.");
        assertThat(ears.call.settings().recognizer()).isEqualTo("openai");
    }

    @Test
    void aDictatedTelephoneNumberIsOneTurnAndEndsWithItsLastDigit() {
        // Given
        talking("Votre numéro ?");

        // When
        says("06 12");
        pass(Duration.ofMillis(1900));
        says("34 56");
        pass(Duration.ofMillis(1900));
        assertThat(engine.turns).isEmpty();
        says("78");

        // Then
        assertThat(engine.turns).containsExactly("06 12 34 56 78");
    }

    @Test
    void wordsWithoutAReportedPauseAreAskedForAndTaken() {
        // Given
        talking("Bonjour.");

        // When
        ears.event(new SpeechEvent.Partial("une rei"));
        pass(Duration.ofMillis(2600));
        assertThat(ears.flushed).isOne();
        ears.event(new SpeechEvent.Final("Une reine", 1));
        mailbox.settle();

        // Then
        assertThat(engine.turns).containsExactly("Une reine");
    }

    @Test
    void wordsThatTheServiceNeverSettlesAreTakenAsTheyAre() {
        // Given
        talking("Bonjour.");

        // When
        ears.event(new SpeechEvent.Partial("une reine"));
        pass(Duration.ofMillis(3200));

        // Then
        assertThat(engine.turns).containsExactly("une reine");
    }

    @Test
    void whatIsSaidWhileTheAgentThinksIsTheNextTurn() {
        // Given
        talking("Bonjour.");
        UnicastProcessor<AgentEvent> slow = UnicastProcessor.create();
        engine.answers.add(slow);
        says("Une reine.");

        // When
        says("Et un coca.");
        assertThat(engine.turns).containsExactly("Une reine.");
        slow.onNext(new AgentEvent.TurnEnded("Noté.", new Action.Listen(), null));
        mailbox.settle();

        // Then
        assertThat(engine.turns).containsExactly("Une reine.", "Et un coca.");
    }

    @Test
    void keysWinOverWords() {
        // Given
        talking("Bonjour.");

        // When
        ears.event(new SpeechEvent.Final("je voudrais", 1));
        mailbox.settle();
        key("2");
        pass(Duration.ofSeconds(4));

        // Then
        assertThat(engine.turns).containsExactly("2");
    }

    @Test
    void whoSpeaksIsNotAskedWhetherHeIsThere() {
        // Given
        talking("Bonjour.");

        // When
        for (int i = 0; i < 10; i++) {
            ears.event(new SpeechEvent.Partial("alors voilà " + i));
            pass(Duration.ofSeconds(2));
        }

        // Then
        assertThat(speech.spoken).containsExactly("Bonjour.");
    }

    @Test
    void aRecogniserThatIsLostLeavesTheKeys() {
        // Given
        talking("Bonjour.");

        // When
        ears.event(new SpeechEvent.Lost(Failure.Kind.FATAL, "401"));
        pass(Duration.ofSeconds(1));
        key("1");

        // Then
        assertThat(String.join(" ", speech.spoken)).contains(FRENCH.chooseByKeys());
        assertThat(engine.turns).containsExactly("1");
    }

    @Test
    void whatTheEngineWritesAfterTheEndIsNotSpokenAndNotPaidFor() {
        // Given
        talking("Bonjour.");
        UnicastProcessor<AgentEvent> slow = UnicastProcessor.create();
        engine.answers.add(slow);
        says("Une reine.");

        // When
        slow.onNext(new AgentEvent.Text("Très bien. Autre chose ? "));
        message(stop(null));
        slow.onNext(new AgentEvent.Text("Voulez-vous un dessert ? "));
        mailbox.settle();

        // Then
        assertThat(speech.spoken).doesNotContain("Voulez-vous un dessert ?");
    }

    @Test
    void listeningIsPaidForToItsEnd() {
        // Given
        talking("Bonjour.");
        ears.event(new SpeechEvent.Used(ModelUsage.ofAudio("nova-3", 30_000)));
        mailbox.settle();

        // When
        message(stop(null));
        ears.event(new SpeechEvent.Used(ModelUsage.ofAudio("nova-3", 1_500)));
        mailbox.settle();

        // Then
        assertThat(ears.closed).isTrue();
        assertThat(engine.used).extracting(ModelUsage::audioMs).containsExactly(30_000L, 1_500L);
    }
}
