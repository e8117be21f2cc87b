// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What was read from the SIP ports by UDP and waits for the stack to parse it: how much, and how long the eldest waits. The
 * stack's own queue has no bound, and 64 kB for each datagram in it: seconds of overload took all memory. Thread-safe.
 */
final class SipIntake {
    /** Some seconds of work; beyond it datagrams are dropped, and who sent them sends them again. */
    static final int MOST = 4096;

    /** By now whoever sent an INVITE sends it again: one more behind such a queue is answered too late, and only makes it longer. */
    private static final Duration LATE = Duration.ofMillis(500);

    private static final byte[] INVITE = "INVITE ".getBytes(US_ASCII);

    private final Queue<Long> arrivals = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    /** False when there are too many, or it is an INVITE and the queue is late. */
    boolean arrived(byte[] message) {
        if (delay().compareTo(LATE) > 0 && Arrays.mismatch(message, INVITE) == INVITE.length) {
            return false;
        }
        if (waiting.incrementAndGet() > MOST) {
            waiting.decrementAndGet();
            return false;
        }
        arrivals.add(System.nanoTime());
        return true;
    }

    /** The stack begins to parse one. */
    void taken() {
        if (arrivals.poll() != null) {
            waiting.decrementAndGet();
        }
    }

    int waiting() {
        return waiting.get();
    }

    /** Of the eldest. */
    Duration delay() {
        Long eldest = arrivals.peek();
        return eldest == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - eldest);
    }

    /** A SIP port whose datagrams are counted in. */
    DatagramSocket open(int port, InetAddress address) throws SocketException {
        return new Port(port, address);
    }

    private final class Port extends DatagramSocket {
        Port(int port, InetAddress address) throws SocketException {
            super(port, address);
        }

        /** Leaves a packet that is as large as its message: the stack gave it the largest. */
        @Override
        public void receive(DatagramPacket packet) throws IOException {
            byte[] largest = packet.getData();
            do {
                packet.setData(largest);
                super.receive(packet);
            } while (!arrived(largest));
            packet.setData(Arrays.copyOf(largest, packet.getLength()));
        }
    }
}
