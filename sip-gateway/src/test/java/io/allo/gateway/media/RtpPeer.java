// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import io.allo.gateway.rtp.RtpPacket;
import io.allo.gateway.rtp.TelephoneEvent;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** A caller's RTP socket on loopback. */
final class RtpPeer implements AutoCloseable {
    private final DatagramSocket socket;
    private final int gatewayPort;
    int ssrc = 0x11223344;
    int sequence = 65_530; // wraps soon
    int timestamp = 1000;

    RtpPeer(int gatewayPort) throws IOException {
        this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        this.gatewayPort = gatewayPort;
        socket.setSoTimeout(5000);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    void sendAudio(byte[] payload) throws IOException {
        send(new RtpPacket(false, 0, sequence, timestamp, ssrc, payload));
        sequence = (sequence + 1) & 0xFFFF;
        timestamp += payload.length;
    }

    void sendAudioTo(int port, byte[] payload) throws IOException {
        RtpPacket packet = new RtpPacket(false, 0, sequence, timestamp, ssrc, payload);
        ByteBuffer out = ByteBuffer.allocate(RtpPacket.HEADER_BYTES + payload.length);
        packet.write(out);
        sendRaw(out.array(), port);
        sequence = (sequence + 1) & 0xFFFF;
        timestamp += payload.length;
    }

    void sendKeyPacket(TelephoneEvent event, int startTimestamp) throws IOException {
        send(new RtpPacket(false, 101, sequence, startTimestamp, ssrc, event.payload()));
        sequence = (sequence + 1) & 0xFFFF;
    }

    void send(RtpPacket packet) throws IOException {
        sendTo(gatewayPort, packet);
    }

    void sendTo(int port, RtpPacket packet) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(RtpPacket.HEADER_BYTES + packet.payload().length);
        packet.write(out);
        sendRaw(out.array(), port);
    }

    void sendRaw(byte[] datagram) throws IOException {
        sendRaw(datagram, gatewayPort);
    }

    void sendRaw(byte[] datagram, int port) throws IOException {
        socket.send(new DatagramPacket(datagram, datagram.length, InetAddress.getLoopbackAddress(), port));
    }

    /** The next packet; fails after 5 s. */
    RtpPacket receive() throws IOException {
        DatagramPacket datagram = new DatagramPacket(new byte[2048], 2048);
        socket.receive(datagram);
        RtpPacket packet = RtpPacket.parse(ByteBuffer.wrap(datagram.getData(), 0, datagram.getLength()));
        if (packet == null) {
            throw new AssertionError("not an RTP packet");
        }
        return packet;
    }

    /** The next datagram, whatever it is; fails after 5 s. */
    byte[] receiveRaw() throws IOException {
        DatagramPacket datagram = new DatagramPacket(new byte[2048], 2048);
        socket.receive(datagram);
        return Arrays.copyOf(datagram.getData(), datagram.getLength());
    }

    List<RtpPacket> receive(int count) throws IOException {
        List<RtpPacket> packets = new ArrayList<>();
        while (packets.size() < count) {
            packets.add(receive());
        }
        return packets;
    }

    /** Reads over packets until one fits. */
    RtpPacket receiveUntil(Predicate<RtpPacket> wanted) throws IOException {
        for (int i = 0; i < 500; i++) {
            RtpPacket packet = receive();
            if (wanted.test(packet)) {
                return packet;
            }
        }
        throw new AssertionError("no such packet among 500");
    }

    boolean hearsNothingFor(int milliseconds) throws IOException {
        socket.setSoTimeout(milliseconds);
        try {
            receive();
            return false;
        } catch (SocketTimeoutException _) {
            return true;
        } finally {
            socket.setSoTimeout(5000);
        }
    }

    /** Drops what has arrived so far. @return how many packets */
    int discardWaiting() throws IOException {
        socket.setSoTimeout(1);
        int discarded = 0;
        try {
            while (true) {
                receive();
                discarded++;
            }
        } catch (SocketTimeoutException _) {
            return discarded;
        } finally {
            socket.setSoTimeout(5000);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
