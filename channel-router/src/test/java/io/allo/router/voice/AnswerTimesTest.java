// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.media.StreamMessage;
import io.allo.router.conversation.AgentEvent;
import io.allo.router.conversation.AnswerTimes;
import io.allo.router.speech.SpeechEvent;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** E22: what a caller waits for, stage by stage, from the last frame of his voice. */
class AnswerTimesTest extends CallFixture {

    private static Duration ms(long ms) {
        return Duration.ofMillis(ms);
    }

    private UnicastProcessor<AgentEvent> asked() {
        engine.answers.add(FakeEngine.says("Bonjour.", new AgentEvent.Action.Listen(), ONE_KEY));
        UnicastProcessor<AgentEvent> answer = UnicastProcessor.create();
        engine.answers.add(answer);
        start(false);
        answered();
        pass(Duration.ofSeconds(3));
        message(mark("item-1"));
        callersVoice(ms(600));
        callersSilence(ms(200));
        ears.event(new SpeechEvent.Final("Une reine.", 0.9));
        mailbox.settle();
        pass(ms(100));
        ears.event(new SpeechEvent.UtteranceEnd());
        mailbox.settle();
        pass(ms(300));
        return answer;
    }

    private void ends(UnicastProcessor<AgentEvent> answer) {
        answer.onNext(new AgentEvent.TurnEnded("Très bien.", new AgentEvent.Action.Listen(), null));
        answer.onComplete();
        mailbox.settle();
    }

    @Test
    void ofAPipelineEachStageIsKnown() {
        // Given
        UnicastProcessor<AgentEvent> answer = asked();

        // When
        answer.onNext(new AgentEvent.Text("Très bien. "));
        mailbox.settle();
        pass(ms(40));
        message(new StreamMessage.AnswerHeard("S", 2, 655));
        ends(answer);

        // Then
        assertThat(engine.times).hasSize(1);
        AnswerTimes times = engine.times.getFirst();
        assertThat(times.transcript()).isBetween(ms(180), ms(220));
        assertThat(times.turn()).isEqualTo(times.transcript().plusMillis(100));
        assertThat(times.firstWords()).isEqualTo(times.turn().plusMillis(300));
        assertThat(times.firstSound())
                .isBetween(times.firstWords(), times.firstWords().plusMillis(40));
        assertThat(times.sent())
                .isBetween(times.firstSound(), times.firstSound().plusMillis(20));
        assertThat(times.heard()).isEqualTo(ms(655));
        assertThat(answered).isEqualTo(engine.times);
    }

    @Test
    void whatTheGatewayNeverSaysStaysUnknown() {
        UnicastProcessor<AgentEvent> answer = asked();
        answer.onNext(new AgentEvent.Text("Très bien. "));
        ends(answer);
        assertThat(engine.times).isEmpty();

        pass(Duration.ofSeconds(3));

        assertThat(engine.times).hasSize(1);
        assertThat(engine.times.getFirst().heard()).isNull();
        message(new StreamMessage.AnswerHeard("S", 2, 655));
        assertThat(engine.times).hasSize(1);
    }

    @Test
    void anAnswerToKeysIsCountedFromTheLastKey() {
        engine.answers.add(FakeEngine.says("Bonjour.", new AgentEvent.Action.Listen(), ONE_KEY));
        engine.answers.add(FakeEngine.says("Très bien."));
        start(false);
        answered();
        pass(Duration.ofSeconds(3));
        message(mark("item-1"));
        key("1");

        pass(Duration.ofSeconds(3));

        assertThat(engine.times).hasSize(1);
        assertThat(engine.times.getFirst().turn()).isZero();
        assertThat(engine.times.getFirst().transcript()).isNull();
        assertThat(engine.times.getFirst().sent()).isLessThan(ms(100));
    }
}
