// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static io.allo.router.voice.FakeEngine.says;
import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.StreamMessage;
import io.allo.contracts.media.StreamMessage.CallState;
import io.allo.contracts.media.StreamMessage.TransferResult;
import io.allo.router.conversation.AgentEvent;
import io.allo.router.conversation.AgentEvent.Action;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.ConversationEngine.StaleEpochException;
import io.allo.router.conversation.ConversationEngine.UnknownAddressException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The life of a call: ring, answer, sound, end. */
class VoiceLegTest extends CallFixture {

    @Test
    void ringsAtOnceAndAnswersWhenTheFirstWordsAreReady() {
        // Given
        UnicastProcessor<AgentEvent> greeting = UnicastProcessor.create();
        engine.answers.add(greeting);

        // When
        start(false);

        // Then
        assertThat(gateway.told).containsExactly("ring 2.5");
        greeting.onNext(new AgentEvent.Text("Bonjour ! Que dé"));
        mailbox.settle();
        assertThat(gateway.told).containsExactly("ring 2.5", "answer");
        assertThat(speech.spoken).containsExactly("Bonjour !");
        assertThat(engine.contact.called()).isEqualTo("+33939240575");
        assertThat(engine.contact.caller()).isEqualTo("+33612345678");
        assertThat(engine.contact.channel()).isEqualTo(Channel.VOICE);
    }

    @Test
    void noAudioLeavesBeforeTheAnswerAndNothingIsClippedWhenItIsLate() {
        // Given
        engine.answers.add(says("Bonjour."));
        start(false);
        pass(Duration.ofMillis(800));
        assertThat(gateway.frames).isEmpty();

        // When
        answered();

        // Then
        assertThat(gateway.frames).isNotEmpty();
        assertThat(gateway.frames.getFirst().offsetMs()).isZero();
        assertThat(firstVoice).containsExactly(Duration.ZERO);
        pass(Duration.ofSeconds(1));
        assertThat(gateway.heardMs(1)).isEqualTo("Bonjour.".length() * FakeSpeech.MS_PER_LETTER);
        assertThat(gateway.told).endsWith("mark item-1");
    }

    @Test
    void audioIsNeverMoreThanTheLeadAheadOfTheEar() {
        // Given
        engine.answers.add(says("Une phrase assez longue pour durer plusieurs secondes."));
        start(false);
        answered();

        // When
        pass(Duration.ofMillis(1500));

        // Then
        long first = gateway.at.getFirst();
        for (int i = 0; i < gateway.frames.size(); i++) {
            long aheadMs = (i + 1) * 20L - (gateway.at.get(i) - first) / 1_000_000;
            assertThat(aheadMs).as("frame %d", i).isBetween(0L, 600L);
        }
        assertThat(gateway.frames.size()).isGreaterThan(1500 / 20);
    }

    @Test
    void theEndWaitsForTheMarkAndHalfASecond() {
        // Given
        engine.answers.add(says("Merci, au revoir !", new Action.End(EndReason.AGENT_HANGUP), null));
        start(false);
        answered();
        pass(Duration.ofSeconds(2));
        assertThat(gateway.told).endsWith("mark item-1");

        // When
        key("5"); // the caller is no longer heard
        message(mark("item-1"));
        pass(Duration.ofMillis(490));
        assertThat(gateway.told).endsWith("mark item-1");
        pass(Duration.ofMillis(20));

        // Then
        assertThat(gateway.told).endsWith("hangup success/agent-hangup");
        assertThat(engine.ends).containsExactly(EndReason.AGENT_HANGUP);
        message(stop(null));
        assertThat(engine.ends).containsExactly(EndReason.AGENT_HANGUP);
        assertThat(gateway.closed).isTrue();
    }

    @Test
    void aMarkThatNeverComesBackDelaysTheEndByEightSecondsAtMost() {
        // Given
        engine.answers.add(says("Au revoir !", new Action.End(EndReason.AGENT_HANGUP), null));
        start(false);
        answered();

        // When
        pass(Duration.ofMillis(9500));

        // Then
        assertThat(gateway.told).endsWith("hangup success/agent-hangup");
    }

