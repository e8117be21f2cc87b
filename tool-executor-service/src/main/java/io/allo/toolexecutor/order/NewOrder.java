// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order that passed every check and only needs its number.
 *
 * @param totalSent what the sender added up; null when he did not
 * @param readyAt promised to the guest, and the wish that the kitchen is asked for
 * @param source who took it: {@code phone_ai} or {@code staff}
 * @param contentHash tells two equal orders apart from one sent twice
 */
record NewOrder(
        OrderType type,
        List<OrderDraft.Line> lines,
        OrderTotals totals,
        @Nullable BigDecimal totalSent,
        PaymentMethod payment,
        String notes,
        @Nullable String callId,
        Orderer orderer,
        Destination destination,
        Instant readyAt,
        String source,
        String contentHash) {

    /** @param phone E.164; null when it is hidden or no number */
    record Orderer(
            @Nullable UUID customerId,
            @Nullable String name,
            @Nullable String phone) {}

    /** Where a delivery goes. */
    record Destination(
            @Nullable String address,
            @Nullable BigDecimal distanceKm,
            @Nullable BigDecimal latitude,
            @Nullable BigDecimal longitude) {
        static final Destination NONE = new Destination(null, null, null, null);
    }
}
