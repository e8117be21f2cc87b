// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.media.StreamMessage;
import io.allo.router.conversation.AnswerTimes;
import io.allo.router.conversation.VoiceEvent;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** E22: what a caller waits for where a model hears and speaks itself. */
class RealtimeAnswerTimesTest extends RealtimeCallFixture {

    private static Duration ms(long ms) {
        return Duration.ofMillis(ms);
    }

    @Test
    void itIsKnownWhatTheProviderTellsAndTheWireShows() {
        // Given
        greeted();
        callersVoice(ms(600));
        callersSilence(ms(500));
        model.event(new VoiceEvent.CallerPauses());
        model.event(new VoiceEvent.CallerTurn("item_1b", true));
        mailbox.settle();
        pass(ms(220));

        // When
        speak("item_2", "Très bien.", 400);
        message(new StreamMessage.AnswerHeard("S", 2, 745));
        model.event(new VoiceEvent.Heard("item_1b", "Une reine."));
        ended();

        // Then
        assertThat(engine.times).hasSize(1);
        AnswerTimes times = engine.times.getFirst();
        assertThat(times.transcript()).isNull();
        assertThat(times.firstWords()).isNull();
        assertThat(times.turn()).isBetween(ms(480), ms(520));
        assertThat(times.firstSound()).isEqualTo(times.turn().plusMillis(220));
        assertThat(times.sent()).isEqualTo(times.firstSound());
        assertThat(times.heard()).isEqualTo(ms(745));
    }
}
