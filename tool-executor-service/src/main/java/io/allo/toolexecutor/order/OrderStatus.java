// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import java.util.Set;

/**
 * The road of an order: one step after the other, and off it by cancellation until the end. Its caller may cancel it only
 * before the kitchen starts.
 */
enum OrderStatus {
    @JsonProperty("pending")
    PENDING,
    @JsonProperty("confirmed")
    CONFIRMED,
    @JsonProperty("preparing")
    PREPARING,
    @JsonProperty("ready")
    READY,
    @JsonProperty("delivering")
    DELIVERING,
    @JsonProperty("completed")
    COMPLETED,
    @JsonProperty("cancelled")
    CANCELLED;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static OrderStatus of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }

    boolean cancellableByCaller() {
        return this == PENDING || this == CONFIRMED;
    }

    boolean ended() {
        return this == COMPLETED || this == CANCELLED;
    }

    /** What the staff may make of it next; only a delivery is ever on its way. */
    Set<OrderStatus> next(boolean delivery) {
        return switch (this) {
            case PENDING -> Set.of(CONFIRMED, CANCELLED);
            case CONFIRMED -> Set.of(PREPARING, CANCELLED);
            case PREPARING -> Set.of(READY, CANCELLED);
            case READY -> delivery ? Set.of(DELIVERING, COMPLETED, CANCELLED) : Set.of(COMPLETED, CANCELLED);
            case DELIVERING -> Set.of(COMPLETED, CANCELLED);
            case COMPLETED, CANCELLED -> Set.of();
        };
    }
}
