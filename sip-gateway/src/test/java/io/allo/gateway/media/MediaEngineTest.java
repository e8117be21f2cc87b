// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.audio.G711;
import io.allo.contracts.media.AudioFrame;
import io.allo.gateway.call.CallId;
import io.allo.gateway.call.MediaLeg;
import io.allo.gateway.call.NegotiatedAudio;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.call.NegotiatedAudio.Direction;
import io.allo.gateway.rtp.RtpPacket;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real sockets on loopback; counts and order are asserted, never speed. */
class MediaEngineTest {
    private final RecordingListener listener = new RecordingListener();
    private final MediaEngine engine = new MediaEngine(MediaTestSettings.defaults(), new SimpleMeterRegistry());
    private MediaLeg leg;
    private RtpPeer caller;

    @BeforeEach
    void answerCall() throws IOException {
        engine.start();
        leg = engine.open(new CallId("call-0001"), listener);
        caller = new RtpPeer(leg.localPort());
    }

    @AfterEach
    void stop() {
        leg.close();
        caller.close();
        engine.stop();
    }

    @Test
    void silenceFlowsFromTheStartOnWithoutGapInSequenceAndTime() throws IOException {
        // Given
        leg.negotiated(agreement(caller.address(), Codec.PCMA, 20, Direction.SENDRECV));

        // When
        leg.startSending();
        List<RtpPacket> packets = caller.receive(25);

        // Then
        for (int i = 0; i < packets.size(); i++) {
            RtpPacket packet = packets.get(i);
            assertThat(packet.sequence()).isEqualTo((packets.getFirst().sequence() + i) & 0xFFFF);
            assertThat(packet.timestamp()).isEqualTo(packets.getFirst().timestamp() + 160 * i);
            assertThat(packet.ssrc()).isEqualTo(packets.getFirst().ssrc());
            assertThat(packet.payloadType()).isEqualTo(8);
            assertThat(packet.marker()).isEqualTo(i == 0);
            assertThat(packet.payload()).containsOnly(G711.ALAW_SILENCE).hasSize(160);
        }
    }

    @Test
    void nothingLeavesBeforeTheStart() throws IOException {
        // Given
        leg.play(frame(1, 0, 0x11));

        // When
        leg.negotiated(agreement(caller.address(), Codec.PCMU, 20, Direction.SENDRECV));

        // Then
        assertThat(caller.hearsNothingFor(200)).isTrue();
    }

    @Test
    void audioQueuedBeforeTheStartIsNotClipped() throws IOException {
        // Given
        leg.negotiated(agreement(caller.address(), Codec.PCMU, 20, Direction.SENDRECV));
        leg.play(frame(1, 0, 0x11));
        leg.play(frame(1, 20, 0x22));

        // When
        leg.startSending();

        // Then
        assertThat(caller.receive(3))
                .extracting(packet -> packet.payload()[0])
                .containsExactly((byte) 0x11, (byte) 0x22, G711.ULAW_SILENCE);
    }

    @Test
    void theCallersAudioArrivesInOrder() throws IOException {
        // Given
        answered(Direction.SENDRECV);

        // When
        for (int i = 0; i < 10; i++) {
            caller.sendAudio(payload(i + 1));
        }

        // Then
        await().untilAsserted(() -> assertThat(listener.framesFromCaller())
                .extracting(frame -> (int) frame.payload()[0])
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
    }

    private void answered(Direction direction) throws IOException {
        leg.negotiated(agreement(caller.address(), Codec.PCMU, 20, direction));
        leg.startSending();
        if (direction.sends()) {
            caller.receive();
        }
    }

    static NegotiatedAudio agreement(InetSocketAddress remote, Codec codec, int ptimeMs, Direction direction) {
        return new NegotiatedAudio(remote, codec, codec.staticPayloadType, 101, ptimeMs, direction);
    }

    static AudioFrame frame(int item, int offsetMs, int value) {
        return new AudioFrame(0, item, offsetMs, false, payload(value));
    }

    static byte[] payload(int value) {
        byte[] payload = new byte[160];
        Arrays.fill(payload, (byte) value);
        return payload;
    }
}
