// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.availability;

import io.allo.toolexecutor.door.ApiException;
import io.allo.toolexecutor.restaurant.Coordinates;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a delivery shall go, as the guest said it. Coordinates, when both are known, need no search. */
record Destination(
        @Nullable String street,
        @Nullable String postalCode,
        @Nullable String city,
        @Nullable Double latitude,
        @Nullable Double longitude) {
    private static final int LONGEST = 300;

    boolean hasStreet() {
        return street != null && !street.isBlank();
    }

    Optional<Coordinates> coordinates() {
        return at(latitude, longitude);
    }

    /** The address as it was said, in one line. */
    String joined() {
        return Stream.of(street, postalCode, city)
                .filter(part -> part != null && !part.isBlank())
                .map(String::strip)
                .collect(Collectors.joining(", "));
    }

    Destination checked() {
        if (joined().length() > LONGEST) {
            throw ApiException.badRequest(
                    "the address has " + joined().length() + " characters (expected: at most " + LONGEST + ")");
        }
        return this;
    }

    /** A place on Earth; 400 when the numbers are none. */
    static Optional<Coordinates> at(@Nullable Double latitude, @Nullable Double longitude) {
        if (latitude == null || longitude == null) {
            return Optional.empty();
        }
        if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) {
            throw ApiException.badRequest(
                    "coordinates are out of range (expected: latitude from -90 to 90, longitude from -180 to 180)");
        }
        return Optional.of(new Coordinates(latitude, longitude));
    }
}
