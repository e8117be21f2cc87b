// SPDX-License-Identifier: Apache-2.0
package io.allo.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A SIP user agent (RFC 3261) that makes one call over UDP: INVITE, ACK, BYE, with retransmissions; no digest. It answers what
 * comes within the call. One thread reads; {@link #dial} and {@link #hangUp} belong to one other.
 */
final class SipCaller implements AutoCloseable {
    private static final Duration T1 = Duration.ofMillis(500);
    private static final Duration BYE_LIMIT = Duration.ofSeconds(4);

    private final DatagramSocket socket = new DatagramSocket();
    private final InetSocketAddress server;
    private final String caller;
    private final String target;
    private final String callId = UUID.randomUUID().toString();
    private final String fromTag = UUID.randomUUID().toString().substring(0, 8);
    private final String branch = branch();
    private final BlockingQueue<SipText> responses = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> hungUp = new CompletableFuture<>();
    private volatile @Nullable SipText answer;
    private volatile String ack = "";

    SipCaller(InetSocketAddress server, String caller, String called) throws SocketException {
        this.server = server;
        this.caller = caller;
        this.target = "sip:" + called + "@" + host(server.getAddress()) + ":" + server.getPort();
        socket.connect(server);
        Thread.ofPlatform().daemon().name("caller-sip").start(this::read);
    }

    /** The address by which the other side reaches us. */
    InetAddress local() {
        return socket.getLocalAddress();
    }

    /** INVITE to ACK. @return the 200 */
    SipText dial(String offer, Duration within) throws InterruptedException {
        String invite = request("INVITE", target, branch, 1, "", offer);
        send(invite);
        long deadline = System.nanoTime() + within.toNanos();
        Duration resend = T1;
        boolean heard = false;
        while (System.nanoTime() < deadline) {
            SipText response = responses.poll(resend.toMillis(), TimeUnit.MILLISECONDS);
            if (response == null && !heard) {
                resend = resend.multipliedBy(2);
                send(invite);
            } else if (response != null && response.method().equals("INVITE")) {
                heard = true;
                if (response.status() >= 300) {
                    send(request("ACK", target, branch, 1, response.toTag(), ""));
                    throw new ScenarioFailure("refused: " + response.status() + " " + response.reason());
                }
                if (response.status() >= 200) {
                    answer = response;
                    ack = request("ACK", response.contact(), branch(), 1, response.toTag(), "");
                    send(ack);
                    return response;
                }
            }
        }
        throw new ScenarioFailure((heard ? "not answered" : "no answer at all from " + server) + " within " + within);
    }

    boolean isOver() {
        return hungUp.isDone();
    }

    /** False when the other side did not hang up in time. */
    boolean awaitHangUp(Duration within) throws InterruptedException {
        try {
            hungUp.get(within.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** BYE until it is answered, when the call is up. */
    void hangUp() throws InterruptedException {
        SipText ok = answer;
        if (ok == null || hungUp.isDone()) {
            return;
        }
        hungUp.complete(null);
        responses.clear();
        String bye = request("BYE", ok.contact(), branch(), 2, ok.toTag(), "");
        long deadline = System.nanoTime() + BYE_LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            send(bye);
            SipText response = responses.poll(T1.toMillis(), TimeUnit.MILLISECONDS);
            if (response != null && response.method().equals("BYE")) {
                return;
            }
        }
    }

    private void read() {
        byte[] buffer = new byte[65_535];
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        while (!socket.isClosed()) {
            try {
                packet.setLength(buffer.length);
                socket.receive(packet);
                take(SipText.parse(buffer, packet.getLength()));
            } catch (IOException e) {
                // Closed, or nobody listens there: the caller's own time limit says so.
            }
        }
    }

    private void take(SipText message) {
        if (message.status() > 0) {
            boolean again = message.status() == 200 && message.method().equals("INVITE") && !ack.isEmpty();
            if (again) {
                send(ack);
            } else {
                responses.add(message);
            }
        } else if (message.method().equals("BYE")) {
            respond(message, "200 OK");
            hungUp.complete(null);
        } else if (!message.method().equals("ACK")) {
            respond(
                    message,
                    message.method().equals("OPTIONS") || message.method().equals("INFO")
                            ? "200 OK"
                            : "488 Not Acceptable Here");
        }
    }

    private void respond(SipText request, String status) {
        StringBuilder text = new StringBuilder("SIP/2.0 " + status + "\r\n");
        for (String name : List.of("Via", "From", "To", "Call-ID", "CSeq")) {
            request.all(name)
                    .forEach(value ->
                            text.append(name).append(": ").append(value).append("\r\n"));
        }
        send(text.append("Content-Length: 0\r\n\r\n").toString());
    }

    private String request(String method, String uri, String viaBranch, int number, String toTag, String body) {
        String own = host(local()) + ":" + socket.getLocalPort();
        StringBuilder text = new StringBuilder(method + " " + uri + " SIP/2.0\r\n");
        text.append("Via: SIP/2.0/UDP ")
                .append(own)
                .append(";rport;branch=")
                .append(viaBranch)
                .append("\r\n");
        routes().forEach(route -> text.append("Route: ").append(route).append("\r\n"));
        text.append("Max-Forwards: 70\r\n");
        text.append("From: <sip:")
                .append(caller)
                .append('@')
                .append(host(local()))
                .append(">;tag=")
                .append(fromTag)
                .append("\r\n");
        text.append("To: <")
                .append(target)
                .append('>')
                .append(toTag.isEmpty() ? "" : ";tag=" + toTag)
                .append("\r\n");
        text.append("Call-ID: ")
                .append(callId)
                .append("\r\nCSeq: ")
                .append(number)
                .append(' ')
                .append(method)
                .append("\r\n");
        text.append("Contact: <sip:simulated@").append(own).append(">\r\nUser-Agent: allo-simulate\r\n");
        text.append(body.isEmpty() ? "" : "Content-Type: application/sdp\r\n");
        return text.append("Content-Length: ")
                .append(body.length())
                .append("\r\n\r\n")
                .append(body)
                .toString();
    }

    private List<String> routes() {
        SipText ok = answer;
        return ok == null ? List.of() : ok.all("Record-Route").reversed();
    }

    private void send(String message) {
        byte[] bytes = message.getBytes(UTF_8);
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, server));
        } catch (java.net.PortUnreachableException e) {
            // Said by an earlier datagram; the retransmission may find somebody.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String branch() {
        return "z9hG4bK" + UUID.randomUUID().toString().replace("-", "");
    }

    private static String host(InetAddress address) {
        String literal = address.getHostAddress().replaceFirst("%.*", "");
        return literal.contains(":") ? "[" + literal + "]" : literal;
    }

    @Override
    public void close() {
        socket.close();
    }
}
