// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.rtp;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;

/**
 * Hands out even ports, each standing for itself and the odd one above it (RTCP). A released pair rests before it is used
 * again: packets of the last call may still be on their way, and would be heard in the next. Thread-safe.
 */
public final class RtpPortAllocator {
    private final long restNanos;
    private final Deque<Integer> free = new ArrayDeque<>();
    private final Deque<Resting> resting = new ArrayDeque<>();
    private final int pairs;

    private record Resting(int port, long sinceNanos) {}

    /**
     * @param firstPort rounded up to even
     * @param lastPort the last that may be used, RTCP included
     */
    public RtpPortAllocator(int firstPort, int lastPort, Duration rest) {
        if (firstPort < 1024 || lastPort > 65535 || firstPort >= lastPort) {
            throw new IllegalArgumentException(
                    "RTP ports " + firstPort + "-" + lastPort + ", expected a range within 1024-65535");
        }
        this.restNanos = rest.toNanos();
        for (int port = firstPort + (firstPort & 1); port + 1 <= lastPort; port += 2) {
            free.add(port);
        }
        this.pairs = free.size();
    }

    /** The pair that was free longest, or empty when all are used or resting. */
    public synchronized OptionalInt take(long nowNanos) {
        while (!resting.isEmpty() && nowNanos - resting.peek().sinceNanos() >= restNanos) {
            free.add(resting.remove().port());
        }
        Integer port = free.poll();
        return port == null ? OptionalInt.empty() : OptionalInt.of(port);
    }

    /** Gives a pair back; it rests from now on. Once for each {@link #take}. */
    public synchronized void release(int port, long nowNanos) {
        resting.add(new Resting(port, nowNanos));
    }

    /** Pairs in use: neither free nor resting. */
    public synchronized int inUse() {
        return pairs - free.size() - resting.size();
    }

    public int pairs() {
        return pairs;
    }
}
