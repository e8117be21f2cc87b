// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static io.allo.router.voice.FakeEngine.says;
import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.StreamMessage;
import io.allo.router.conversation.AgentEvent;
import io.allo.router.conversation.AgentEvent.Action;
import io.allo.router.conversation.AgentEvent.KeyEntry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The turns of a call: keys, barge-in, silence, failures. */
class PhoneDialogueTest extends CallFixture {

    @Test
    void aKeyClearsAtOnceAndTheEngineLearnsWhatWasHeard() {
        // Given
        engine.answers.add(says("Tapez un pour commander. Tapez deux pour le reste.", new Action.Listen(), ONE_KEY));
        start(false);
        answered();
        pass(Duration.ofMillis(1500));

        // When
        key("1");

        // Then
        assertThat(gateway.told).endsWith("clear");
        assertThat(engine.turns).isEmpty();
        message(new StreamMessage.Cleared("S", 1, 1200));
        assertThat(engine.heard)
                .singleElement()
                .satisfies(heard -> assertThat("Tapez un pour commander. Tapez deux")
                        .startsWith(heard)
                        .isNotEqualTo(heard));
        assertThat(engine.turns).containsExactly("1");
        int before = gateway.heardMs(1);
        pass(Duration.ofSeconds(2));
        assertThat(gateway.heardMs(1)).isEqualTo(before);
    }

    @Test
    void aGatewayThatDoesNotReportWhatItClearedHoldsNothingUp() {
        // Given
        engine.answers.add(says("Tapez un pour commander.", new Action.Listen(), ONE_KEY));
        start(false);
        answered();
        pass(Duration.ofMillis(400));

        // When
        key("1");
        pass(Duration.ofMillis(260));

        // Then
        assertThat(engine.turns).containsExactly("1");
        assertThat(engine.heard).hasSize(1);
    }

    @Test
    void digitsAreCollectedUntilTheLastOneTheHashOrAPause() {
        // Given
        engine.answers.add(says("", new Action.Listen(), TWO_DIGITS));
        engine.answers.add(says("Un.", new Action.Listen(), TWO_DIGITS));
        engine.answers.add(says("Deux.", new Action.Listen(), TWO_DIGITS));
        start(false);
        answered();
        pass(Duration.ofSeconds(2));

        // When
        key("1");
        key("2");
        key("#"); // a habit: the entry is already complete
        pass(Duration.ofSeconds(2));
        key("7");
        key("#");
        pass(Duration.ofSeconds(2));
        key("5");
        pass(Duration.ofMillis(3900));
        assertThat(engine.turns).hasSize(2);
        pass(Duration.ofMillis(200));

        // Then
        assertThat(engine.turns).containsExactly("12", "7", "5");
    }

    @Test
    void starIsATurnByItselfAndForgetsTheDigitsBeforeIt() {
        // Given
        engine.answers.add(says("", new Action.Listen(), new KeyEntry(8, false)));
        start(false);
        answered();
        pass(Duration.ofSeconds(2));

        message(mark("item-1"));

        // When
        key("4");
        key("*");

        // Then
        assertThat(engine.turns).containsExactly("*");
    }

    @Test
    void keysPressedAheadBelongToTheNextEntries() {
        // Given
        UnicastProcessor<AgentEvent> slow = UnicastProcessor.create();
        engine.answers.add(says("Menu.", new Action.Listen(), ONE_KEY));
        engine.answers.add(slow);
        engine.answers.add(says("Noté.", new Action.Listen(), ONE_KEY));
        start(false);
        answered();
        pass(Duration.ofSeconds(1));

        // When
        key("1");
        message(new StreamMessage.Cleared("S", 1, 200));
        key("2");
        key("4");
        key("3");
        assertThat(engine.turns).containsExactly("1");
        slow.onNext(new AgentEvent.Text("Combien ?"));
        slow.onNext(new AgentEvent.TurnEnded("Combien ?", new Action.Listen(), TWO_DIGITS));
        mailbox.settle();

        // Then
        assertThat(engine.turns).containsExactly("1", "24", "3");
    }

    @Test
    void aSilentCallerIsAskedTwiceAndThenLeft() {
        // Given
        engine.answers.add(says("Oui ?"));
        start(false);
        answered();

        // When
        pass(Duration.ofSeconds(13));
        assertThat(speech.spoken).containsExactly("Oui ?", FRENCH.stillThere());
        pass(Duration.ofSeconds(13));
        pass(Duration.ofSeconds(30));

        // Then
        assertThat(speech.spoken).contains(FRENCH.silenceGoodbye().split(" Je vous")[0]);
        assertThat(gateway.told).endsWith("hangup success/idle");
        assertThat(engine.ends).containsExactly(EndReason.IDLE);
    }

