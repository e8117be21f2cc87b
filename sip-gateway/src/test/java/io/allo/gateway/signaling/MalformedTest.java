// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.allo.gateway.peer.GatewayUnderTest;
import io.allo.gateway.peer.InMemoryWorker;
import io.allo.gateway.peer.SipText;
import io.allo.gateway.peer.StreamPhone;
import io.allo.gateway.peer.TestCall;
import io.allo.gateway.peer.TestPhone;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that cannot be read, in the manner of RFC 4475, over UDP and TCP; and addresses of both families. */
class MalformedTest {
    private static InMemoryWorker worker;
    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        worker = new InMemoryWorker(GatewayUnderTest.SERVICE_KEY, InMemoryWorker.answerAfter(0));
        gateway = new GatewayUnderTest(Map.of("t1", "50ms"), worker);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        worker.close();
    }

    /** A text to replace in a good INVITE, its replacement, and the answer. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "From: <sip:, From: \"broken <sip:, 400",
                "To: <sip:, To: \"Mr. J. User <sip:, 400",
                "CSeq: 1 INVITE, CSeq: 36893488147419103232 INVITE, 400",
                "CSeq: 1 INVITE, CSeq: 1 OPTIONS, 400",
                "INVITE sip:, INVITE <sip:, 400",
                "INVITE sip:, `INVITE sip:a b ,`, 400",
                "Call-ID:, X-Call-ID:, 400",
                "CSeq:, X-CSeq:, 400",
                "From:, X-From:, 400",
                "To: <, X-To: <, 400",
                "Max-Forwards: 70, Max-Forwards: 70|From: <sip:other@b>;tag=2, 400",
                "Max-Forwards: 70, Max-Forwards: 300, 400",
                "Contact: <sip:, `Contact: <sip:a@b>;;,,;,`, 400",
                "Max-Forwards: 70, Max-Forwards: 0, 483",
                "Max-Forwards: 70, Max-Forwards: 70|Require: nothing-known, 420",
                "INVITE sip:, INVITE nobody:, 416",
                "SIP/2.0|Via, SIP/7.0|Via, 505"
            })
    void brokenRequestIsRefusedAndTheNextOneServed(String text, String replacement, int status) throws Exception {
        String from = text.replace("|", "\r\n");
        String to = replacement.replace("|", "\r\n");
        try (TestPhone phone = new TestPhone(gateway.port())) {
            phone.send(
                    phone.call("a").inviteText(TestCall.OFFER).replaceFirst(java.util.regex.Pattern.quote(from), to));
            assertThat(phone.expect(SipText::isResponse, "answer over UDP").status())
                    .isEqualTo(status);
            assertThat(served(phone)).isEqualTo(200);
        }
        try (TestPhone words = new TestPhone(gateway.port());
                StreamPhone phone = new StreamPhone(new Socket(InetAddress.getLoopbackAddress(), gateway.port()))) {
            String invite = words.call("a").inviteText(TestCall.OFFER);
            phone.send(invite.replaceFirst(java.util.regex.Pattern.quote(from), to), "TCP");
            assertThat(phone.expect(m -> m.status() >= 200).status()).isEqualTo(status);
            assertThat(served(words)).isEqualTo(200);
        }
    }

    /** Asks like a client: again when nothing comes, since a burst may overrun a UDP buffer. */
    private static int served(TestPhone phone) {
        String options = phone.call("a").request("OPTIONS", "sip:ping@127.0.0.1", TestCall.branch(), 1, "", "");
        for (int i = 0; i < 8; i++) {
            phone.send(options);
            SipText answer =
                    phone.expect(m -> m.status() >= 200 && m.method().equals("OPTIONS"), Duration.ofSeconds(1));
            if (answer != null) {
                return answer.status();
            }
        }
        throw new AssertionError("OPTIONS is not answered any more");
    }

    /** Bytes changed at random in messages of every kind: whatever comes of each, the next request is served. */
    @Test
    void damagedMessagesHarmNobody() {
        Random random = new Random(20261121);
        try (TestPhone phone = new TestPhone(gateway.port())) {
            TestCall call = phone.call("a");
            String[] good = {
                call.inviteText(
                        TestCall.OFFER,
                        "Require: 100rel",
                        "Session-Expires: 1800;refresher=uac",
                        "Min-SE: 90",
                        "Supported: timer, 100rel"),
                call.request("PRACK", "sip:a@127.0.0.1", TestCall.branch(), 2, "x", "", "RAck: 1 1 INVITE"),
                call.request(
                        "INFO",
                        "sip:a@127.0.0.1",
                        TestCall.branch(),
                        3,
                        "x",
                        "Signal=1\r\n",
                        "Content-Type: application/dtmf-relay"),
                call.request(
                        "INVITE",
                        "sip:a@127.0.0.1",
                        TestCall.branch(),
                        4,
                        "",
                        TestCall.OFFER,
                        "Authorization: Digest username=\"a\", realm=\"allo\", nonce=\"1.2.3\", uri=\"sip:a\", response=\"0\", nc=00000001, cnonce=\"x\", qop=auth",
                        "P-Asserted-Identity: <tel:+33123456789>",
                        "Diversion: <sip:1@2>;reason=user-busy",
                        "Replaces: 1@2;to-tag=3;from-tag=4")
            };
            for (int i = 0; i < 400; i++) {
                byte[] bytes = good[random.nextInt(good.length)].getBytes(UTF_8);
                for (int j = random.nextInt(6); j >= 0; j--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                phone.send(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1));
            }
            assertThat(served(phone)).isEqualTo(200);
        }
    }

    @Test
    void oneListenerServesBothAddressFamilies() throws Exception {
        assumeTrue(hasIpv6(), "no IPv6 here");
        try (GatewayUnderTest both = new GatewayUnderTest(Map.of("bind-address", "::"), worker);
                DatagramSocket six = new DatagramSocket(new InetSocketAddress("::1", 0))) {
            try (TestPhone four = new TestPhone(both.port())) {
                four.call("a").establish();
            }
            try (TestPhone words = new TestPhone(both.port())) {
                String invite = words.call("a")
                        .inviteText(TestCall.OFFER.replace("IP4 127.0.0.1", "IP6 ::1"))
                        .replace(words.address(), "[::1]:" + six.getLocalPort());
                byte[] bytes = invite.replaceFirst(
                                "Content-Length: \\d+",
                                "Content-Length: "
                                        + TestCall.OFFER
                                                .replace("IP4 127.0.0.1", "IP6 ::1")
                                                .length())
                        .getBytes(UTF_8);
                six.send(new DatagramPacket(bytes, bytes.length, InetAddress.getByName("::1"), both.port()));
                SipText ok = answer(six, 200);
                assertThat(ok.body()).contains("c=IN IP6");
                assertThat(ok.contact()).contains("[");
            }
        }
    }

    private static boolean hasIpv6() {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress("::1", 0))) {
            return socket.isBound();
        } catch (SocketException _) {
            return false;
        }
    }

    private static SipText answer(DatagramSocket socket, int status) throws IOException {
        socket.setSoTimeout(8000);
        byte[] buffer = new byte[65_535];
        while (true) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            socket.receive(packet);
            SipText text = SipText.parse(Arrays.copyOf(packet.getData(), packet.getLength()));
            if (text.status() == status) {
                return text;
            }
        }
    }
}
