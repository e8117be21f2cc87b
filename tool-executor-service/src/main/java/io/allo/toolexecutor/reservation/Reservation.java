// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.reservation;

import io.allo.toolexecutor.config.Json;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A booked table: the wire form of {@code /api/reservations}.
 *
 * @param localTime {@code HH:MM} on the restaurant's clocks, as it is told to guests; {@code localDate} its day
 */
@RegisterForReflection
record Reservation(
        UUID id,
        UUID restaurantId,
        @Nullable String callId,
        @Nullable UUID customerId,
        @Nullable String customerName,
        String customerPhone,
        int partySize,
        Instant reservationTime,
        Instant endTime,
        long durationMin,
        String localDate,
        String localTime,
        String status,
        @Nullable String seatingPreference,
        String notes,
        @Nullable UUID serviceId,
        @Nullable UUID offerId,
        @Nullable UUID diningRoomId,
        List<String> tableIds,
        Instant createdAt,
        Instant updatedAt) {
    private static final DateTimeFormatter CLOCK_TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    static Reservation of(ReservationEntity row, ZoneId zone, Json json) {
        return new Reservation(
                row.id,
                row.restaurantId,
                row.callId,
                row.customerId,
                row.customerName,
                row.customerPhone,
                row.partySize,
                row.reservationTime,
                row.endTime,
                Duration.between(row.reservationTime, row.endTime).toMinutes(),
                row.reservationTime.atZone(zone).toLocalDate().toString(),
                CLOCK_TIME.format(row.reservationTime.atZone(zone)),
                row.status,
                row.seatingPreference,
                row.notes,
                row.serviceId,
                row.offerId,
                row.diningRoomId,
                json.readTexts(row.tableIds),
                row.createdAt,
                row.updatedAt);
    }
}
