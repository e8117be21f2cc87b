// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.EndReason;
import io.allo.router.conversation.AgentEvent;
import io.allo.router.conversation.AgentEvent.Action;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A tool's flag {@code mutesClientAudio} in the speech pipeline; with a voice model: {@link RealtimeEndingsTest}. */
class MutedCallerTest extends CallFixture {
    private final UnicastProcessor<AgentEvent> turn = UnicastProcessor.create();

    @BeforeEach
    void aToolMutesTheCaller() {
        engine.answers.add(FakeEngine.says("Bonjour.", new Action.Listen(), ONE_KEY));
        start(false);
        answered();
        pass(Duration.ofSeconds(3));
        message(mark("item-1"));
        voice();
        engine.answers.add(turn);
        says("Une table pour deux.");
        turn.onNext(new AgentEvent.ToolStarted("book"));
        turn.onNext(new AgentEvent.ToolFinished("book", true, true));
        mailbox.settle();
    }

    private void says(String words) {
        ears.says(words);
        mailbox.settle();
    }

    @Test
    @DisplayName(
            "A96: from the tool's answer on the recogniser gets silence, and neither word nor key counts until the last words are over")
    void unheardUntilTheLastWordsAreOver() {
        // Given
        int voiced = ears.voicedBytes;
        int heard = ears.heardBytes;

        // When
        voice();
        says("Non, attendez !");
        key("2");
        turn.onNext(new AgentEvent.Text("C'est réservé, au revoir et bonne soirée. "));
        turn.onNext(new AgentEvent.TurnEnded(
                "C'est réservé, au revoir et bonne soirée.", new Action.End(EndReason.AGENT_HANGUP), null));
        mailbox.settle();
        callersVoice(Duration.ofMillis(800));
        key("1");
        pass(Duration.ofSeconds(4));
        message(mark("item-2"));
        pass(Duration.ofSeconds(1));

        // Then
        assertThat(ears.voicedBytes).isEqualTo(voiced);
        assertThat(ears.heardBytes).isGreaterThan(heard);
        assertThat(engine.turns).containsExactly("Une table pour deux.");
        assertThat(gateway.told).doesNotContain("clear").endsWith("hangup success/agent-hangup");
    }

    @Test
    void withoutAnEndHeIsHeardAgainWhenTheWordsWereSaid() {
        // Given
        says("Et un coca.");
        turn.onNext(new AgentEvent.Text("C'est réservé. "));
        turn.onNext(new AgentEvent.TurnEnded("C'est réservé.", new Action.Listen(), ONE_KEY));
        mailbox.settle();
        key("1");
        assertThat(engine.turns).containsExactly("Une table pour deux.");

        // When
        pass(Duration.ofSeconds(3));
        message(mark("item-2"));
        int voiced = ears.voicedBytes;
        voice();
        says("Merci.");

        // Then
        assertThat(ears.voicedBytes).isGreaterThan(voiced);
        assertThat(engine.turns).containsExactly("Une table pour deux.", "Merci.");
        assertThat(gateway.told).doesNotContain("clear");
    }
}
