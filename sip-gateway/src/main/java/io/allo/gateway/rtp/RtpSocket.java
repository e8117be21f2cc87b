// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.rtp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;

/**
 * The two UDP sockets of one stream, RTP on an even port and RTCP on the next, not blocking. They are not connected: a peer
 * behind a NAT answers from an address that no one announced.
 */
public final class RtpSocket implements AutoCloseable {
    /** DSCP EF, expedited forwarding (RFC 3246), in the place of the old type-of-service byte. */
    private static final int EXPEDITED_FORWARDING = 46 << 2;

    private final DatagramChannel rtp;
    private final DatagramChannel rtcp;
    private final int port;

    private RtpSocket(DatagramChannel rtp, DatagramChannel rtcp, int port) {
        this.rtp = rtp;
        this.rtcp = rtcp;
        this.port = port;
    }

    /** @throws IOException when one of the two ports is taken; then none is bound */
    public static RtpSocket bind(InetAddress address, int evenPort) throws IOException {
        DatagramChannel rtp = bindOne(address, evenPort);
        try {
            return new RtpSocket(rtp, bindOne(address, evenPort + 1), evenPort);
        } catch (IOException e) {
            rtp.close();
            throw e;
        }
    }

    public DatagramChannel rtp() {
        return rtp;
    }

    public DatagramChannel rtcp() {
        return rtcp;
    }

    public int port() {
        return port;
    }

    @Override
    public void close() throws IOException {
        try (rtp;
                rtcp) {
            // Both, even if the first fails.
        }
    }

    private static DatagramChannel bindOne(InetAddress address, int port) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.IP_TOS, EXPEDITED_FORWARDING);
            channel.bind(new InetSocketAddress(address, port));
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }
}
