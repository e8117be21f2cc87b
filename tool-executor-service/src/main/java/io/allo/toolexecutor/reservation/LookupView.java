// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.reservation;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Answer of {@code GET /api/reservations/lookup}: what a caller has booked, soonest first. */
@RegisterForReflection
record LookupView(boolean found, List<Entry> reservations) {
    /** One booking, as it is read to the caller. */
    record Entry(
            UUID id,
            @Nullable String customerName,
            int partySize,
            Instant reservationTime,
            String localDate,
            String localTime,
            String status,
            @Nullable String seatingPreference,
            String notes) {
        static Entry of(Reservation reservation) {
            return new Entry(
                    reservation.id(),
                    reservation.customerName(),
                    reservation.partySize(),
                    reservation.reservationTime(),
                    reservation.localDate(),
                    reservation.localTime(),
                    reservation.status(),
                    reservation.seatingPreference(),
                    reservation.notes());
        }
    }

    static LookupView of(List<Reservation> reservations) {
        return new LookupView(
                !reservations.isEmpty(), reservations.stream().map(Entry::of).toList());
    }
}
