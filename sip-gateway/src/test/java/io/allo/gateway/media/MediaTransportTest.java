// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import static io.allo.gateway.media.MediaEngineTest.payload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.audio.G711;
import io.allo.audio.ToneGenerator;
import io.allo.gateway.call.CallId;
import io.allo.gateway.call.MediaLeg;
import io.allo.gateway.call.NegotiatedAudio;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.call.NegotiatedAudio.Direction;
import io.allo.gateway.call.NegotiatedAudio.Transport;
import io.allo.gateway.call.SrtpKeys;
import io.allo.gateway.call.SrtpKeys.Suite;
import io.allo.gateway.rtp.RtcpPacket;
import io.allo.gateway.rtp.RtpPacket;
import io.allo.gateway.rtp.SrtpSession;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Codecs, encryption and RTCP on real sockets. */
class MediaTransportTest {
    private static final byte[] OUR_KEY = new byte[30];
    private static final byte[] THEIR_KEY = payloadKey();
    private static final SrtpKeys KEYS =
            new SrtpKeys(Suite.AES_CM_128_HMAC_SHA1_80, base64(OUR_KEY), base64(THEIR_KEY));

    private final RecordingListener listener = new RecordingListener();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MediaEngine engine = new MediaEngine(MediaTestSettings.defaults(), registry);
    private MediaLeg leg;
    private RtpPeer caller;

