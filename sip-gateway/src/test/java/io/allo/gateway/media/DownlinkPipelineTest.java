// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.audio.AudioLevel;
import io.allo.audio.G711;
import io.allo.gateway.call.NegotiatedAudio;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.call.NegotiatedAudio.Direction;
import io.allo.gateway.rtp.RtpPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DownlinkPipelineTest {
    private static final InetSocketAddress REMOTE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4000);
    private static final NegotiatedAudio TALKING =
            MediaEngineTest.agreement(REMOTE, Codec.PCMU, 20, Direction.SENDRECV);

    private final StreamCounters counters = new StreamCounters();
    private final DownlinkPipeline pipeline =
            new DownlinkPipeline(new PlayoutQueue(Duration.ofSeconds(2)), counters, new WireTurns((item, nanos) -> {}));

    @Test
    void onHoldNothingIsSentTimeGoesOnAndAudioWaits() {
        // Given
        NegotiatedAudio held = MediaEngineTest.agreement(REMOTE, Codec.PCMU, 20, Direction.RECVONLY);
        RtpPacket before = next(TALKING);
        pipeline.play(MediaEngineTest.frame(1, 0, 0x11));

        // When
        for (int i = 0; i < 5; i++) {
            assertThat(pipeline.next(held)).isNull();
        }
        RtpPacket after = next(TALKING);

        // Then
        assertThat(after.sequence()).isEqualTo((before.sequence() + 1) & 0xFFFF);
        assertThat(after.timestamp() - before.timestamp()).isEqualTo(6 * 160);
        assertThat(after.marker()).isTrue();
        assertThat(after.payload()).containsOnly(0x11);
        assertThat(next(TALKING).marker()).isFalse();
    }

    @Test
    void whilePausedSilenceFlowsAndTheQueueWaits() {
        // Given
        pipeline.play(MediaEngineTest.frame(1, 0, 0x11));
        pipeline.paused(true);

        // When / Then
        assertThat(next(TALKING).payload()).containsOnly(G711.ULAW_SILENCE);
        pipeline.paused(false);
        assertThat(next(TALKING).payload()).containsOnly(0x11);
    }

    @Test
    void framesOfTheOtherLawAreTranscoded() {
        // Given: the worker speaks A-law, the caller µ-law
        pipeline.streamCodec(Codec.PCMA);
        byte alaw = G711.encodeAlaw((short) 8000);
        pipeline.play(MediaEngineTest.frame(1, 0, alaw));

        // When / Then
        assertThat(next(TALKING).payload()).containsOnly(G711.alawToUlaw(new byte[] {alaw})[0]);
        assertThat(next(TALKING).payload()).as("idle").containsOnly(G711.ULAW_SILENCE);
    }

    @Test
    void keysGoOutAsEventsAndTheirTimeIsNotTakenFromTheAudio() {
        // Given
        pipeline.play(MediaEngineTest.frame(1, 0, 0x11));
        pipeline.press("5");

        // When
        List<RtpPacket> packets = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            packets.add(next(TALKING));
        }

        // Then
        assertThat(packets.subList(0, 7)).allMatch(packet -> packet.payloadType() == 101);
        assertThat(packets.getLast().payload()).containsOnly(0x11);
        assertThat(packets.getLast().timestamp() - packets.getFirst().timestamp())
                .isEqualTo(7 * 160);
    }

    @Test
    void aPeerWithoutEventsHearsTheKeysTones() {
        // Given
        NegotiatedAudio noEvents = new NegotiatedAudio(REMOTE, Codec.PCMU, 0, -1, 30, Direction.SENDRECV);
        pipeline.press("5");

        // When
        List<RtpPacket> packets = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            RtpPacket packet = pipeline.next(noEvents);
            assertThat(packet).isNotNull();
            packets.add(packet);
        }

        // Then: 100 ms of tone in packets of 30 ms
        assertThat(packets).allMatch(packet -> packet.payloadType() == 0 && packet.payload().length == 240);
        assertThat(packets)
                .extracting(packet -> AudioLevel.dbovOfUlaw(packet.payload()) > -20)
                .containsExactly(true, true, true, true, false, false);
    }

    @Test
    void moreThanTheLimitIsDroppedAndCounted() {
        for (int i = 0; i < 103; i++) {
            pipeline.play(MediaEngineTest.frame(1, i * 20, 1));
        }
        assertThat(counters.playoutOverflow).isEqualTo(3);
    }

    private RtpPacket next(NegotiatedAudio agreement) {
        RtpPacket packet = pipeline.next(agreement);
        assertThat(packet).isNotNull();
        return packet;
    }
}
