// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.waiting;

import static java.util.Objects.requireNonNull;

import io.allo.gateway.call.CallId;
import io.allo.gateway.call.CallTimers;
import io.allo.gateway.call.WaitingRoom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * First come, first served: only the first in the line is told to try, when a slot was given back and twice a second besides,
 * because slots of other gateways' calls become free unheard. Thread-safe.
 */
public final class WaitingLine implements WaitingRoom {
    private static final Duration LOOK = Duration.ofMillis(500);

    private final CallTimers timers;
    private final int seats;
    private final Duration patience;
    private final Deque<Place> line = new ArrayDeque<>();
    private CallTimers.@Nullable Pending look;

    /** @param seats calls that may wait; none = no line */
    public WaitingLine(CallTimers timers, int seats, Duration patience) {
        this.timers = requireNonNull(timers, "timers");
        this.seats = seats;
        this.patience = requireNonNull(patience, "patience");
    }

    @Override
    public synchronized boolean isOccupied() {
        return !line.isEmpty();
    }

    @Override
    public synchronized boolean isFull() {
        return line.size() >= seats;
    }

    /** Calls that wait. */
    public synchronized int length() {
        return line.size();
    }

    @Override
    public synchronized Optional<Seat> enter(CallId call, Runnable turn) {
        if (isFull()) {
            return Optional.empty();
        }
        Place place = new Place(turn);
        line.addLast(place);
        if (look == null) {
            look = timers.after(LOOK, this::look);
        }
        return Optional.of(place);
    }

    @Override
    public Duration patience() {
        return patience;
    }

    /** A worker's slot was given back. */
    public synchronized void slotFreed() {
        next();
    }

    private synchronized void look() {
        look = line.isEmpty() ? null : timers.after(LOOK, this::look);
        next();
    }

    private void next() {
        Place first = line.peekFirst();
        if (first != null && !first.trying) {
            first.trying = true;
            first.turn.run();
        }
    }

    private final class Place implements Seat {
        private final Runnable turn;
        private boolean trying;

        Place(Runnable turn) {
            this.turn = turn;
        }

        @Override
        public void keep() {
            synchronized (WaitingLine.this) {
                trying = false;
            }
        }

        @Override
        public void leave() {
            synchronized (WaitingLine.this) {
                boolean first = line.peekFirst() == this;
                if (line.remove(this) && first) {
                    next(); // where one slot was, there may be another
                }
            }
        }
    }
}
