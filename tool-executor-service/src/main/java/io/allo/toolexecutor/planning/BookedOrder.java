// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.planning;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.allo.toolexecutor.kitchen.Booking;
import io.allo.toolexecutor.kitchen.Job;
import io.allo.toolexecutor.kitchen.OrderSize;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An order with a place in the kitchen, as the timeline shows it. */
public record BookedOrder(
        UUID id,
        long orderNumber,
        String status,
        String orderType,
        OrderSize orderSize,
        @Nullable String customerName,
        Instant cookStartAt,
        @Nullable Instant handoffAt,
        Instant estimatedReadyAt) {

    /** Stored orders were planned without travel, so they take no driver. */
    @JsonIgnore
    Booking booking() {
        return new Booking(Job.of(orderSize, false, Duration.ZERO), cookStartAt);
    }
}
