// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A wire to a server that a test can cut and mend. */
public final class TcpRelay implements AutoCloseable {
    private final URI server;
    private final int port;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile ServerSocket door;

    public TcpRelay(URI server) {
        this.server = server;
        this.port = open(0);
    }

    private int open(int wanted) {
        try {
            ServerSocket opened = new ServerSocket(wanted, 50, InetAddress.getLoopbackAddress());
            door = opened;
            Thread.ofVirtual().start(() -> accept(opened));
            return opened.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket opened) {
        try {
            while (true) {
                Socket near = opened.accept();
                Socket far = new Socket(server.getHost(), server.getPort());
                sockets.addAll(List.of(near, far));
                Thread.ofVirtual().start(() -> pump(near, far));
                Thread.ofVirtual().start(() -> pump(far, near));
            }
        } catch (IOException e) {
            // cut
        }
    }

    private static void pump(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // cut
        }
    }

    public int port() {
        return port;
    }

    /** From now on nobody is there. */
    public void cut() {
        try {
            door.close();
            for (Socket socket : sockets) {
                socket.close();
            }
            sockets.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void mend() {
        open(port);
    }

    @Override
    public void close() {
        cut();
    }
}
