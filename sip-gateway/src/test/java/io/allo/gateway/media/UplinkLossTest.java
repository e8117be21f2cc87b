// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.audio.AudioLevel;
import io.allo.audio.ToneGenerator;
import io.allo.contracts.media.AudioFrame;
import io.allo.gateway.call.NegotiatedAudio;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.call.NegotiatedAudio.Direction;
import io.allo.gateway.rtp.RtpPacket;
import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.github.jaredmdobson.concentus.OpusException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a worker hears of lost packets and of comfort noise. The clock is the test's own. */
class UplinkLossTest {
    private static final InetSocketAddress CALLER = new InetSocketAddress("127.0.0.1", 40000);
    private static final long PACKET_NANOS = 20_000_000;
    private static final int COMFORT_NOISE = 13;

    private final RecordingListener listener = new RecordingListener();
    private final UplinkPipeline uplink = new UplinkPipeline(
            new SourceLatch(Duration.ofSeconds(5), null),
            Duration.ofMillis(60),
            new StreamOutlet(listener),
            new StreamCounters(),
            new WireTurns((item, nanos) -> {}));

    private void begin(Codec codec) {
        uplink.negotiated(new NegotiatedAudio(CALLER, codec, codec.offeredPayloadType, 101, 20, Direction.SENDRECV), 0);
        uplink.start(Codec.PCMU, 0);
    }

    private void receive(int payloadType, int number, int samples, byte[] payload) {
        ByteBuffer datagram = ByteBuffer.allocate(RtpPacket.HEADER_BYTES + payload.length);
        new RtpPacket(false, payloadType, 100 + number, 5000 + number * samples, 7, payload).write(datagram);
        uplink.receive(datagram.flip(), CALLER, number * PACKET_NANOS);
        uplink.tick(number * PACKET_NANOS);
    }

    private List<byte[]> opus(boolean redundant) throws OpusException {
        OpusEncoder encoder = new OpusEncoder(8000, 1, OpusApplication.OPUS_APPLICATION_VOIP);
        encoder.setBitrate(24_000);
        encoder.setUseInbandFEC(redundant);
        encoder.setPacketLossPercent(redundant ? 30 : 0);
        short[] tone = ToneGenerator.sine(400, Duration.ofSeconds(2), -12);
        List<byte[]> packets = new ArrayList<>();
        for (int at = 0; at + 160 <= tone.length; at += 160) {
            byte[] packet = new byte[400];
            int length = encoder.encode(tone, at, 160, packet, 0, packet.length);
            packets.add(Arrays.copyOf(packet, length));
        }
        return packets;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void opusFillsItsOwnGaps(boolean redundant) throws OpusException {
        // Given
        begin(Codec.OPUS);
        List<byte[]> packets = opus(redundant);
        Set<Integer> lost = Set.of(30, 50, 51);

        // When
        for (int i = 0; i < packets.size(); i++) {
            if (!lost.contains(i)) {
                receive(Codec.OPUS.offeredPayloadType, i, 960, packets.get(i));
            }
        }

        // Then
        List<AudioFrame> frames = listener.frames;
        assertThat(frames).hasSize(packets.size());
        assertThat(frames).noneMatch(AudioFrame::concealed);
        assertThat(frames.subList(20, frames.size())).allMatch(frame -> level(frame) > -45);
        if (redundant) {
            assertThat(level(frames.get(30))).isBetween(-16.0, -8.0);
        }
    }

    @Test
    void redundancyBringsBackWhatNobodyCouldGuess() throws OpusException {
        // Given: silence, and in the lost packet the tone begins
        OpusEncoder encoder = new OpusEncoder(8000, 1, OpusApplication.OPUS_APPLICATION_VOIP);
        encoder.setBitrate(24_000);
        encoder.setUseInbandFEC(true);
        encoder.setPacketLossPercent(30);
        short[] sound = new short[160 * 60];
        short[] tone = ToneGenerator.sine(400, Duration.ofMillis(600), -12);
        System.arraycopy(tone, 0, sound, 160 * 30, tone.length);
        begin(Codec.OPUS);

        // When
        for (int i = 0; i < 60; i++) {
            byte[] packet = new byte[400];
            int length = encoder.encode(sound, i * 160, 160, packet, 0, packet.length);
            if (i != 31) {
                receive(Codec.OPUS.offeredPayloadType, i, 960, Arrays.copyOf(packet, length));
            }
        }

        // Then
        assertThat(level(listener.frames.get(20))).isLessThan(-50);
        assertThat(level(listener.frames.get(31))).isGreaterThan(-18);
    }

    @Test
    void comfortNoiseIsAPauseAndNotPlayed() {
        // Given
        begin(Codec.PCMU);
        byte[] tone = Companding.encode(ToneGenerator.sine(400, Duration.ofMillis(20), -12), Codec.PCMU);
        byte[] level = {60};

        // When: ten packets of speech, a second of comfort noise told four times, ten packets of speech
        for (int i = 0; i < 10; i++) {
            receive(0, i, 160, tone);
        }
        int sequence = 10;
        for (int i = 10; i < 60; i++) {
            if (i % 13 == 0) {
                ByteBuffer datagram = ByteBuffer.allocate(RtpPacket.HEADER_BYTES + 1);
                new RtpPacket(false, COMFORT_NOISE, 100 + sequence++, 5000 + i * 160, 7, level).write(datagram);
                uplink.receive(datagram.flip(), CALLER, i * PACKET_NANOS);
            }
            uplink.tick(i * PACKET_NANOS);
        }
        for (int i = 60; i < 70; i++) {
            ByteBuffer datagram = ByteBuffer.allocate(RtpPacket.HEADER_BYTES + tone.length);
            new RtpPacket(i == 60, 0, 100 + sequence++, 5000 + i * 160, 7, tone).write(datagram);
            uplink.receive(datagram.flip(), CALLER, i * PACKET_NANOS);
            uplink.tick(i * PACKET_NANOS);
        }

        // Then
        assertThat(listener.frames).hasSize(70);
        assertThat(listener.frames.subList(10, 60))
                .allMatch(AudioFrame::concealed)
                .allMatch(f -> level(f) < -60);
        assertThat(listener.framesFromCaller()).hasSize(20);
        assertThat(uplink.silentNanos(70 * PACKET_NANOS)).isEqualTo(PACKET_NANOS);
    }

    private static double level(AudioFrame frame) {
        return AudioLevel.dbov(Companding.decode(frame.payload(), Codec.PCMU));
    }
}
