// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What was read from the SIP ports by UDP and waits for the stack to parse it: how much, and how long the eldest waits. The
 * stack's own queue has no bound, and 64 kB for each datagram in it: seconds of overload took all memory. Thread-safe.
 */
final class SipIntake {
    /** Some seconds of work; beyond it datagrams are dropped, and who sent them sends them again. */
    static final int MOST = 4096;

    private static final Logger LOG = Logger.getLogger(SipIntake.class);

    private final Queue<Long> arrivals = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile @Nullable LateDoor door;

    /** From now on new calls are refused there while the gateway is late. */
    void guard(LateDoor by) {
        door = by;
    }

    /** False when there are too many. */
    boolean arrived() {
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
            byte[] message;
            do {
                packet.setData(largest);
                super.receive(packet);
                message = Arrays.copyOf(largest, packet.getLength());
            } while (!enters(message, packet) || !arrived());
            packet.setData(message);
        }

        private boolean enters(byte[] message, DatagramPacket packet) {
            LateDoor guarded = door;
            if (guarded == null || !(packet.getSocketAddress() instanceof InetSocketAddress source)) {
                return true;
            }
            return switch (guarded.knock(message, source)) {
                case LateDoor.Entry.Enter _ -> true;
                case LateDoor.Entry.Drop _ -> false;
                case LateDoor.Entry.Refuse refuse -> {
                    answer(new DatagramPacket(refuse.answer(), refuse.answer().length, refuse.to()));
                    yield false;
                }
            };
        }

        /** What cannot be sent must not end the thread that reads for everybody. */
        private void answer(DatagramPacket refusal) {
            try {
                send(refusal);
            } catch (IOException e) {
                LOG.debugf(e, "refusal to %s not sent", refusal.getSocketAddress());
            }
        }
    }
}
