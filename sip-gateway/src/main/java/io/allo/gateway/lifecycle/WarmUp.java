// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.allo.gateway.config.SipConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Warms the SIP path through the own port before calls are let in: a cold JVM collapses under a rate that a warm one hardly
 * feels. INVITEs are refused with 503 meanwhile, and OPTIONS answered, so parsing, gate, transactions and answers get compiled.
 */
@ApplicationScoped
class WarmUp {
    private static final Logger LOG = Logger.getLogger(WarmUp.class);
    private static final int ROUNDS = 400;
    private static final Duration LONGEST = Duration.ofSeconds(3);
    private static final Duration SETTLED = Duration.ofSeconds(10);
    private static final int ANSWER_MILLIS = 500;
    private static final int LARGEST = 65_535;
    private static final String OFFER = """
            v=0\r
            o=warm 1 1 IN IP4 127.0.0.1\r
            s=-\r
            c=IN IP4 127.0.0.1\r
            t=0 0\r
            m=audio 9 RTP/AVP 8 0 101\r
            a=rtpmap:101 telephone-event/8000\r
            """;

    private final SipConfig config;

    WarmUp(SipConfig config) {
        this.config = config;
    }

    /** @param port of the own SIP endpoint */
    void run(int port) {
        long begin = System.nanoTime();
        int rounds = 0;
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(target(), 0))) {
            socket.connect(target(), port);
            socket.setSoTimeout(ANSWER_MILLIS);
            while (rounds < ROUNDS && System.nanoTime() - begin < LONGEST.toNanos()) {
                if (exchange(socket, rounds % 2 == 0 ? "OPTIONS" : "INVITE")) {
                    rounds++;
                }
            }
            settle(socket);
            if (rounds == 0) {
                LOG.warn("warm-up: no answer from the own port");
            }
        } catch (IOException e) {
            LOG.warnf("warm-up stopped after %d rounds: %s", rounds, e.getMessage());
        }
        LOG.debugf("%d warm-up rounds in %d ms", rounds, (System.nanoTime() - begin) / 1_000_000);
    }

    /**
     * Messages are taken in order: when a last OPTIONS is answered, every INVITE before it is refused. One that was still in the
     * queue when calls are let in would become one.
     */
    private static void settle(DatagramSocket socket) throws IOException {
        String last = "settled-" + UUID.randomUUID();
        long begin = System.nanoTime();
        send(socket, "OPTIONS", last);
        while (System.nanoTime() - begin < SETTLED.toNanos()) {
            DatagramPacket answer = new DatagramPacket(new byte[LARGEST], LARGEST);
            try {
                socket.receive(answer);
            } catch (SocketTimeoutException e) {
                send(socket, "OPTIONS", last);
                continue;
            }
            if (new String(answer.getData(), 0, answer.getLength(), UTF_8).contains(last)) {
                return;
            }
        }
        LOG.warn("warm-up: its last message is not answered");
    }

    private InetAddress target() {
        InetAddress bound = InetAddress.ofLiteral(config.bindAddress());
        return bound.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound;
    }

    /** False when no answer came in time: a busy machine, which is what the warm-up is for. */
    private static boolean exchange(DatagramSocket socket, String method) throws IOException {
        send(socket, method, UUID.randomUUID().toString());
        try {
            socket.receive(new DatagramPacket(new byte[LARGEST], LARGEST));
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private static void send(DatagramSocket socket, String method, String id) throws IOException {
        String self = socket.getLocalAddress().getHostAddress() + ":" + socket.getLocalPort();
        String body = method.equals("INVITE") ? OFFER : "";
        String message = method + " sip:warm@" + self + " SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP " + self + ";rport;branch=z9hG4bK" + id + "\r\n"
                + "From: <sip:warm@" + self + ">;tag=" + id + "\r\n"
                + "To: <sip:warm@" + self + ">\r\n"
                + "Call-ID: " + id + "\r\n"
                + "CSeq: 1 " + method + "\r\n"
                + "Contact: <sip:warm@" + self + ">\r\n"
                + "Max-Forwards: 70\r\n"
                + (body.isEmpty() ? "" : "Content-Type: application/sdp\r\n")
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
        byte[] bytes = message.getBytes(UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length));
    }
}
