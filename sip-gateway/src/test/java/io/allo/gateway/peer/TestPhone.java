// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A phone on one UDP socket that does exactly what the test tells it: no timers, no retransmissions of its own. */
public final class TestPhone implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final DatagramSocket socket;
    private final InetSocketAddress gateway;
    private final BlockingQueue<SipText> heard = new LinkedBlockingQueue<>();

    public TestPhone(int gatewayPort) {
        this(gatewayPort, "127.0.0.1");
    }

    /** @param source its own address on this machine: another one is another caller */
    public TestPhone(int gatewayPort, String source) {
        try {
            gateway = new InetSocketAddress(InetAddress.getLoopbackAddress(), gatewayPort);
            socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(source), 0));
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().name("test-phone").start(this::read);
    }

    private void read() {
        byte[] buffer = new byte[65_535];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
            } catch (IOException e) {
                return;
            }
            heard.add(SipText.parse(Arrays.copyOf(packet.getData(), packet.getLength())));
        }
    }

    public String address() {
        return socket.getLocalAddress().getHostAddress() + ":" + socket.getLocalPort();
    }

    public int gatewayPort() {
        return gateway.getPort();
    }

    public void send(String message) {
        byte[] bytes = message.getBytes(UTF_8);
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, gateway));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A call to be; nothing is sent yet. */
    public TestCall call(String user) {
        return new TestCall(this, user, UUID.randomUUID().toString());
    }

    /** The next message that fits; others before it are dropped. */
    public SipText expect(Predicate<SipText> wanted, String description) {
        SipText found = expect(wanted, PATIENCE);
        if (found == null) {
            throw new AssertionError("no " + description + " within " + PATIENCE);
        }
        return found;
    }

    public SipText expect(int status, String method) {
        return expect(m -> m.status() == status && m.method().equals(method), status + " to " + method);
    }

    public SipText expectFinal(String method) {
        return expect(m -> m.status() >= 200 && m.method().equals(method), "final answer to " + method);
    }

    public SipText expectRequest(String method) {
        return expect(m -> !m.isResponse() && m.method().equals(method), method);
    }

    /** Null when none came in time. */
    public @Nullable SipText expect(Predicate<SipText> wanted, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        try {
            while (true) {
                SipText next = heard.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (next == null || wanted.test(next)) {
                    return next;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
