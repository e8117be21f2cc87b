// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.media.AudioFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlayoutQueueTest {
    private static final byte SILENCE = (byte) 0xFF;

    private final RecordingListener listener = new RecordingListener();
    private final PlayoutQueue queue = new PlayoutQueue(Duration.ofSeconds(2));

    @Test
    void framesAreCutToPacketsOfAnyLength() {
        // Given: 60 ms in frames of 20 ms
        play(1, 0, 1);
        play(1, 20, 2);
        play(1, 40, 3);

        // When
        List<String> packets = List.of(take(240), take(240), take(240));

        // Then
        assertThat(packets).containsExactly("1x160 2x80", "2x80 3x160", "-1x240");
    }

    @Test
    void theRestOfAnUtteranceIsFilledWithSilence() {
        play(1, 0, 1);
        assertThat(take(240)).isEqualTo("1x160 -1x80");
    }

    @Test
    void aMarkIsReportedWhenAllAudioBeforeItHasLeft() {
        // Given
        play(1, 0, 1);
        queue.mark("a");
        play(1, 20, 2);
        queue.mark("b");
        queue.mark("c");

        // When / Then
        take(80);
        assertThat(reportedMarks()).isEmpty();
        take(80);
        assertThat(reportedMarks()).containsExactly("mark a");
        take(160);
        assertThat(reportedMarks()).containsExactly("mark a", "mark b", "mark c");
    }

    @Test
    void aMarkOnAnEmptyQueueIsDueAtOnce() {
        queue.mark("now");
        assertThat(reportedMarks()).containsExactly("mark now");
    }

    @Test
    void clearTellsHowMuchWasHeardThenTheMarksInOrder() {
        // Given: 30 ms of utterance 7 were heard
        play(7, 0, 1);
        play(7, 20, 2);
        queue.mark("a");
        play(7, 40, 3);
        queue.mark("b");
        take(240);

        // When
        queue.clear(listener);

        // Then
        assertThat(listener.events).containsExactly("cleared 7 30", "mark a", "mark b");
        assertThat(queue.waitingMs()).isZero();
        assertThat(take(160)).isEqualTo("-1x160");
    }

    @Test
    void clearBeforeAnythingWasHeardSaysSo() {
        play(7, 0, 1);
        queue.clear(listener);
        queue.clear(listener);
        assertThat(listener.events).containsExactly("cleared 0 0", "cleared 0 0");
    }

    @Test
    void theNextUtteranceIsNotMistakenForTheLast() {
        // Given
        play(7, 0, 1);
        play(8, 0, 2);
        take(160);

        // When
        queue.clear(listener);

        // Then
        assertThat(listener.events).containsExactly("cleared 7 20");
    }

    @Test
    void moreThanTheLimitIsRefused() {
        for (int i = 0; i < 100; i++) {
            assertThat(play(1, i * 20, 1)).isTrue();
        }
        assertThat(play(1, 2000, 1)).isFalse();
        take(160);
        assertThat(play(1, 2000, 1)).isTrue();
    }

    private boolean play(int item, int offsetMs, int value) {
        return queue.play(new AudioFrame(0, item, offsetMs, false, MediaEngineTest.payload(value)));
    }

    private List<String> reportedMarks() {
        queue.reportMarks(listener);
        return listener.events;
    }

    /** Runs of equal bytes, as {@code value x count}. */
    private String take(int bytes) {
        byte[] payload = new byte[bytes];
        Arrays.fill(payload, (byte) 99);
        queue.take(payload, SILENCE);
        List<String> runs = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= bytes; i++) {
            if (i == bytes || payload[i] != payload[start]) {
                runs.add(payload[start] + "x" + (i - start));
                start = i;
            }
        }
        return String.join(" ", runs);
    }
}
