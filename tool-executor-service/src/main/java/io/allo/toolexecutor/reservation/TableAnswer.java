// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.reservation;

import io.allo.toolexecutor.dining.DiningService;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether there is a table. The reason codes are part of the contract: the model reads them. */
public sealed interface TableAnswer {
    /** There is. */
    record Free(Instant at, @Nullable DiningService service, int seatsAvailable) implements TableAnswer {}

    /** The time or the party cannot be. */
    record Refused(String reason) implements TableAnswer {}

    /**
     * Too few seats are left.
     *
     * @param alternative the nearest time at which there are enough, null when there is none near
     */
    record Full(
            @Nullable DiningService service,
            int seatsAvailable,
            int requested,
            @Nullable Instant alternative) implements TableAnswer {
        public String reason() {
            return "not_enough_seats_available_" + seatsAvailable + "_requested_" + requested;
        }
    }
}
