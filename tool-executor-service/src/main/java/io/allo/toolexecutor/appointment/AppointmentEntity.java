// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "appointments")
class AppointmentEntity {
    @Id
    UUID id;

    @Column(name = "calendar_id")
    UUID calendarId;

    @Column(name = "service_id")
    String serviceId;

    @Column(name = "service_name")
    String serviceName;

    @Column(name = "start_at")
    Instant startAt;

    @Column(name = "end_at")
    Instant endAt;

    String status;

    @Column(name = "customer_name")
    String customerName;

    @Column(name = "customer_phone")
    @Nullable
    String customerPhone;

    @Column(name = "customer_email")
    @Nullable
    String customerEmail;

    /** Who called, when that is another phone than the one to reach the customer at. */
    @Column(name = "caller_phone")
    @Nullable
    String callerPhone;

    /** In which the customer spoke. */
    String language;

    @Column(name = "call_id")
    @Nullable
    String callId;

    /** What the customer comes for, in his words. */
    @Nullable
    String reason;

    /** When the customer confirmed a reminder. */
    @Column(name = "acknowledged_at")
    @Nullable
    Instant acknowledgedAt;

    @Column(name = "cancel_reason")
    @Nullable
    String cancelReason;

    /** Its name in a calendar elsewhere. */
    @Column(name = "external_id")
    @Nullable
    String externalId;

    /** The business has yet to confirm it, as the calendar elsewhere just said. */
    @Transient
    boolean pending;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    boolean isOf(String phone) {
        return phone.equals(customerPhone) || phone.equals(callerPhone);
    }
}
