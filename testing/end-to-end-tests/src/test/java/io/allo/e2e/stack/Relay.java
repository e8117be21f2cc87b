// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.stack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A TCP relay on loopback between a service and what it needs. It passes everything on until a test takes the server away, slows
 * it, or has it stop where a {@link Breakpoint} says. One virtual thread a connection and direction.
 */
public final class Relay implements AutoCloseable {
    private static final int CHUNK = 65_536;
    private static final int CONNECT_MS = 2000;

    private final InetSocketAddress server;
    private final ServerSocket door;
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();
    private final List<Breakpoint> breakpoints = new CopyOnWriteArrayList<>();
    private volatile boolean away;
    private volatile Duration delay = Duration.ZERO;

    /** @param port where the real server is, or will be */
    Relay(int port) throws IOException {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.door = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** {@code 127.0.0.1:port} */
    public String authority() {
        return "127.0.0.1:" + door.getLocalPort();
    }

    /** Takes the server away: every connection breaks, and each new one is closed at once. */
    public void cut() {
        away = true;
        lines.forEach(Line::close);
    }

    public void restore() {
        away = false;
    }

    /** Each piece that the server sends waits for so long. */
    public void slow(Duration each) {
        delay = each;
    }

    /** From now on the relay stops once where the breakpoint says. */
    public Breakpoint stopAt(Breakpoint breakpoint) {
        breakpoints.add(breakpoint);
        return breakpoint;
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        Socket upstream = new Socket();
        Line line = new Line(client, upstream);
        try {
            if (away) {
                throw new IOException("away");
            }
            upstream.connect(server, CONNECT_MS);
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            lines.add(line);
            Thread.ofVirtual().start(() -> line.pass(upstream, client, false));
            if (away) {
                line.close();
            }
        } catch (IOException e) {
            line.close();
            return;
        }
        line.pass(client, upstream, true);
    }

    @Override
    public void close() throws IOException {
        door.close();
        lines.forEach(Line::close);
    }

    /** One connection of a client and ours to the server. */
    private final class Line {
        private final Socket client;
        private final Socket upstream;
        private final Progress progress = new Progress();

        Line(Socket client, Socket upstream) {
            this.client = client;
            this.upstream = upstream;
        }

        void pass(Socket from, Socket to, boolean asked) {
            byte[] bytes = new byte[CHUNK];
            try (InputStream in = from.getInputStream()) {
                for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                    Breakpoint reached = progress.reachedBy(new String(bytes, 0, read, ISO_8859_1), asked);
                    if (!asked && !delay.isZero()) {
                        Thread.sleep(delay); // a slow server, for tests of clients that do not wait for it
                    }
                    int passed = reached == null ? read : reached.hold(read);
                    to.getOutputStream().write(bytes, 0, passed);
                    if (passed < read) {
                        return;
                    }
                }
            } catch (IOException | UncheckedIOException e) {
                // One side is gone; so is the other, below.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                close();
            }
        }

        void close() {
            lines.remove(this);
            closeQuietly(client);
            closeQuietly(upstream);
        }

        private static void closeQuietly(Socket socket) {
            try {
                socket.close();
            } catch (IOException e) {
                // It was gone already.
            }
        }
    }

    /** How far each breakpoint has come on this connection. */
    private final class Progress {
        private final ConcurrentHashMap<Breakpoint, Integer> steps = new ConcurrentHashMap<>();

        synchronized @Nullable Breakpoint reachedBy(String piece, boolean asked) {
            for (Breakpoint breakpoint : breakpoints) {
                int step = breakpoint.after(steps.getOrDefault(breakpoint, 0), piece, asked);
                steps.put(breakpoint, step);
                if (breakpoint.isReachedAt(step) && breakpoints.remove(breakpoint)) {
                    return breakpoint;
                }
            }
            return null;
        }
    }
}
