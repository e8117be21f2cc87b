// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.availability;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.allo.toolexecutor.kitchen.OrderSize;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /api/availability/check}.
 *
 * @param itemCount lines of the order, for restaurants whose availability asks the kitchen's plan
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record AvailabilityRequest(
        @Nullable String restaurantId,
        @Nullable String mode,
        @Nullable String requestedTime,
        @Nullable String customerAddress,
        @Nullable String customerCity,
        @Nullable String customerPostalCode,
        @Nullable Double customerLat,
        @Nullable Double customerLng,
        @Nullable Integer itemCount,
        @Nullable Integer partySize,
        @Nullable String seatingPreference) {
    private static final int MOST_ITEMS = 1000;

    Destination destination() {
        return new Destination(customerAddress, customerPostalCode, customerCity, customerLat, customerLng);
    }

    /** How much there is to cook; a check that does not say so is for a small order. */
    OrderSize size() {
        return OrderSize.ofLines(itemCount == null ? 1 : Math.clamp(itemCount, 1, MOST_ITEMS));
    }
}
