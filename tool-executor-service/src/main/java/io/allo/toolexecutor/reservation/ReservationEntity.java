// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.reservation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "reservations")
class ReservationEntity {
    @Id
    UUID id;

    @Column(name = "restaurant_id")
    UUID restaurantId;

    @Column(name = "call_id")
    @Nullable
    String callId;

    @Column(name = "customer_id")
    @Nullable
    UUID customerId;

    @Column(name = "customer_name")
    @Nullable
    String customerName;

    @Column(name = "customer_phone")
    String customerPhone;

    /** Who booked, when that is another phone than the one to reach the guest at. */
    @Column(name = "caller_phone")
    @Nullable
    String callerPhone;

    @Column(name = "party_size")
    int partySize;

    @Column(name = "reservation_time")
    Instant reservationTime;

    @Column(name = "end_time")
    Instant endTime;

    String status;

    @Column(name = "seating_preference")
    @Nullable
    String seatingPreference;

    String notes;

    @Column(name = "service_id")
    @Nullable
    UUID serviceId;

    @Column(name = "offer_id")
    @Nullable
    UUID offerId;

    @Column(name = "dining_room_id")
    @Nullable
    UUID diningRoomId;

    @Column(name = "table_ids")
    @ColumnTransformer(read = "cast(table_ids as text)", write = "cast(cast(? as text) as jsonb)")
    String tableIds;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;
}
