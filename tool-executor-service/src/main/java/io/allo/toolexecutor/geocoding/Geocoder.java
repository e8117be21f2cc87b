// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.geocoding;

import io.allo.toolexecutor.restaurant.Coordinates;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Port: from a spoken address to a place. */
public interface Geocoder {
    /** An address as the caller said it; only the street is certain. */
    record Address(
            String street,
            @Nullable String postalCode,
            @Nullable String city,
            @Nullable String country) {}

    /** Where the address is, and how it is written properly. */
    record Place(Coordinates coordinates, String formattedAddress) {}

    /**
     * The result of a search.
     *
     * @param place empty when the address is unknown
     * @param paidCalls what the search cost, in calls of a paid service
     */
    record Result(Optional<Place> place, int paidCalls) {}

    Uni<Result> find(Address address);
}
