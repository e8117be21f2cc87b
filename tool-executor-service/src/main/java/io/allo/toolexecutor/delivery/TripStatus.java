// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.delivery;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The life of a trip, and what may be done in each part of it. */
enum TripStatus {
    PLANNING,
    IN_PROGRESS,
    COMPLETED,
    CANCELLED;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static TripStatus of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }

    static List<String> wireNames() {
        return Arrays.stream(values()).map(TripStatus::wireName).toList();
    }

    Set<TripAction> actions() {
        return switch (this) {
            case PLANNING -> Set.of(TripAction.START, TripAction.CANCEL);
            case IN_PROGRESS -> Set.of(TripAction.DELIVER_STOP, TripAction.COMPLETE, TripAction.CANCEL);
            case COMPLETED, CANCELLED -> Set.of();
        };
    }
}
