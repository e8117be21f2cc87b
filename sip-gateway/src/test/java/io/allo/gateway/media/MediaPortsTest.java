// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.allo.gateway.call.CallId;
import io.allo.gateway.call.MediaLeg;
import io.allo.gateway.call.MediaLegFactory.NoMediaPortException;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.call.NegotiatedAudio.Direction;
import io.allo.gateway.rtp.RtcpPacket;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ports, reports and the media timeout, on real sockets. */
class MediaPortsTest {
    private static final CallId CALL = new CallId("call-0001");

    private final RecordingListener listener = new RecordingListener();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private MediaEngine engine;

    @AfterEach
    void stop() {
        engine.stop();
    }

    @Test
    void aThousandCallsOneAfterTheOtherLeaveNoPortBehind() {
        // Given
        start(MediaTestSettings.withPairs(20, Duration.ofSeconds(30), Duration.ZERO));

        // When
        for (int i = 0; i < 1000; i++) {
            List<MediaLeg> legs = new ArrayList<>();
            await().pollInterval(Duration.ofMillis(2))
                    .ignoreException(NoMediaPortException.class) // the loop gives them back when it comes to it
                    .until(() -> legs.add(engine.open(CALL, listener)));
            legs.getFirst().close();
            legs.getFirst().close();
        }

        // Then
        await().untilAsserted(() -> assertThat(
                        registry.get("allo.media.ports.used").gauge().value())
                .isZero());
    }

    @Test
    void whenAllPortsAreUsedOrRestTheCallIsRefused() {
        // Given
        MediaTestSettings settings = MediaTestSettings.withPairs(2, Duration.ofSeconds(30), Duration.ofMinutes(5));
        start(settings);
        MediaLeg first = engine.open(CALL, listener);
        MediaLeg second = engine.open(CALL, listener);
        assertThat(first.localPort()).isEven().isNotEqualTo(second.localPort());

        // When
        first.close();
        await().until(() -> registry.get("allo.media.ports.used").gauge().value() == 1);

        // Then
        assertThatThrownBy(() -> engine.open(CALL, listener))
                .isInstanceOf(NoMediaPortException.class)
                .hasMessageContaining(settings.firstPort() + "-" + settings.lastPort());
        second.close();
    }

    @Test
    void aPortTakenByAnotherProgramIsPassedOver() throws IOException {
        // Given
        MediaTestSettings settings = MediaTestSettings.withPairs(2, Duration.ofSeconds(30), Duration.ofMinutes(5));
        start(settings);
        int taken = settings.firstPort() + 1;
        try (DatagramSocket foreign = new DatagramSocket(taken, InetAddress.getLoopbackAddress())) {
            // When
            MediaLeg leg = engine.open(CALL, listener);

            // Then
            assertThat(leg.localPort()).isEqualTo(taken + 1);
            assertThat(foreign.isBound()).isTrue();
            leg.close();
        }
    }

    @Test
    void aSilentCallerIsReportedUntilSomethingIsDoneButNotWhileHeld() throws IOException {
        // Given
        start(MediaTestSettings.withPairs(50, Duration.ofMillis(300), Duration.ofMinutes(5)));
        MediaLeg leg = engine.open(CALL, listener);
        try (RtpPeer caller = new RtpPeer(leg.localPort())) {
            leg.negotiated(MediaEngineTest.agreement(caller.address(), Codec.PCMU, 20, Direction.SENDONLY));
            leg.startSending();

            // When: 400 ms of packets while he is on hold
            caller.receive(20);

            // Then
            assertThat(listener.events).isEmpty();

            // When: he holds us, sending nothing, the new way and then the old one (c=0.0.0.0)
            leg.negotiated(MediaEngineTest.agreement(caller.address(), Codec.PCMU, 20, Direction.RECVONLY));
            assertThat(caller.hearsNothingFor(400)).isTrue();
            leg.negotiated(MediaEngineTest.agreement(
                    new InetSocketAddress("0.0.0.0", 4000), Codec.PCMU, 20, Direction.RECVONLY));
            assertThat(caller.hearsNothingFor(400)).isTrue();

            // Then
            assertThat(listener.events).isEmpty();

            // When
            leg.negotiated(MediaEngineTest.agreement(caller.address(), Codec.PCMU, 20, Direction.SENDRECV));
            await().until(() -> !listener.events.isEmpty());

            // Then: a second later again, in case the first one came at a time when it did not matter
            await().until(() -> listener.events.size() == 2);
            assertThat(listener.events).containsOnly("timeout");
        }
        leg.close();
    }

    @Test
    void silenceBeforeTheAnswerDoesNotCount() throws IOException {
        // Given: he hears an announcement while it rings, and need not send anything
        start(MediaTestSettings.withPairs(50, Duration.ofMillis(600), Duration.ofMinutes(5)));
        MediaLeg leg = engine.open(CALL, listener);
        try (RtpPeer caller = new RtpPeer(leg.localPort())) {
            leg.negotiated(MediaEngineTest.agreement(caller.address(), Codec.PCMU, 20, Direction.SENDRECV));
            leg.startSending();
            await().until(() -> !listener.events.isEmpty());

            // When: the answer
            leg.startSending();
            int told = listener.events.size();
            caller.receive(10);

            // Then
            assertThat(listener.events).hasSize(told);
        }
        leg.close();
    }

    @Test
    void reportsGoOutAndTheLastSaysGoodbye() throws IOException {
        // Given: RTCP goes to the port above RTP until a report came from elsewhere
        start(MediaTestSettings.defaults());
        MediaLeg leg = engine.open(CALL, listener);
        try (DatagramSocket rtcp = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            rtcp.setSoTimeout(5000);
            int rtpPort = rtcp.getLocalPort() - 1;
            leg.negotiated(MediaEngineTest.agreement(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), rtpPort),
                    Codec.PCMU,
                    20,
                    Direction.SENDRECV));

            // When
            leg.startSending();
            List<RtcpPacket> report = receive(rtcp);
            leg.close();
            List<RtcpPacket> last = receive(rtcp);
            while (last.size() < 3) {
                last = receive(rtcp);
            }

            // Then
            assertThat(report.getFirst())
                    .isInstanceOfSatisfying(
                            RtcpPacket.SenderReport.class,
                            sent -> assertThat(sent.packets()).isPositive());
            assertThat(last.getLast()).isInstanceOf(RtcpPacket.Goodbye.class);
        }
    }

    private void start(MediaTestSettings settings) {
        engine = new MediaEngine(settings, registry);
        engine.start();
    }

    private static List<RtcpPacket> receive(DatagramSocket socket) throws IOException {
        DatagramPacket datagram = new DatagramPacket(new byte[1000], 1000);
        socket.receive(datagram);
        List<RtcpPacket> packets = RtcpPacket.parse(ByteBuffer.wrap(datagram.getData(), 0, datagram.getLength()));
        assertThat(packets).isNotNull();
        return packets;
    }
}
