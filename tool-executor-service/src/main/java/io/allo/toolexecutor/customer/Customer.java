// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.customer;

import io.allo.contracts.session.SessionFacts;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A person known to one restaurant by phone number; also the wire form of {@code /api/customers}. */
@RegisterForReflection
public record Customer(
        UUID id,
        UUID restaurantId,
        String phone,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String deliveryAddress,
        @Nullable String deliveryCity,
        @Nullable String deliveryPostalCode,
        @Nullable String deliveryNotes,
        @Nullable BigDecimal deliveryLat,
        @Nullable BigDecimal deliveryLng,
        int totalOrders,
        BigDecimal totalSpent,
        @Nullable Instant lastOrderAt) {

    static Customer of(CustomerEntity row) {
        return new Customer(
                row.id,
                row.restaurantId,
                row.phone,
                row.firstName,
                row.lastName,
                row.deliveryAddress,
                row.deliveryCity,
                row.deliveryPostalCode,
                row.deliveryNotes,
                row.deliveryLat,
                row.deliveryLng,
                row.totalOrders,
                row.totalSpent,
                row.lastOrderAt);
    }

    /** What a session is told of its caller. */
    public SessionFacts.Customer toFacts() {
        return new SessionFacts.Customer(
                id.toString(),
                phone,
                firstName,
                lastName,
                deliveryAddress,
                deliveryCity,
                deliveryPostalCode,
                deliveryNotes,
                deliveryLat,
                deliveryLng,
                totalOrders,
                totalSpent);
    }
}
