// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.reservation;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.allo.toolexecutor.door.ApiException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /api/reservations}.
 *
 * @param callerPhone who booked, when that is another phone; may cancel too
 * @param reservationTime see {@link ReservationTime}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record NewReservation(
        @Nullable String restaurantId,
        @Nullable String customerPhone,
        @Nullable String callerPhone,
        @Nullable Integer partySize,
        @Nullable String reservationTime,
        @Nullable String customerName,
        @Nullable String customerId,
        @Nullable String callId,
        @Nullable String status,
        @Nullable String seatingPreference,
        @Nullable String notes,
        @Nullable String serviceId,
        @Nullable String offerId,
        @Nullable UUID diningRoomId,
        @Nullable List<UUID> tableIds,
        @Nullable Integer durationMin) {
    private static final int MOST_GUESTS = 1000;
    private static final int LONGEST_MEAL_MIN = 1440;
    private static final int MOST_TABLES = 100;

    /** Refuses what cannot be stored; 400 with what was expected. */
    NewReservation checked() {
        if (customerPhone == null || customerPhone.isBlank()) {
            throw ApiException.badRequest("customerPhone is required");
        }
        if (reservationTime == null || reservationTime.isBlank()) {
            throw ApiException.badRequest("reservationTime is required");
        }
        between(required(partySize, "partySize"), MOST_GUESTS, "partySize");
        if (durationMin != null) {
            between(durationMin, LONGEST_MEAL_MIN, "durationMin");
        }
        Limits.text(customerName, Limits.NAME, "customerName");
        Limits.text(callId, Limits.ID, "callId");
        Limits.text(seatingPreference, Limits.NAME, "seatingPreference");
        Limits.text(notes, Limits.NOTES, "notes");
        if (tableIds != null && (tableIds.size() > MOST_TABLES || tableIds.contains(null))) {
            throw ApiException.badRequest("tableIds has " + tableIds.size() + " entries (expected: at most "
                    + MOST_TABLES + ", none of them null)");
        }
        return this;
    }

    int guests() {
        return required(partySize, "partySize");
    }

    List<UUID> tables() {
        return tableIds == null ? List.of() : tableIds;
    }

    ReservationStatus firstStatus() {
        return status == null || status.isBlank() ? ReservationStatus.CONFIRMED : ReservationStatus.of(status);
    }

    private static int required(@Nullable Integer value, String name) {
        if (value == null) {
            throw ApiException.badRequest(name + " is required");
        }
        return value;
    }

    private static void between(int value, int most, String name) {
        if (value < 1 || value > most) {
            throw ApiException.badRequest(name + " is " + value + " (expected: from 1 to " + most + ")");
        }
    }
}
