// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.router.conversation.AgentEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** No dead air while a tool or a model takes its time. */
class WaitingToneTest extends CallFixture {
    private static final int TONE = Integer.MAX_VALUE;

    @Test
    void anAgentThatTakesItsTimeIsHeardToBeThere() {
        // Given
        engine.answers.add(FakeEngine.says("Oui ?"));
        UnicastProcessor<AgentEvent> slow = UnicastProcessor.create();
        engine.answers.add(Multi.createFrom().publisher(slow));
        start(false);
        answered();
        pass(Duration.ofSeconds(2));
        message(mark("item-1"));

        // When
        key("1");
        key("#");
        pass(Duration.ofMillis(1400));
        assertThat(gateway.heardMs(TONE)).isZero();
        pass(Duration.ofMillis(600));

        // Then
        assertThat(gateway.heardMs(TONE)).isEqualTo(180);
        pass(Duration.ofSeconds(3));
        assertThat(gateway.heardMs(TONE)).isEqualTo(360);
        slow.onNext(new AgentEvent.Text("Voilà."));
        slow.onNext(new AgentEvent.TurnEnded("Voilà.", new AgentEvent.Action.Listen(), null));
        slow.onComplete();
        pass(Duration.ofSeconds(5));
        assertThat(gateway.heardMs(TONE)).as("silence is the caller's now").isEqualTo(360);
    }
}
