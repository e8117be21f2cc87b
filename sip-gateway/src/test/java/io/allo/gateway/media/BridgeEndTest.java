// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.audio.G711;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.rtp.TelephoneEventSender;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The playout buffer of a bridge, packet by packet. */
class BridgeEndTest {
    private static final byte VOICE = G711.encodeUlaw((short) 8000);
    private final BridgeEnd end = new BridgeEnd(new TelephoneEventSender());

    @Test
    void aFrameWaitsForTheCushionAndThenFlows() {
        assertThat(put(VOICE).take(160, Codec.PCMU)).isNull();
        assertThat(put(VOICE).take(160, Codec.PCMU)).isNull();
        for (int i = 0; i < 100; i++) {
            assertThat(put(VOICE).take(160, Codec.PCMU)).containsOnly(VOICE);
        }
    }

    @Test
    void jitterOfFortyMillisecondsIsNotHeard() {
        fill();
        for (int i = 0; i < 50; i++) {
            assertThat(end.take(160, Codec.PCMU)).containsOnly(VOICE);
            assertThat(end.take(160, Codec.PCMU)).containsOnly(VOICE);
            put(VOICE);
            put(VOICE);
        }
    }

    @Test
    void aDryBufferIsSilentUntilALargerCushionHasCome() {
        fill();
        for (int i = 0; i < 3; i++) {
            end.take(160, Codec.PCMU);
        }
        assertThat(end.take(160, Codec.PCMU)).containsOnly(G711.ULAW_SILENCE);
        for (int i = 0; i < 3; i++) {
            assertThat(put(VOICE).take(160, Codec.PCMU)).isNull();
        }
        assertThat(put(VOICE).take(160, Codec.PCMU)).containsOnly(VOICE);
    }

    @Test
    void anHourFromAFasterClockAddsNoDelay() {
        // Given: one frame too many every 10 000 (100 ppm), half of the time pause
        fill();
        int waiting = 0;
        for (int i = 0; i < 180_000; i++) {
            byte said = i % 100 < 50 ? VOICE : G711.ULAW_SILENCE;
            put(said);
            if (i % 10_000 == 0) {
                put(said);
            }
            end.take(160, Codec.PCMU);
        }

        // When
        while (end.take(160, Codec.PCMU) != null) {
            waiting++;
        }

        // Then
        assertThat(waiting * 20).isLessThanOrEqualTo(140);
    }

    @Test
    void packetsOfSixtyMillisecondsCrossToPacketsOfTen() {
        int silent = 0;
        for (int i = 0; i < 600; i++) {
            if (i % 6 == 0) {
                put(VOICE).put(frame(VOICE), Codec.PCMU);
                put(VOICE);
            }
            byte[] payload = end.take(80, Codec.PCMA);
            silent = payload == null || payload[79] == G711.ALAW_SILENCE ? silent + 1 : silent;
        }
        assertThat(silent).isLessThan(30);
    }

    private void fill() {
        put(VOICE);
        put(VOICE);
        put(VOICE);
    }

    private BridgeEnd put(byte value) {
        end.put(frame(value), Codec.PCMU);
        return end;
    }

    private static byte[] frame(byte value) {
        byte[] frame = new byte[160];
        Arrays.fill(frame, value);
        return frame;
    }
}
