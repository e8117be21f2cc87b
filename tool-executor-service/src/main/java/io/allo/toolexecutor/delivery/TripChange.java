// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.delivery;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.allo.toolexecutor.door.ApiException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST} and {@code PATCH} of a trip.
 *
 * @param orderIds the stops, in their order; only before the start
 * @param action what happens to the trip
 * @param stopId which stop {@code deliver_stop} means; {@code orderId} names it as well
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record TripChange(
        @Nullable String restaurantId,
        @Nullable List<UUID> orderIds,
        @Nullable String driverName,
        @Nullable String notes,
        @Nullable TripAction action,
        @Nullable UUID stopId,
        @Nullable UUID orderId) {
    private static final int MOST_STOPS = 50;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_NOTES = 500;

    TripChange checked() {
        if (orderIds != null) {
            boolean unusable = orderIds.size() > MOST_STOPS
                    || orderIds.stream().anyMatch(Objects::isNull)
                    || new HashSet<>(orderIds).size() < orderIds.size();
            if (unusable) {
                throw ApiException.badRequest(
                        "orderIds is not usable (expected: at most " + MOST_STOPS + " ids, each once)");
            }
        }
        bounded("driverName", driverName, LONGEST_NAME);
        bounded("notes", notes, LONGEST_NOTES);
        return this;
    }

    boolean changesNothing() {
        return action == null && orderIds == null && driverName == null && notes == null;
    }

    private static void bounded(String name, @Nullable String text, int longest) {
        if (text != null && text.length() > longest) {
            throw ApiException.badRequest(
                    name + " has " + text.length() + " characters (expected: at most " + longest + ")");
        }
    }
}
