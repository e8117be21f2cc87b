// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.reservation;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.allo.toolexecutor.config.Json;
import io.allo.toolexecutor.door.ApiException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code PATCH /api/reservations}: absent changes nothing.
 *
 * @param restaurantId the reservation must be of this restaurant
 * @param callerPhone the reservation must be this caller's
 * @param byCaller the change is made for a caller: without a phone, or with another one, the reservation is unknown
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record ReservationChange(
        @Nullable UUID id,
        @Nullable String restaurantId,
        @Nullable String callerPhone,
        @Nullable Boolean byCaller,
        @Nullable String status,
        @Nullable String notes,
        @Nullable String seatingPreference,
        @Nullable UUID serviceId,
        @Nullable UUID offerId,
        @Nullable UUID diningRoomId,
        @Nullable List<UUID> tableIds) {
    private static final int MOST_TABLES = 100;

    ReservationChange checked() {
        if (id == null) {
            throw ApiException.badRequest("id is required");
        }
        if (status != null) {
            ReservationStatus.of(status);
        }
        Limits.text(notes, Limits.NOTES, "notes");
        Limits.text(seatingPreference, Limits.NAME, "seatingPreference");
        if (tableIds != null && (tableIds.size() > MOST_TABLES || tableIds.contains(null))) {
            throw ApiException.badRequest("tableIds has " + tableIds.size() + " entries (expected: at most "
                    + MOST_TABLES + ", none of them null)");
        }
        return this;
    }

    /** Whether only the caller who booked may do it. */
    boolean isOfCaller() {
        return Boolean.TRUE.equals(byCaller) || callerPhone != null;
    }

    void applyTo(ReservationEntity row, Json json) {
        row.notes = notes == null ? row.notes : notes;
        row.seatingPreference = seatingPreference == null ? row.seatingPreference : seatingPreference;
        row.serviceId = serviceId == null ? row.serviceId : serviceId;
        row.offerId = offerId == null ? row.offerId : offerId;
        row.diningRoomId = diningRoomId == null ? row.diningRoomId : diningRoomId;
        row.tableIds = tableIds == null ? row.tableIds : json.write(tableIds);
    }
}
