// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.core.net.NetworkLayer;
import gov.nist.javax.sip.SipStackImpl;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The stack's sockets. A connection gives up after {@link #PATIENCE} instead of minutes, and a TLS one knows the domain that it
 * is to reach. Instantiated by name. Thread-safe.
 */
public final class SipNetworkLayer implements NetworkLayer {
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final int REMEMBERED = 10_000;

    private final Map<InetSocketAddress, String> domains = new ConcurrentHashMap<>();
    private final SipIntake intake = new SipIntake();
    private volatile @Nullable SSLContext tls;

    /** What came by UDP and is not parsed yet. */
    SipIntake intake() {
        return intake;
    }

    /** Before the TLS port opens. */
    void tls(SSLContext context) {
        tls = context;
    }

    /** Connections to this address must show the certificate of this domain (RFC 5922), whatever server record led there. */
    void expect(InetAddress address, int port, String domain) {
        if (domains.size() >= REMEMBERED) {
            domains.clear();
        }
        domains.put(new InetSocketAddress(address, port), domain);
    }

    private SSLContext context() throws IOException {
        SSLContext context = tls;
        if (context == null) {
            throw new IOException("TLS is not open");
        }
        return context;
    }

    @Override
    public SSLServerSocket createSSLServerSocket(int port, int backlog, InetAddress address) throws IOException {
        return (SSLServerSocket) context().getServerSocketFactory().createServerSocket(port, backlog, address);
    }

    /** The local address is left to the routing table: a socket bound to a loopback listener reaches nobody. */
    @Override
    public SSLSocket createSSLSocket(InetAddress address, int port, InetAddress local) throws IOException {
        return createSSLSocket(address, port);
    }

    @Override
    public SSLSocket createSSLSocket(InetAddress address, int port) throws IOException {
        String domain = domains.getOrDefault(new InetSocketAddress(address, port), address.getHostAddress());
        Socket plain = connect(address, port, null, 0);
        return (SSLSocket) context().getSocketFactory().createSocket(plain, domain, port, true);
    }

    private static Socket connect(InetAddress address, int port, @Nullable InetAddress local, int localPort)
            throws IOException {
        Socket socket = new Socket();
        try {
            if (local != null) {
                socket.bind(new InetSocketAddress(local, localPort));
            }
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(address, port), (int) PATIENCE.toMillis());
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
        return new ServerSocket(port, backlog, address);
    }

    @Override
    public Socket createSocket(InetAddress address, int port) throws IOException {
        return connect(address, port, null, 0);
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress local) throws IOException {
        return connect(address, port, local, 0);
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort) throws IOException {
        return connect(address, port, local, localPort);
    }

    @Override
    public DatagramSocket createDatagramSocket() throws SocketException {
        return new DatagramSocket();
    }

    @Override
    public DatagramSocket createDatagramSocket(int port, InetAddress address) throws SocketException {
        return intake.open(port, address);
    }

    @Override
    public void setSipStack(SipStackImpl stack) {
        // knows enough
    }
}