    @Test
    void aKeyEndsTheSilence() {
        // Given
        engine.answers.add(says("Oui ?", new Action.Listen(), ONE_KEY));
        start(false);
        answered();
        pass(Duration.ofSeconds(13));

        // When
        key("1");
        mailbox.settle();
        pass(Duration.ofSeconds(10));

        // Then
        assertThat(engine.turns).containsExactly("1");
        assertThat(gateway.told).doesNotContain("hangup success/idle");
    }

    @Test
    void lastWordsThatTheCallerCutAreSaidAgain() {
        // Given
        UnicastProcessor<AgentEvent> slow = UnicastProcessor.create();
        engine.answers.add(slow);
        start(false);
        answered();
        slow.onNext(new AgentEvent.Text("Votre commande est prête. Au "));
        pass(Duration.ofMillis(100));

        // When
        key("1");
        message(new StreamMessage.Cleared("S", 1, 80));
        slow.onNext(new AgentEvent.TurnEnded("Au revoir.", new Action.End(EndReason.AGENT_HANGUP), null));
        pass(Duration.ofSeconds(2));
        message(mark("item-2"));
        pass(Duration.ofSeconds(1));

        // Then
        assertThat(gateway.heardMs(2)).isEqualTo(200 + "Au revoir.".length() * FakeSpeech.MS_PER_LETTER);
        assertThat(gateway.told).endsWith("hangup success/agent-hangup");
    }

    @Test
    void aFailedTurnIsApologisedForAndTheSecondInARowEndsTheCall() {
        // Given
        engine.answers.add(says("Oui ?", new Action.Listen(), ONE_KEY));
        engine.answers.add(Multi.createFrom().failure(new IllegalStateException("one")));
        engine.answers.add(Multi.createFrom().failure(new IllegalStateException("two")));
        start(false);
        answered();
        pass(Duration.ofSeconds(1));
        message(mark("item-1"));

        // When
        key("1");
        pass(Duration.ofMillis(100));
        assertThat(speech.spoken).endsWith("Pouvez-vous recommencer ?");
        assertThat(gateway.told).noneMatch(told -> told.startsWith("hangup"));
        key("1");
        pass(Duration.ofSeconds(40));

        // Then
        assertThat(gateway.told).endsWith("hangup server/failed");
        assertThat(engine.ends).containsExactly(EndReason.FAILED);
    }

    @Test
    void anEngineThatSaysNothingForTooLongHasFailed() {
        // Given
        engine.answers.add(Multi.createFrom().nothing());
        start(false);
        answered();

        // When
        pass(Duration.ofSeconds(60));

        // Then
        assertThat(String.join(" ", speech.spoken)).isEqualTo(FRENCH.apology());
        assertThat(gateway.told).endsWith("hangup server/failed");
    }

    @Test
    void aDegradedSessionApologisesAndEnds() {
        // Given
        engine.degraded = true;
        engine.answers.add(says("Je suis désolé. Rappelez plus tard."));

        // When
        start(false);
        answered();
        pass(Duration.ofSeconds(20));

        // Then
        assertThat(gateway.told).endsWith("hangup upstream/session-unavailable");
    }

    @Test
    void theLongestDurationEndsWithAGoodbye() {
        // Given
        engine.maxSeconds = 10;
        engine.answers.add(says("Oui ?"));
        start(false);
        answered();

        // When
        pass(Duration.ofSeconds(10));
        assertThat(speech.spoken).hasSizeGreaterThan(1);
        pass(Duration.ofSeconds(15));

        // Then
        assertThat(String.join(" ", speech.spoken)).endsWith(FRENCH.timeUp());
        assertThat(gateway.told).endsWith("hangup success/max-duration");
    }

    @Test
    void aTransferThatCannotBeDoneIsRefusedInWords() {
        // Given
        engine.answers.add(says("Un instant.", new Action.Transfer("+33123456789"), null));

        // When
        start(false);
        answered();
        pass(Duration.ofSeconds(6));

        // Then
        assertThat(speech.spoken).containsExactly("Un instant.", FRENCH.noTransfer());
        assertThat(gateway.told).noneMatch(told -> told.startsWith("transfer"));
    }
}