    @Test
    void anUnknownNumberIsRefusedWith404() {
        // Given
        engine.unresolved = new UnknownAddressException(Channel.VOICE);

        // When
        start(false);

        // Then
        assertThat(gateway.told).containsExactly("reject 404 caller/unknown-callee");
        assertThat(ended).containsExactly(EndReason.UNKNOWN_CALLEE);
    }

    @Test
    void anEngineThatCannotOpenApologisesAndHangsUp() {
        // Given
        engine.unopened = new IllegalStateException("Redis is away");

        // When
        start(false);
        assertThat(gateway.told).containsExactly("ring 2.5", "answer");
        answered();
        pass(Duration.ofSeconds(30));

        // Then
        assertThat(String.join(" ", speech.spoken)).isEqualTo(FRENCH.apology());
        assertThat(gateway.told).endsWith("hangup server/failed");
    }

    @Test
    void aTakenOverCallGoesOnWithTheLastQuestion() {
        // Given
        engine.fresh = false;
        engine.transcript = List.of(new Message.Agent("Quelle pizza voulez-vous ?"));
        engine.answers.add(says("", new Action.Listen(), TWO_DIGITS));
        leg = leg(2);

        // When
        start(true);

        // Then
        assertThat(gateway.told).isEmpty(); // neither ring nor answer
        assertThat(speech.spoken).containsExactly(FRENCH.listening(), "Quelle pizza voulez-vous ?");
        assertThat(gateway.frames).isNotEmpty();
        assertThat(engine.contact.epoch()).isEqualTo(2);
    }

    @Test
    void aGreetingThatNobodyHeardIsSaidByTheSuccessor() {
        // Given: the first worker died while the phone rang
        engine.fresh = false;
        engine.transcript = List.of(new Message.Agent("Bonjour et bienvenue !"));
        engine.answers.add(says("", new Action.Listen(), ONE_KEY));
        leg = leg(2);

        // When
        start(false);

        // Then
        assertThat(gateway.told).containsExactly("ring 2.5", "answer");
        assertThat(speech.spoken).containsExactly("Bonjour et bienvenue !");
    }

    @Test
    void aWorkerThatWasReplacedFallsSilentAndLeavesTheRecordOpen() {
        // Given
        engine.answers.add(says("Oui ?", new Action.Listen(), ONE_KEY));
        engine.answers.add(Multi.createFrom().failure(new StaleEpochException(1, 2)));
        start(false);
        answered();
        pass(Duration.ofSeconds(1));
        message(mark("item-1"));

        // When
        key("1");
        pass(Duration.ofSeconds(20));

        // Then
        assertThat(gateway.closed).isTrue();
        assertThat(engine.ends).isEmpty();
        assertThat(speech.spoken).containsExactly("Oui ?");
    }

    @Test
    void theStopOfTheGatewayClosesTheRecord() {
        // Given
        start(false);
        answered();

        // When
        message(stop(null));

        // Then
        assertThat(engine.ends).containsExactly(EndReason.CALLER_HANGUP);
        assertThat(gateway.closed).isTrue();
    }

    @Test
    void aDeadGatewayIsNoticedAndTheRecordWaitsForATakeover() {
        // Given
        engine.answers.add(says("Oui ?"));
        start(false);
        answered();

        // When
        mailbox.pass(Duration.ofMillis(2600));
        assertThat(gateway.closed).isTrue();
        assertThat(engine.ends).isEmpty();
        mailbox.pass(Duration.ofSeconds(10));

        // Then
        assertThat(engine.ends).containsExactly(EndReason.GATEWAY_LOST);
        assertThat(gateway.heartbeats).isBetween(4, 6);
    }

    @Test
    void aTakenOverRecordIsLeftToTheSuccessor() {
        // Given
        takenOver = true;
        start(false);
        answered();

        // When
        leg.lineLost();
        mailbox.pass(Duration.ofSeconds(15));

        // Then
        assertThat(engine.ends).isEmpty();
    }

