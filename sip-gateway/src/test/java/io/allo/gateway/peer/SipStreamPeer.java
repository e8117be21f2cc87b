// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A callee on a TCP port: answers by a script on the connection that asked, and keeps what it heard. */
public final class SipStreamPeer implements AutoCloseable {
    private final ServerSocket server;
    private final Function<SipText, List<String>> script;
    private final List<SipText> heard = new CopyOnWriteArrayList<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();

    /** @param port on loopback, for example that of a {@link SipServerPeer} */
    public SipStreamPeer(int port, Function<SipText, List<String>> script) {
        try {
            server = new ServerSocket(port, 10, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.script = script;
        Thread.ofVirtual().start(this::accept);
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = server.accept();
                connections.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = connection.getInputStream();
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                head.write(next);
                if (head.toString(UTF_8).endsWith("\r\n\r\n") && head.size() > 4) {
                    SipText start = SipText.parse(head.toByteArray());
                    String length = start.header("Content-Length");
                    head.write(in.readNBytes(length == null ? 0 : Integer.parseInt(length)));
                    SipText message = SipText.parse(head.toByteArray());
                    heard.add(message);
                    for (String answer : script.apply(message)) {
                        connection.getOutputStream().write(answer.getBytes(UTF_8));
                    }
                    head.reset();
                }
            }
        } catch (IOException e) {
            // the other side is gone
        }
    }

    /** Requests of this method so far. */
    public List<SipText> requests(String method) {
        return heard.stream()
                .filter(message -> message.startLine().startsWith(method + " "))
                .toList();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
