// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.availability;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.allo.toolexecutor.restaurant.Coordinates;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Body of {@code POST /api/availability/check}. */
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
        @Nullable Integer partySize,
        @Nullable String seatingPreference) {

    boolean hasAddress() {
        return customerAddress != null && !customerAddress.isBlank();
    }

    Optional<Coordinates> coordinates() {
        return customerLat == null || customerLng == null
                ? Optional.empty()
                : Optional.of(new Coordinates(customerLat, customerLng));
    }

    /** The address as it was said, in one line. */
    String joinedAddress() {
        return Stream.of(customerAddress, customerPostalCode, customerCity)
                .filter(part -> part != null && !part.isBlank())
                .map(String::strip)
                .collect(Collectors.joining(", "));
    }
}
