// SPDX-License-Identifier: Apache-2.0
package io.allo.router.webchat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** At most so many messages within a sliding window. Used by one connection, one message at a time. */
final class SendRate {
    private final int limit;
    private final Duration window;
    private final Deque<Instant> sent = new ArrayDeque<>();

    SendRate(int limit, Duration window) {
        this.limit = limit;
        this.window = window;
    }

    synchronized boolean allows(Instant now) {
        while (!sent.isEmpty() && !sent.getFirst().plus(window).isAfter(now)) {
            sent.removeFirst();
        }
        if (sent.size() >= limit) {
            return false;
        }
        sent.addLast(now);
        return true;
    }
}
