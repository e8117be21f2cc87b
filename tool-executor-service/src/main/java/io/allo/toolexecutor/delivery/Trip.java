// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.delivery;

import io.allo.toolexecutor.order.DeliveryOrders.Parcel;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A trip as {@code /api/delivery-trips} answers it. @param order what the driver carries to that stop */
record Trip(
        UUID id,
        UUID restaurantId,
        String status,
        @Nullable String driverName,
        String notes,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        List<Stop> stops) {

    record Stop(
            UUID id,
            UUID orderId,
            int position,
            String status,
            @Nullable Instant deliveredAt,
            @Nullable Parcel order) {
        static Stop of(StopEntity row, Map<UUID, Parcel> parcels) {
            return new Stop(
                    row.id,
                    row.orderId,
                    row.position,
                    row.deliveredAt == null ? "pending" : "delivered",
                    row.deliveredAt,
                    parcels.get(row.orderId));
        }
    }

    static Trip of(TripEntity row, Map<UUID, Parcel> parcels) {
        return new Trip(
                row.id,
                row.restaurantId,
                row.status,
                row.driverName,
                row.notes,
                row.createdAt,
                row.startedAt,
                row.endedAt,
                row.stops.stream()
                        .sorted(Comparator.comparingInt(stop -> stop.position))
                        .map(stop -> Stop.of(stop, parcels))
                        .toList());
    }
}
