// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.router.conversation.VoiceEvent;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Barge-in by voice: pause, then cut or resume. */
class CallerVoiceTest extends CallFixture {
    private final FakeVoiceModel model = new FakeVoiceModel();

    @BeforeEach
    void anAgentSpeaks() {
        engine.model = FakeVoiceModel.NAME;
        models.add(model);
        engine.maxSeconds = 4;
        leg = leg(1);
        start(false);
        model.speaks("item_1", "Bonjour, nous avons des pizzas, des salades et des desserts.", 5000);
        mailbox.settle();
        answered();
        callersSilence(Duration.ofMillis(500));
    }

    @Test
    void aVoicePausesTheAgentWithin100Ms() {
        // When
        callersVoice(Duration.ofMillis(100));

        // Then
        assertThat(gateway.told).endsWith("pause");
    }

    @Test
    void aShortSoundOnlyPausesAndTheAgentGoesOnWhereItStopped() {
        // Given
        callersVoice(Duration.ofMillis(260));
        int sent = gateway.heardMs(1);

        // When
        callersSilence(Duration.ofMillis(300));

        // Then
        assertThat(gateway.told).endsWith("pause", "resume");
        assertThat(gateway.told).doesNotContain("clear");
        pass(Duration.ofSeconds(1));
        assertThat(gateway.heardMs(1)).isGreaterThan(sent);
    }

    @Test
    void whilePausedNothingIsSentAhead() {
        // Given
        callersVoice(Duration.ofMillis(100));
        int sent = gateway.heardMs(1);

        // When
        callersVoice(Duration.ofMillis(200));

        // Then
        assertThat(gateway.heardMs(1)).isEqualTo(sent);
    }

    @Test
    void aVoiceThatGoesOnHasTheFloorWithinHalfASecond() {
        // When
        callersVoice(Duration.ofMillis(460));

        // Then
        assertThat(gateway.told).endsWith("pause", "clear", "resume");
        assertThat(model.told).contains("cancel");
    }

    @Test
    void aSteadyToneOnlyPausesTheAgent() {
        // When
        hear(Duration.ofSeconds(2), CallerVoiceTest::tone);

        // Then
        assertThat(gateway.told).contains("pause", "resume").doesNotContain("clear");
    }

    @Test
    void aSteadyToneThatTheProviderTakesForSpeechHasTheFloor() {
        // When
        hear(Duration.ofMillis(200), CallerVoiceTest::tone);
        model.event(new VoiceEvent.CallerSpeaks());
        mailbox.settle();
        hear(Duration.ofMillis(400), CallerVoiceTest::tone);

        // Then
        assertThat(gateway.told).endsWith("pause", "clear", "resume");
    }

    private static short tone(int sample) {
        return (short) (8000 * Math.sin(2 * Math.PI * 440 * sample / 8000));
    }

    @Test
    void lastWordsAreSaidToTheirEnd() {
        // Given
        pass(Duration.ofSeconds(4)); // the longest duration is reached
        gateway.told.clear();

        // When
        callersVoice(Duration.ofMillis(600));

        // Then
        assertThat(gateway.told).doesNotContain("pause", "clear");
    }

    @Test
    void whoeverDoesNotListenIsNotInterrupted() {
        // Given
        ears.none = true;
        model.event(new VoiceEvent.Lost(new VoiceEvent.Failure(VoiceEvent.Failure.Kind.FATAL, "gone")));
        mailbox.settle();
        pass(Duration.ofMillis(300));
        gateway.told.clear();

        // When
        callersVoice(Duration.ofMillis(600));

        // Then
        assertThat(gateway.told).doesNotContain("pause", "clear");
    }
}
