// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.rtp;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts the packets of one SSRC back in order. A packet that is next goes through at once: nothing is delayed for the sake of
 * an even pace. After a gap the following packets wait for the missing one until the window is over; then it counts as lost.
 *
 * <p>Sequence numbers that jump far are a sender that started anew: believed when two packets in a row say so (RFC 3550
 * A.1). One thread.
 */
public final class JitterBuffer {
    private static final int MAX_HELD = 64;
    private static final int MAX_MISORDER = 100;
    private static final int MAX_DROPOUT = 3000;

    private final long windowNanos;
    private final List<Held> held = new ArrayList<>();
    private boolean started;
    /** Extended (never wrapping) number of the packet that is due. */
    private long next;

    private int restartSequence = -1;
    private long lost;
    private long late;

    private record Held(long sequence, RtpPacket packet, long arrivedNanos) {}

    /**
     * A packet in its turn.
     *
     * @param lostBefore packets given up just before it
     */
    public record Ordered(RtpPacket packet, int lostBefore) {}

    public JitterBuffer(Duration window) {
        this.windowNanos = window.toNanos();
    }

    /** Takes a packet; afterwards {@link #poll} until it returns null. */
    public void offer(RtpPacket packet, long nowNanos) {
        if (!started) {
            started = true;
            next = packet.sequence();
        }
        int ahead = (short) (packet.sequence() - (int) next);
        if (ahead < -MAX_MISORDER || ahead > MAX_DROPOUT) {
            if (packet.sequence() != restartSequence) {
                restartSequence = (packet.sequence() + 1) & 0xFFFF;
                late++;
                return;
            }
            held.clear();
            next = packet.sequence();
            ahead = 0;
        }
        restartSequence = -1;
        if (ahead < 0) {
            late++; // or a duplicate
            return;
        }
        insert(new Held(next + ahead, packet, nowNanos));
    }

    /** The next packet in order, or null when it has to be waited for. */
    public @Nullable Ordered poll(long nowNanos) {
        if (held.isEmpty()) {
            return null;
        }
        long missing = held.getFirst().sequence() - next;
        if (missing > 0 && held.size() < MAX_HELD && nowNanos - oldestArrival() < windowNanos) {
            return null;
        }
        Held first = requireNonNull(held.removeFirst());
        next = first.sequence() + 1;
        lost += missing;
        return new Ordered(first.packet(), (int) missing);
    }

    /** Packets are here that wait for one before them. */
    public boolean waits() {
        return !held.isEmpty();
    }

    /** Packets that did not come within the window. */
    public long lost() {
        return lost;
    }

    /** Packets that came too late, twice, or out of any order. */
    public long late() {
        return late;
    }

    private void insert(Held packet) {
        int place = held.size();
        while (place > 0 && held.get(place - 1).sequence() >= packet.sequence()) {
            if (held.get(place - 1).sequence() == packet.sequence()) {
                late++;
                return;
            }
            place--;
        }
        held.add(place, packet);
    }

    private long oldestArrival() {
        long oldest = held.getFirst().arrivedNanos();
        for (Held packet : held) {
            oldest = packet.arrivedNanos() - oldest < 0 ? packet.arrivedNanos() : oldest;
        }
        return oldest;
    }
}
