// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.peer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A phone on one TCP or TLS connection: sends what the test says, and reads messages by their Content-Length. */
public final class StreamPhone implements AutoCloseable {
    private final Socket socket;
    private final BlockingQueue<SipText> heard = new LinkedBlockingQueue<>();
    private volatile boolean closed;

    public StreamPhone(Socket socket) {
        this.socket = socket;
        Thread.ofPlatform().daemon().name("stream-phone").start(this::read);
    }

    private void read() {
        try (InputStream in = socket.getInputStream()) {
            while (true) {
                ByteArrayOutputStream head = new ByteArrayOutputStream();
                while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
                    int next = in.read();
                    if (next < 0) {
                        closed = true;
                        return;
                    }
                    head.write(next);
                }
                SipText text = SipText.parse(head.toByteArray());
                String length = text.header("Content-Length");
                head.writeBytes(in.readNBytes(length == null ? 0 : Integer.parseInt(length)));
                heard.add(SipText.parse(head.toByteArray()));
            }
        } catch (IOException e) {
            closed = true;
        }
    }

    /** @param transport {@code TCP} or {@code TLS}; a text worded for UDP is put right */
    public void send(String text, String transport) throws IOException {
        socket.getOutputStream()
                .write(text.replace("SIP/2.0/UDP", "SIP/2.0/" + transport).getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
    }

    public SipText expect(Predicate<SipText> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(8);
        while (true) {
            SipText next = heard.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                throw new AssertionError("nothing that fits within 8 s");
            }
            if (wanted.test(next)) {
                return next;
            }
        }
    }

    /** The other side closed the connection. */
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
