// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.allo.gateway.call.AudioPolicy;
import io.allo.gateway.call.MediaLeg;
import io.allo.gateway.call.NegotiatedAudio;
import io.allo.gateway.sdp.Answered;
import io.allo.gateway.sdp.LocalAudio;
import io.allo.gateway.sdp.SdpNegotiation;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** The least SIP that a telephone needs to get our answer: takes one INVITE by hand, and says BYE. */
final class InviteAnswerer implements AutoCloseable {
    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final MediaLeg leg;
    private final AudioPolicy policy;
    private @Nullable NegotiatedAudio agreed;
    private @Nullable SocketAddress phone;
    private String invite = "";

    InviteAnswerer(MediaLeg leg, AudioPolicy policy) throws IOException {
        this.leg = leg;
        this.policy = policy;
        socket.setSoTimeout(10_000);
    }

    int port() {
        return socket.getLocalPort();
    }

    NegotiatedAudio agreed() {
        return requireNonNull(agreed, "agreed");
    }

    void answer() throws IOException {
        invite = receive("INVITE");
        byte[] offer = invite.substring(invite.indexOf("\r\n\r\n") + 4).getBytes(UTF_8);
        SdpNegotiation negotiation = new SdpNegotiation(new LocalAudio("127.0.0.1", leg.localPort(), policy));
        if (!(negotiation.answer(offer) instanceof Answered answered)) {
            throw new AssertionError("offer not taken:\n" + invite);
        }
        agreed = answered.audio();
        leg.negotiated(agreed);
        send("SIP/2.0 200 OK\r\n" + header("Via") + header("From") + to() + header("Call-ID") + header("CSeq")
                + "Contact: <sip:us@127.0.0.1:" + port() + ">\r\nContent-Type: application/sdp\r\nContent-Length: "
                + answered.body().length() + "\r\n\r\n" + answered.body());
        receive("ACK");
        leg.startSending();
    }

    void hangUp() throws IOException {
        String contact = header("Contact").replaceAll("(?s).*<([^>]+)>.*", "$1");
        send("BYE " + contact + " SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:" + port() + ";branch=z9hG4bKbye\r\n"
                + to().replaceFirst("To", "From") + header("From").replaceFirst("From", "To") + header("Call-ID")
                + "CSeq: 1 BYE\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n");
    }

    private String to() {
        return header("To").strip() + ";tag=ours\r\n";
    }

    private String header(String name) {
        return invite.lines()
                        .filter(line -> line.startsWith(name + ":"))
                        .findFirst()
                        .orElseThrow()
                + "\r\n";
    }

    private String receive(String method) throws IOException {
        while (true) {
            DatagramPacket datagram = new DatagramPacket(new byte[8192], 8192);
            socket.receive(datagram);
            String text = new String(datagram.getData(), 0, datagram.getLength(), UTF_8);
            if (text.startsWith(method)) {
                phone = datagram.getSocketAddress();
                return text;
            }
        }
    }

    private void send(String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, requireNonNull(phone)));
    }

    @Override
    public void close() {
        socket.close();
    }
}