    @Test
    void aTransferIsDoneWhereTheGatewayCan() {
        // Given
        gateway = new FakeGateway(mailbox, true);
        leg = leg(1);
        engine.answers.add(says("Je vous passe quelqu'un.", new Action.Transfer("+33123456789"), null));

        // When
        start(false);
        answered();
        pass(Duration.ofSeconds(12));

        // Then
        assertThat(gateway.told).endsWith("transfer +33123456789");
        message(stop(EndReason.TRANSFERRED));
        assertThat(engine.ends).containsExactly(EndReason.TRANSFERRED);
    }

    private void transferring() {
        gateway = new FakeGateway(mailbox, true);
        leg = leg(1);
        engine.answers.add(
                says("Je vous passe quelqu'un.", new Action.Transfer("+33123456789", "Une réclamation."), null));
        start(false);
        answered();
        pass(Duration.ofSeconds(12));
    }

    @ParameterizedTest
    @CsvSource({"BUSY, occupée", "NO_ANSWER, personne ne répond", "DECLINED, personne ne peut", "FAILED, abouti"})
    void callerWhoCouldNotBeTransferredIsToldWhyAndGoesOn(TransferResult.Outcome outcome, String words) {
        // Given
        transferring();

        // When
        message(new TransferResult("sid", outcome, 486, null));
        pass(Duration.ofSeconds(5));
        key("1");
        pass(Duration.ofSeconds(5));

        // Then
        assertThat(speech.spoken).anyMatch(said -> said.contains(words));
        assertThat(engine.said).singleElement().asString().contains(words);
        assertThat(engine.turns).containsExactly("1");
        assertThat(engine.ends).isEmpty();
    }

    @Test
    void callerIsNotLeftInSilenceByAGatewayThatNeverTells() {
        // Given
        transferring();

        // When
        for (int second = 0; second < 200; second++) {
            message(new StreamMessage.Heartbeat(0));
            pass(Duration.ofSeconds(1));
        }

        // Then
        assertThat(speech.spoken).anyMatch(said -> said.contains("abouti"));
    }

    @Test
    void successorOfTheWorkerThatSentTheCallerOffTellsHim() {
        // Given
        engine.fresh = false;
        start(true);

        // When
        message(new TransferResult("sid", TransferResult.Outcome.BUSY, 486, null));
        pass(Duration.ofSeconds(5));

        // Then
        assertThat(speech.spoken).anyMatch(said -> said.contains("occupée"));
    }

    @Test
    void humanWhoIsAskedFirstHearsWhatItIsAbout() {
        // Given
        transferMode = StreamMessage.Transfer.Mode.SUPERVISED;
        transferring();
        assertThat(gateway.told).endsWith("transfer +33123456789 supervised");

        // When
        message(new CallState("sid", CallState.CONSULTING));
        pass(Duration.ofSeconds(8));

        // Then
        assertThat(speech.spoken).contains("Une réclamation.").last().asString().contains("Appuyez sur 1");
    }

    @Test
    void theAgentsOwnWayToHandPeopleOverComesBeforeTheConfigured() {
        transferMode = StreamMessage.Transfer.Mode.SUPERVISED;
        engine.transferMode = StreamMessage.Transfer.Mode.BRIDGE;
        transferring();
        assertThat(gateway.told).endsWith("transfer +33123456789 bridge");
    }

    @Test
    void aSocketThatTakesNothingLosesAudioButNeverControl() {
        // Given
        engine.answers.add(says("Une phrase.", new Action.End(EndReason.AGENT_HANGUP), null));
        start(false);
        gateway.unsent = 10;

        // When
        answered();
        pass(Duration.ofSeconds(11));

        // Then
        assertThat(gateway.frames).isEmpty();
        assertThat(gateway.told).endsWith("mark item-1", "hangup success/agent-hangup");
    }
}
