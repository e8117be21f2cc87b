// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.availability;

import io.allo.toolexecutor.geocoding.Geocoder;
import io.allo.toolexecutor.restaurant.Coordinates;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds a destination and measures the way: at most one search, none when the coordinates are known. */
@ApplicationScoped
class DeliverySearch {
    static final BigDecimal DEFAULT_RADIUS_KM = BigDecimal.valueOf(5);

    private final Geocoder geocoder;

    DeliverySearch(Geocoder geocoder) {
        this.geocoder = geocoder;
    }

    /** A measured way. */
    record Way(Geocoder.Place to, DeliveryDistance distance) {
        /** Why it is too far; empty within the radius. */
        Optional<String> refusal(BigDecimal radiusKm) {
            return distance.within(radiusKm)
                    ? Optional.empty()
                    : Optional.of("distance_" + distance.roadKm().toPlainString() + "km_max_"
                            + radiusKm.stripTrailingZeros().toPlainString() + "km");
        }
    }

    /** @param way empty when the address is unknown */
    record Result(Optional<Way> way, int paidCalls) {}

    Uni<Result> from(Coordinates start, Destination destination, @Nullable String country) {
        return locate(destination, country)
                .map(found -> new Result(
                        found.place()
                                .map(place -> new Way(place, DeliveryDistance.between(start, place.coordinates()))),
                        found.paidCalls()));
    }

    private Uni<Geocoder.Result> locate(Destination destination, @Nullable String country) {
        Optional<Coordinates> known = destination.coordinates();
        if (known.isPresent()) {
            Geocoder.Place place = new Geocoder.Place(known.get(), destination.joined());
            return Uni.createFrom().item(new Geocoder.Result(Optional.of(place), 0));
        }
        return geocoder.find(new Geocoder.Address(
                destination.street() == null ? "" : destination.street(),
                destination.postalCode(),
                destination.city(),
                country));
    }
}
