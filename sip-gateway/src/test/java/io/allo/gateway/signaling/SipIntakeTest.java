// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.gateway.peer.GatewayUnderTest;
import io.allo.gateway.peer.TestCall;
import io.allo.gateway.peer.TestPhone;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Seconds of overload must not take the memory: each datagram in the stack's queue once held 64 kB, without bound. */
class SipIntakeTest {
    private static final int LARGEST = 65_536;
    private static final byte[] BYE = "BYE sip:a SIP/2.0\r\n".getBytes(US_ASCII);
    private static final byte[] INVITE = "INVITE sip:a SIP/2.0\r\n".getBytes(US_ASCII);

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
            assertThat(intake.arrived(BYE)).isTrue();
        }
        assertThat(intake.arrived(BYE)).isFalse();

        intake.taken();

        assertThat(intake.arrived(BYE)).isTrue();
        assertThat(intake.waiting()).isEqualTo(SipIntake.MOST);
        assertThat(intake.delay()).isPositive();
    }

    @Test
    void anInviteBehindALateQueueIsDroppedAndWhatEndsCallsIsNot() {
        assertThat(intake.arrived(INVITE)).isTrue();
        await().until(() -> intake.delay().toMillis() > 500);

        assertThat(intake.arrived(INVITE)).isFalse();
        assertThat(intake.arrived(BYE)).isTrue();
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