    @BeforeEach
    void open() throws IOException {
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
    void theCodecMayChangeWhileTheCallGoesOn() throws IOException {
        // Given
        leg.streamCodec(Codec.PCMU);
        leg.negotiated(agreement(Codec.PCMU, 0, Transport.PLAIN));
        leg.startSending();
        caller.receive();

        // When / Then: G.722
        leg.negotiated(agreement(Codec.G722, 9, Transport.PLAIN));
        RtpPacket first = caller.receiveUntil(packet -> packet.payloadType() == 9);
        RtpPacket second = caller.receive();
        assertThat(second.timestamp() - first.timestamp()).isEqualTo(160 * (second.sequence() - first.sequence()));
        speak(9, WireCodec.of(Codec.G722), 160);

        // When / Then: Opus, whose clock is 48 kHz
        leg.negotiated(agreement(Codec.OPUS, 96, Transport.PLAIN));
        first = caller.receiveUntil(packet -> packet.payloadType() == 96);
        second = caller.receive();
        assertThat((second.timestamp() - first.timestamp()) % 960).isZero();
        assertThat(WireCodec.of(Codec.OPUS).decode(second.payload(), Codec.PCMU))
                .hasSize(160);
        speak(96, WireCodec.of(Codec.OPUS), 960);
    }

    @Test
    void anEncryptedCallIsHeardByItsPeerOnlyAndHearsItOnly() throws IOException {
        // Given
        SrtpSession peer = new SrtpSession(THEIR_KEY, OUR_KEY, 10);
        leg.negotiated(agreement(Codec.PCMU, 0, new Transport(null, false, KEYS)));
        leg.startSending();

        // When / Then: what leaves is opened by the peer's key
        byte[] wire = caller.receiveRaw();
        ByteBuffer datagram = ByteBuffer.allocate(400).put(wire).flip();
        assertThat(wire).hasSize(12 + 160 + 10);
        assertThat(peer.open(datagram)).isTrue();
        assertThat(RtpPacket.parse(datagram).payload()).containsOnly(G711.ULAW_SILENCE);

        // When: first a plain packet from the right address, then a real one
        caller.sendAudio(payload(0x66));
        await().untilAsserted(() -> {
            caller.sendRaw(secured(peer, 5));
            assertThat(listener.framesFromCaller()).anyMatch(frame -> frame.payload()[0] == 5);
        });

        // Then
        assertThat(listener.framesFromCaller()).noneMatch(frame -> frame.payload()[0] == 0x66);

        // When / Then: a renegotiation with the same keys goes on without a break
        leg.negotiated(agreement(Codec.PCMU, 0, new Transport(null, false, KEYS)));
        await().untilAsserted(() -> {
            caller.sendRaw(secured(peer, 6));
            assertThat(listener.framesFromCaller()).anyMatch(frame -> frame.payload()[0] == 6);
        });
    }

    @Test
    void reportsOfAMuxedStreamComeOnItsRtpPort() throws IOException {
        leg.negotiated(agreement(Codec.PCMU, 0, new Transport(null, true, null)));
        leg.startSending();
        for (int i = 0; i < 1000; i++) {
            ByteBuffer datagram = ByteBuffer.wrap(caller.receiveRaw());
            if (RtpPacket.looksLikeRtcp(datagram)) {
                assertThat(RtcpPacket.parse(datagram)).isNotEmpty();
                return;
            }
        }
        throw new AssertionError("no report");
    }

    @Test
    void reportsGoWhereTheDescriptionSaidAndTheirAnswersAreMeasured() throws IOException {
        try (DatagramSocket rtcp = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            // Given
            rtcp.setSoTimeout(10_000);
            leg.negotiated(agreement(
                    Codec.PCMU, 0, new Transport((InetSocketAddress) rtcp.getLocalSocketAddress(), false, null)));
            leg.startSending();

            // When
            RtcpPacket.SenderReport report = senderReport(rtcp);
            int middle = (int) (report.ntp() >>> 16);
            ByteBuffer answer = ByteBuffer.allocate(100);
            new RtcpPacket.ReceiverReport(
                            77, List.of(new RtcpPacket.ReportBlock(report.ssrc(), 0, 7, 100, 80, middle, 0)))
                    .write(answer);
            rtcp.send(new DatagramPacket(
                    answer.array(), answer.position(), InetAddress.getLoopbackAddress(), leg.localPort() + 1));

            // Then
            await().untilAsserted(() -> {
                caller.sendAudio(payload(1)); // the score is of what is heard
                assertThat(leg.quality().peerLost()).isEqualTo(7);
                assertThat(leg.quality().peerJitterMs()).isEqualTo(10);
                assertThat(leg.quality().roundTripMs()).isBetween(0.0, 5000.0);
                assertThat(leg.quality().mos()).isBetween(1.0, 4.5);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noDatagramBreaksTheLoop(long seed) throws IOException {
        // Given
        Random random = new Random(seed);
        SrtpSession peer = new SrtpSession(THEIR_KEY, OUR_KEY, 10);
        boolean secure = seed == 3;
        leg.negotiated(agreement(
                seed == 2 ? Codec.OPUS : Codec.G722, 96, secure ? new Transport(null, true, KEYS) : Transport.PLAIN));
        leg.startSending();

        // When
        for (int i = 0; i < 3000; i++) {
            byte[] datagram = secure && i % 2 == 0 ? secured(peer, i) : plain(random, i);
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                datagram[random.nextInt(datagram.length)] = (byte) random.nextInt();
            }
            caller.sendRaw(Arrays.copyOf(datagram, random.nextInt(datagram.length + 1)), port(random));
        }

        // Then
        caller.discardWaiting();
        assertThat(caller.receiveRaw()).isNotEmpty();
        assertThat(registry.get("allo.media.loop.faults").gauge().value()).isZero();
    }

    private int port(Random random) {
        return leg.localPort() + (random.nextInt(4) == 0 ? 1 : 0);
    }

    private static byte[] plain(Random random, int sequence) {
        byte[] payload = new byte[random.nextInt(200)];
        random.nextBytes(payload);
        int type = List.of(0, 8, 9, 13, 96, 101, 127).get(random.nextInt(7));
        ByteBuffer out = ByteBuffer.allocate(12 + payload.length);
        new RtpPacket(random.nextBoolean(), type, sequence & 0xFFFF, sequence * 160, random.nextInt(3), payload)
                .write(out);
        return out.array();
    }

    private byte[] secured(SrtpSession peer, int value) {
        ByteBuffer out = ByteBuffer.allocate(400);
        new RtpPacket(false, 0, caller.sequence, caller.timestamp, caller.ssrc, payload(value)).write(out);
        caller.sequence = (caller.sequence + 1) & 0xFFFF;
        caller.timestamp += 160;
        assertThat(peer.protect(out.flip())).isTrue();
        byte[] wire = new byte[out.remaining()];
        out.get(wire);
        return wire;
    }

    /** The caller says a tone until it is heard. */
    private void speak(int payloadType, WireCodec codec, int ticks) {
        byte[] tone = Companding.encode(ToneGenerator.sine(700, Duration.ofMillis(20), -9), Codec.PCMU);
        listener.frames.clear();
        await().untilAsserted(() -> {
            caller.send(new RtpPacket(
                    false,
                    payloadType,
                    caller.sequence,
                    caller.timestamp,
                    caller.ssrc,
                    codec.encode(tone, Codec.PCMU)));
            caller.sequence = (caller.sequence + 1) & 0xFFFF;
            caller.timestamp += ticks;
            assertThat(listener.framesFromCaller()).anyMatch(frame -> Companding.voiced(frame.payload(), Codec.PCMU));
        });
    }

    private static RtcpPacket.SenderReport senderReport(DatagramSocket socket) throws IOException {
        while (true) {
            DatagramPacket datagram = new DatagramPacket(new byte[500], 500);
            socket.receive(datagram);
            List<RtcpPacket> packets = RtcpPacket.parse(ByteBuffer.wrap(datagram.getData(), 0, datagram.getLength()));
            if (packets != null && packets.getFirst() instanceof RtcpPacket.SenderReport report) {
                return report;
            }
        }
    }

    private NegotiatedAudio agreement(Codec codec, int payloadType, Transport transport) {
        return new NegotiatedAudio(caller.address(), codec, payloadType, 101, 20, Direction.SENDRECV, transport);
    }

    private static byte[] payloadKey() {
        byte[] key = new byte[30];
        new Random(1).nextBytes(key);
        return key;
    }

    private static String base64(byte[] key) {
        return Base64.getEncoder().encodeToString(key);
    }
}
