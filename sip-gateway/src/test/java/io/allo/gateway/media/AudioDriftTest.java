// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.allo.audio.G711;
import io.allo.contracts.media.AudioFrame;
import io.allo.gateway.call.MediaLegListener;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.rtp.TelephoneEventSender;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** "Audio never drifts": hours on a virtual clock. What is said must be heard when it is said, at the end as at the start. */
class AudioDriftTest {
    private static final byte[] VOICE = filled(G711.encodeUlaw((short) 8000));
    private static final byte[] QUIET = filled(G711.ULAW_SILENCE);
    private static final long FRAME_NANOS = 20_000_000;
    private static final int HOUR = 180_000;

    private final Counting listener = new Counting();
    private final StreamCounters counters = new StreamCounters();
    private final CallerTimeline timeline = new CallerTimeline(Codec.PCMU, listener, counters, 0);

    @ParameterizedTest
    @ValueSource(ints = {-100, 100})
    void anHourOfAClockThatRunsFastOrSlowAddsNoDelay(int ppm) {
        long now = 0;
        for (int i = 1; i <= HOUR; i++) {
            now = i * FRAME_NANOS - i * FRAME_NANOS / 1_000_000 * ppm;
            timeline.audio(i * 160, i % 200 < 120 ? VOICE : QUIET, false, now);
            timeline.tick(now);
        }
        assertThat(listener.frames * 20.0).isCloseTo(now / 1e6, within(140.0));
        assertThat(listener.voiced).as("no word is cut").isEqualTo(HOUR / 200 * 120L);
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0.01", "3, 0.05", "4, 0.2"})
    void anHourWithPausesHoldsAndLossIsAnHour(long seed, double lossRate) {
        Random random = new Random(seed);
        boolean lost = false;
        boolean sends = true;
        for (int i = 1; i <= HOUR; i++) {
            long now = i * FRAME_NANOS;
            if (random.nextInt(250) == 0) {
                sends = !sends; // DTX: the timestamp goes on, packets stop
            }
            if (sends && random.nextDouble() >= lossRate) {
                timeline.audio(i * 160, random.nextInt(3) > 0 ? VOICE : QUIET, lost, now);
                lost = false;
            } else {
                lost = sends;
            }
            timeline.tick(now);
        }
        assertThat(listener.frames * 20L).isCloseTo(HOUR * 20L, within(220L));
    }

    @ParameterizedTest
    @ValueSource(ints = {-100, 100})
    void acrossABridgeAnHourAddsNoDelay(int ppm) {
        // Given
        BridgeEnd end = new BridgeEnd(new TelephoneEventSender());
        long saidNanos = 0;
        int silent = 0;

        // When: one speaks by his clock, the other is played to by ours
        for (int i = 0; i < HOUR; i++) {
            while (saidNanos <= i * FRAME_NANOS) {
                end.put(saidNanos / FRAME_NANOS % 200 < 120 ? VOICE : QUIET, Codec.PCMU);
                saidNanos += FRAME_NANOS - FRAME_NANOS / 1_000_000 * ppm;
            }
            silent = end.take(160, Codec.PCMU) == null ? silent + 1 : silent;
        }

        // Then
        int waiting = 0;
        while (end.take(160, Codec.PCMU) != null) {
            waiting++;
        }
        assertThat(waiting * 20).isLessThanOrEqualTo(140);
        assertThat(silent).as("packets of silence in an hour").isLessThan(100);
    }

    private static byte[] filled(byte value) {
        byte[] frame = new byte[160];
        Arrays.fill(frame, value);
        return frame;
    }

    private static final class Counting implements MediaLegListener {
        long frames;
        long voiced;

        @Override
        public void audio(AudioFrame frame) {
            frames++;
            if (!frame.concealed() && frame.payload()[0] == VOICE[0]) {
                voiced++;
            }
        }

        @Override
        public void digit(char digit) {}

        @Override
        public void markPlayed(String name) {}

        @Override
        public void cleared(int item, long playedMs) {}

        @Override
        public void mediaTimeout() {}
    }
}
