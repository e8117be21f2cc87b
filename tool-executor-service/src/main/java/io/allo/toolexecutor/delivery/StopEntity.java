// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.delivery;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "delivery_stops")
class StopEntity {
    @Id
    UUID id;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "trip_id")
    TripEntity trip;

    @Column(name = "order_id")
    UUID orderId;

    int position;

    @Column(name = "delivered_at")
    @Nullable
    Instant deliveredAt;
}
