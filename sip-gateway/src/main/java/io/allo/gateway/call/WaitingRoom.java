// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import java.time.Duration;
import java.util.Optional;

/** Where calls wait that found every worker full, in the order of their coming. Implemented in {@code waiting}. Any thread. */
public interface WaitingRoom {

    /** Nobody may wait. */
    WaitingRoom NONE = new WaitingRoom() {
        @Override
        public boolean isOccupied() {
            return false;
        }

        @Override
        public boolean isFull() {
            return true;
        }

        @Override
        public Optional<Seat> enter(CallId call, Runnable turn) {
            return Optional.empty();
        }

        @Override
        public Duration patience() {
            return Duration.ZERO;
        }
    };

    /** Somebody waits: who comes now stands behind him. */
    boolean isOccupied();

    /** Nobody else may wait: who comes now and finds no worker is refused. */
    boolean isFull();

    /**
     * Takes a call in, behind all others; empty when the room is full.
     *
     * @param turn told when the call is the first and a worker may be free, again and again until it leaves; only enqueues
     */
    Optional<Seat> enter(CallId call, Runnable turn);

    /** Longest wait of one call. */
    Duration patience();

    /** A call's place. */
    interface Seat {
        /** It was this call's turn, but no worker was free: it stays the first. */
        void keep();

        /** The call has a worker, or is over. Idempotent. */
        void leave();
    }
}
