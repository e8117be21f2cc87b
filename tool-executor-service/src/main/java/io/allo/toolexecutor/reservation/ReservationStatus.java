// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.reservation;

import io.allo.toolexecutor.door.ApiException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The road of a reservation: pending, confirmed, seated, completed; left by cancellation or by not coming. */
enum ReservationStatus {
    PENDING,
    CONFIRMED,
    SEATED,
    COMPLETED,
    CANCELLED,
    NO_SHOW;

    /** Those that take seats. */
    static final List<String> TAKING_SEATS = List.of("pending", "confirmed", "seated");

    /** Those that a caller may still ask about and cancel. */
    static final List<String> AHEAD = List.of("pending", "confirmed");

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** 400 with what was expected when it is no status. */
    static ReservationStatus of(String wireName) {
        return Arrays.stream(values())
                .filter(status -> status.wireName().equals(wireName))
                .findFirst()
                .orElseThrow(() ->
                        ApiException.badRequest("unknown status (expected: one of " + names(Set.of(values())) + ")"));
    }

    boolean takesSeats() {
        return TAKING_SEATS.contains(wireName());
    }

    boolean cancellableByCaller() {
        return AHEAD.contains(wireName());
    }

    Set<ReservationStatus> next() {
        return switch (this) {
            case PENDING -> Set.of(CONFIRMED, CANCELLED);
            case CONFIRMED -> Set.of(SEATED, CANCELLED, NO_SHOW);
            case SEATED -> Set.of(COMPLETED);
            case COMPLETED, CANCELLED, NO_SHOW -> Set.of();
        };
    }

    /** Allows the same status again, since a request may be repeated; 400 with what is allowed otherwise. */
    void requireNext(ReservationStatus wanted) {
        if (this != wanted && !next().contains(wanted)) {
            throw ApiException.badRequest("the reservation is " + wireName() + " and cannot become " + wanted.wireName()
                    + " (allowed: " + (next().isEmpty() ? "nothing" : names(next())) + ")");
        }
    }

    private static String names(Set<ReservationStatus> statuses) {
        return statuses.stream().sorted().map(ReservationStatus::wireName).collect(Collectors.joining(", "));
    }
}
