// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.media.AudioFrame;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Audio on the media socket that no telephone sends. */
class FloodAndOddFramesTest extends RealtimeCallFixture {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @Test
    void aFloodOfFramesIsHeardUpToSomeSecondsAheadOfTime() {
        // Given
        FrameBudget budget = new FrameBudget();

        // When: half a minute of audio in no time
        int heard = 0;
        for (int frame = 0; frame < 1500; frame++) {
            heard += budget.take(160, SECOND) ? 1 : 0;
        }

        // Then: the replay of a takeover passes, and no more
        assertThat(heard).isBetween(5 * 50, 9 * 50);
        assertThat(budget.take(160, 11 * SECOND))
                .as("later it is a stream again")
                .isTrue();
        assertThat(budget.take(0, 11 * SECOND)).isFalse(); // nothing to hear
    }

    @Test
    void aFloodOfMessagesIsNotRead() {
        // Given
        ControlBudget budget = new ControlBudget();

        // When: without end, in no time
        int read = 0;
        for (int message = 0; message < 10_000; message++) {
            read += budget.take(SECOND) ? 1 : 0;
        }

        // Then
        assertThat(read).isEqualTo(1000);
    }

    @Test
    void audioInBase64WithItsReplayAndEverythingElseIsRead() {
        ControlBudget budget = new ControlBudget();
        for (int replayed = 0; replayed < 300; replayed++) {
            assertThat(budget.take(0)).isTrue();
        }
        for (int message = 0; message < 60 * 60 * 10; message++) {
            assertThat(budget.take(message * SECOND / 60)).isTrue();
        }
    }

    @Test
    void aStreamInRealTimeIsNeverCutEvenWithJitterAndPauses() {
        FrameBudget budget = new FrameBudget();
        for (int frame = 0; frame < 10 * 60 * 50; frame++) {
            long jitter = frame % 7 * 30_000_000L;
            assertThat(budget.take(160, frame * 20_000_000L + jitter)).isTrue();
        }
        assertThat(budget.take(160, 900 * SECOND)).isTrue();
    }

    @Test
    void framesOfAnyLengthReachTheModelAndTheCallGoesOn() {
        // Given
        greeted();
        int before = model.heardBytes;

        // When
        int[] lengths = {1, 7, 159, 161, 320, AudioFrame.MAX_PAYLOAD_BYTES};
        int sent = 0;
        for (int length : lengths) {
            leg.audio(new AudioFrame(0, 0, 0, false, new byte[length]));
            mailbox.settle();
            sent += length;
        }

        // Then
        assertThat(model.heardBytes - before).isEqualTo(sent);
        speak("item_2", "Oui ?", 200);
        pass(Duration.ofSeconds(1));
        assertThat(gateway.heardMs(2)).isEqualTo(200);
        assertThat(ended).isEmpty();
    }

    @Test
    void aSlowPeerGetsNoLateAudioAndEverythingAgainOnceItReads() {
        // Given: nothing leaves the socket any more
        greeted();
        speak("item_2", "Une longue réponse.", 20_000);
        pass(Duration.ofSeconds(1));
        int sent = gateway.heardMs(2);
        gateway.unsent = 10;

        // When
        pass(Duration.ofSeconds(5));
        int meanwhile = gateway.heardMs(2);
        gateway.unsent = 0;
        pass(Duration.ofSeconds(1));

        // Then: what was late is dropped, the call is alive and speaks on in time
        assertThat(meanwhile).isEqualTo(sent);
        assertThat(gateway.heardMs(2)).isBetween(sent + 500, sent + 2500);
        assertThat(ended).isEmpty();
    }
}
