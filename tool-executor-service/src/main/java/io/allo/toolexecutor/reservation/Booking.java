// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.reservation;

import java.time.Instant;

/** Guests who sit from one instant to another. */
record Booking(Instant start, Instant end, int guests) {
    boolean overlaps(Instant from, Instant to) {
        return start.isBefore(to) && end.isAfter(from);
    }
}
