// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A registrar, proxy or callee on one UDP socket: answers by a script, keeps what it heard, and says what the test wants. */
public final class SipServerPeer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final DatagramSocket socket;
    private final BlockingQueue<SipText> heard = new LinkedBlockingQueue<>();
    private final List<Heard> log = new CopyOnWriteArrayList<>();
    private volatile Function<SipText, List<String>> script = message -> List.of();
    private volatile @Nullable SocketAddress lastPeer;

    /** One message with the time of its arrival. */
    public record Heard(Instant at, SipText message) {}

    public SipServerPeer() {
        this(InetAddress.getLoopbackAddress());
    }

    /** @param at address of this machine */
    public SipServerPeer(InetAddress at) {
        try {
            socket = new DatagramSocket(new InetSocketAddress(at, 0));
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().name("sip-server-peer").start(this::read);
    }

    /** @param next gives the responses to each request, in order */
    public SipServerPeer script(Function<SipText, List<String>> next) {
        script = next;
        return this;
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
            if (packet.getLength() > 4) {
                lastPeer = packet.getSocketAddress();
                SipText message = SipText.parse(Arrays.copyOf(packet.getData(), packet.getLength()));
                log.add(new Heard(Instant.now(), message));
                heard.add(message);
                script.apply(message).forEach(this::send);
            } else {
                log.add(new Heard(Instant.now(), new SipText("", List.of(), "")));
            }
        }
    }

    public int port() {
        return socket.getLocalPort();
    }

    public String address() {
        String host = socket.getLocalAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port();
    }

    /** To whoever spoke last. */
    public void send(String message) {
        sendTo(lastPeer, message);
    }

    public void sendTo(@Nullable SocketAddress peer, String message) {
        byte[] bytes = message.getBytes(UTF_8);
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, peer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Text of a response. @param toTag put into To unless it has one, or is empty */
    public static String response(SipText request, int status, String toTag, String body, String... extra) {
        StringBuilder text = new StringBuilder("SIP/2.0 " + status + " Said\r\n");
        for (String name : List.of("Via", "From", "To", "Call-ID", "CSeq")) {
            for (String value : request.all(name)) {
                boolean tag = name.equals("To") && !toTag.isEmpty() && !value.contains(";tag=");
                text.append(name)
                        .append(": ")
                        .append(value)
                        .append(tag ? ";tag=" + toTag : "")
                        .append("\r\n");
            }
        }
        for (String header : extra) {
            text.append(header).append("\r\n");
        }
        if (!body.isEmpty()) {
            text.append("Content-Type: application/sdp\r\n");
        }
        return text.append("Content-Length: ")
                .append(body.length())
                .append("\r\n\r\n")
                .append(body)
                .toString();
    }

    public SipText expect(Predicate<SipText> wanted, String description) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (true) {
                SipText next = heard.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (next == null) {
                    throw new AssertionError("no " + description + " within " + PATIENCE + ", heard " + log);
                }
                if (wanted.test(next)) {
                    return next;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public SipText expectRequest(String method) {
        return expect(message -> !message.isResponse() && message.method().equals(method), method);
    }

    public SipText expectResponse(int status) {
        return expect(message -> message.status() == status, String.valueOf(status));
    }

    /** Everything that came; a keep-alive is an empty message. */
    public List<Heard> log() {
        return List.copyOf(log);
    }

    /** Requests of this method so far. */
    public List<SipText> requests(String method) {
        return log.stream()
                .map(Heard::message)
                .filter(message -> message.startLine().startsWith(method + " "))
                .toList();
    }

    @Override
    public void close() {
        socket.close();
    }
}
