// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import io.allo.gateway.call.CallId;
import io.allo.gateway.call.NegotiatedAudio.Transport;
import io.allo.gateway.call.SrtpKeys;
import io.allo.gateway.rtp.RtpPacket;
import io.allo.gateway.rtp.RtpSocket;
import io.allo.gateway.rtp.SrtpSession;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Base64;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The wire of one stream: its two sockets, where RTCP goes, and the encryption of both. One thread. */
final class StreamSocket {
    private static final Logger LOG = Logger.getLogger(StreamSocket.class);

    private final CallId callId;
    private final RtpSocket socket;
    private final MediaLoop loop;
    private final StreamCounters counters;

    private Transport transport = Transport.PLAIN;
    private @Nullable SrtpSession srtp;
    private @Nullable InetSocketAddress rtcpSource;

    StreamSocket(CallId callId, RtpSocket socket, MediaLoop loop, StreamCounters counters) {
        this.callId = callId;
        this.socket = socket;
        this.loop = loop;
        this.counters = counters;
    }

    void open(MediaLoop.Reader rtp, MediaLoop.Reader rtcp) {
        try {
            loop.register(socket.rtp(), rtp);
            loop.register(socket.rtcp(), rtcp);
        } catch (IOException e) {
            LOG.warnf(e, "call %s: media sockets closed before use", callId);
        }
    }

    /** A (new) agreement. Keys that stayed the same go on counting: a restart would encrypt twice with one key stream. */
    void negotiated(Transport agreed) {
        SrtpKeys keys = agreed.srtp();
        if (keys == null) {
            srtp = null;
        } else if (!keys.equals(transport.srtp())) {
            srtp = srtp != null && transport.srtp() != null && sameSender(keys, transport.srtp())
                    ? srtp.withRemote(Base64.getDecoder().decode(keys.remote()))
                    : new SrtpSession(
                            Base64.getDecoder().decode(keys.local()),
                            Base64.getDecoder().decode(keys.remote()),
                            keys.suite().tagBytes);
        }
        transport = agreed;
    }

    /** Decrypts what was read from a socket; false when it must be dropped. */
    boolean openRtp(ByteBuffer datagram) {
        return opened(srtp == null || srtp.open(datagram));
    }

    boolean openRtcp(ByteBuffer datagram) {
        return opened(srtp == null || srtp.openControl(datagram));
    }

    /** The peer's reports come from here: ours go back there. */
    void rtcpHeardFrom(InetSocketAddress source) {
        rtcpSource = source;
    }

    /** @return true when the packet left */
    boolean sendRtp(RtpPacket packet, InetSocketAddress destination) {
        ByteBuffer out = loop.buffer();
        packet.write(out);
        out.flip();
        return (srtp == null || srtp.protect(out)) && send(socket.rtp(), out, destination);
    }

    /** @param peer where RTP goes, null before any agreement */
    void sendRtcp(ByteBuffer report, @Nullable InetSocketAddress peer) {
        InetSocketAddress destination = rtcpDestination(peer);
        if (destination == null || destination.getAddress().isAnyLocalAddress()) {
            return;
        }
        if (srtp == null || srtp.protectControl(report)) {
            send(transport.rtcpMux() ? socket.rtp() : socket.rtcp(), report, destination);
        }
    }

    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debugf(e, "call %s: closing the media sockets", callId);
        }
    }

    private static boolean sameSender(SrtpKeys a, SrtpKeys b) {
        return a.suite() == b.suite() && a.local().equals(b.local());
    }

    private boolean opened(boolean genuine) {
        if (!genuine) {
            counters.unauthentic++;
        }
        return genuine;
    }

    private @Nullable InetSocketAddress rtcpDestination(@Nullable InetSocketAddress peer) {
        if (transport.rtcpMux()) {
            return peer;
        }
        if (rtcpSource != null) {
            return rtcpSource;
        }
        if (transport.remoteRtcp() != null) {
            return transport.remoteRtcp();
        }
        return peer == null || peer.getPort() == 65535
                ? null
                : new InetSocketAddress(peer.getAddress(), peer.getPort() + 1);
    }

    private boolean send(DatagramChannel channel, ByteBuffer datagram, InetSocketAddress destination) {
        try {
            if (channel.send(datagram, destination) > 0) {
                return true;
            }
        } catch (IOException e) {
            LOG.debugf(e, "call %s: media not sent", callId);
        }
        counters.sendFailures++;
        return false;
    }
}
