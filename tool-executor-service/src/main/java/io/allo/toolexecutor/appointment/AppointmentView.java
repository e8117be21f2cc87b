// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An appointment as the staff sees it.
 *
 * @param reason what the customer comes for
 * @param acknowledgedAt when he confirmed a reminder
 */
record AppointmentView(
        UUID id,
        UUID calendarId,
        String serviceId,
        String serviceName,
        Instant start,
        Instant end,
        String localStart,
        String status,
        String customerName,
        @Nullable String customerPhone,
        @Nullable String customerEmail,
        @Nullable String reason,
        @Nullable Instant acknowledgedAt,
        @Nullable String callId,
        @Nullable String cancelReason,
        Instant createdAt,
        Instant updatedAt) {

    static AppointmentView of(AppointmentEntity row, Calendar calendar) {
        return new AppointmentView(
                row.id,
                row.calendarId,
                row.serviceId,
                row.serviceName,
                row.startAt,
                row.endAt,
                row.startAt.atZone(calendar.zone()).toOffsetDateTime().toString(),
                row.status,
                row.customerName,
                row.customerPhone,
                row.customerEmail,
                row.reason,
                row.acknowledgedAt,
                row.callId,
                row.cancelReason,
                row.createdAt,
                row.updatedAt);
    }
}
