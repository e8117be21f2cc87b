// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.availability;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the caller wants to know about. */
enum AvailabilityMode {
    PICKUP,
    DELIVERY,
    RESERVATION;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<AvailabilityMode> of(@Nullable String wireName) {
        return Arrays.stream(values())
                .filter(mode -> mode.wireName().equals(wireName))
                .findFirst();
    }
}
