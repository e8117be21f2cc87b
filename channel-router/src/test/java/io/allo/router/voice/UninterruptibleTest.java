// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.session.SpeechSettings;
import io.allo.router.conversation.VoiceEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** One sentence in the middle of an answer that no voice interrupts, whoever talks. */
class UninterruptibleTest {
    private static final String SENTENCE = "Toute annulation coûte dix euros.";
    private static final String ANSWER =
            "Très bien. " + SENTENCE + " Cela vous convient-il, ou préférez-vous un autre jour ?";
    private static final SpeechSettings SETTINGS =
            new SpeechSettings(null, null, null, null, null, null, null, List.of("annulation coûte dix euros"));

    /** "Très bien." is over after 400 ms, the sentence after 160 + 1320 more: FakeSpeech. */
    @Nested
    class InThePipeline extends CallFixture {
        @BeforeEach
        void anAgentSpeaks() {
            engine.speech = SETTINGS;
            engine.answers.add(FakeEngine.says(ANSWER));
            start(false);
            answered();
            voice();
        }

        @Test
        void aVoiceDoesNotInterruptIt() {
            // When
            pass(Duration.ofMillis(600));
            callersVoice(Duration.ofMillis(700));

            // Then
            assertThat(gateway.told).doesNotContain("pause", "clear");
        }

        @Test
        void theSentenceBeforeItIsInterrupted() {
            // When
            pass(Duration.ofMillis(100));
            callersVoice(Duration.ofMillis(200));

            // Then
            assertThat(gateway.told).endsWith("pause");
        }

        @Test
        void whoSpeaksOnInterruptsTheNextOne() {
            // When
            pass(Duration.ofMillis(1300));
            callersVoice(Duration.ofMillis(400));
            assertThat(gateway.told).doesNotContain("clear");
            callersVoice(Duration.ofMillis(400));

            // Then
            assertThat(gateway.told).containsSubsequence("pause", "clear");
            assertThat(gateway.heardMs(1)).isGreaterThan(1880);
        }

        @Test
        void wordsSaidMeanwhileAreTheTurnOnceItWasHeard() {
            // When
            pass(Duration.ofMillis(800));
            ears.says("Un autre jour.");
            mailbox.settle();
            pass(Duration.ofMillis(600));

            // Then
            assertThat(gateway.told).doesNotContain("clear");
            assertThat(engine.turns).isEmpty();
            pass(Duration.ofMillis(1000));
            assertThat(gateway.told).contains("clear");
            assertThat(engine.turns).containsExactly("Un autre jour.");
        }

        @Test
        void keysStillWork() {
            // When
            pass(Duration.ofMillis(800));
            key("1");
            pass(Duration.ofMillis(300));

            // Then
            assertThat(gateway.told).contains("clear");
        }
    }

    /** 80 ms a letter: the sentence sounds from 880 to 3520 ms. */
    @Nested
    class WithAModelThatSpeaksItself extends RealtimeCallFixture {
        @BeforeEach
        void anAgentSpeaks() {
            engine.speech = SETTINGS;
            leg = leg(1);
            greeted();
            speak("item_2", ANSWER, ANSWER.length() * 80);
            ended();
        }

        @Test
        void aVoiceDoesNotInterruptIt() {
            // When
            pass(Duration.ofMillis(1500));
            callersVoice(Duration.ofMillis(800));

            // Then
            assertThat(gateway.told).doesNotContain("pause", "clear");
        }

        @Test
        void theSentenceBehindItIsInterrupted() {
            // When
            pass(Duration.ofMillis(4200));
            callersVoice(Duration.ofMillis(600));

            // Then
            assertThat(gateway.told).containsSubsequence("pause", "clear");
        }

        @Test
        void aTurnMeanwhileIsAnsweredOnceItWasHeard() {
            // Given
            pass(Duration.ofMillis(1500));
            model.told.clear();

            // When
            model.event(new VoiceEvent.CallerSpeaks());
            callersVoice(Duration.ofMillis(400));
            model.event(new VoiceEvent.CallerPauses());
            model.event(new VoiceEvent.CallerTurn("item_3", true));
            model.event(new VoiceEvent.Heard("item_3", "Non, un autre jour."));
            pass(Duration.ofMillis(500));

            // Then
            assertThat(gateway.told).doesNotContain("clear");
            assertThat(model.told).isEmpty();
            pass(Duration.ofMillis(1800));
            assertThat(gateway.told).contains("clear");
            assertThat(model.told).contains("respond");
        }

        @Test
        void keysStillWork() {
            // When
            pass(Duration.ofMillis(1500));
            key("1");

            // Then
            assertThat(gateway.told).contains("clear");
        }
    }
}
