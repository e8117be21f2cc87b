// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.EndReason;
import io.allo.gateway.peer.GatewayUnderTest;
import io.allo.gateway.peer.InMemoryWorker;
import io.allo.gateway.peer.SipText;
import io.allo.gateway.peer.TestCall;
import io.allo.gateway.peer.TestPhone;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Seconds of overload must not take the memory: each datagram in the stack's queue once held 64 kB, without bound. */
class SipIntakeTest {
    private static final int LARGEST = 65_536;

    private final SipIntake intake = new SipIntake();

    @Test
    void aPacketHoldsItsMessageAndNoMore() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (DatagramSocket port = intake.open(0, loopback);
                DatagramSocket peer = new DatagramSocket(0, loopback)) {
            // Given
            peer.connect(port.getLocalSocketAddress());
            byte[] message = "OPTIONS sip:a SIP/2.0\r\n\r\n".getBytes(US_ASCII);
            peer.send(new DatagramPacket(message, message.length));

            // When
            DatagramPacket packet = new DatagramPacket(new byte[LARGEST], LARGEST);
            port.receive(packet);

            // Then
            assertThat(packet.getData()).isEqualTo(message);
            assertThat(packet.getSocketAddress()).isEqualTo(peer.getLocalSocketAddress());
            assertThat(intake.waiting()).isOne();
        }
    }

    @Test
    void moreThanTheStackCanTakeIsDroppedAndRoomIsMadeByWhatItTakes() {
        for (int i = 0; i < SipIntake.MOST; i++) {
            assertThat(intake.arrived()).isTrue();
        }
        assertThat(intake.arrived()).isFalse();

        intake.taken();

        assertThat(intake.arrived()).isTrue();
        assertThat(intake.waiting()).isEqualTo(SipIntake.MOST);
        assertThat(intake.delay()).isPositive();
    }

    /** Refusing is cheap, and a caller who hears 503 at once sends no copies. */
    @Test
    void whileTheGatewayIsLateNewCallsHear503AndThoseThatLiveGoOn() {
        AtomicReference<Duration> wait = new AtomicReference<>(Duration.ZERO);
        try (InMemoryWorker worker = new InMemoryWorker(GatewayUnderTest.SERVICE_KEY, InMemoryWorker.answerAfter(0));
                GatewayUnderTest gateway = new GatewayUnderTest(Map.of("max-queueing", "20s"), worker);
                TestPhone phone = new TestPhone(gateway.port())) {
            gateway.calls().congestion().watchDelay(wait::get);
            TestCall call = phone.call("restaurant");
            call.establish();
            wait.set(Duration.ofSeconds(30));

            // When
            TestCall next = phone.call("restaurant").invite();
            SipText refused = next.expect(503);
            next.ackRefusal();

            // Then
            assertThat(refused.header("Retry-After")).isEqualTo("2");
            assertThat(gateway.telemetry().refused()).containsExactly(EndReason.OVERLOADED);
            call.sendInDialog("INVITE", TestCall.OFFER.replace("o=phone 1 1", "o=phone 1 2"));
            call.expect(200);
            call.ack();
            assertThat(call.bye().status()).isEqualTo(200);
            wait.set(Duration.ZERO);
            phone.call("restaurant").establish();
        }
    }

    @Test
    void whatTheStackReadReadableOrNotIsCountedOut() throws IOException {
        try (GatewayUnderTest gateway = new GatewayUnderTest();
                TestPhone phone = new TestPhone(gateway.port())) {
            // When
            for (String datagram :
                    List.of("", "\r\n\r\n", "\0\1\2\3", "INVITE sip:a SIP/2.0\r\n\r\n", "x".repeat(2000))) {
                phone.send(datagram);
            }
            TestCall ping = phone.call("restaurant");
            phone.send(ping.request("OPTIONS", "sip:ping@127.0.0.1", TestCall.branch(), 1, "", ""));
            phone.expectFinal("OPTIONS");

            // Then
            assertThat(gateway.sip().intake().waiting()).isZero();
            assertThat(gateway.sip().intake().delay()).isZero();
        }
    }
}
