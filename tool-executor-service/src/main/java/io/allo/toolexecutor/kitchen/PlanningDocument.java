// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.kitchen;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.LocalTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A restaurant's own {@code planningConfig}: any part may be missing. Without {@code enabled} the defaults count alone.
 * {@code reservationSessionMin} of existing documents is accepted and has no effect: tables are not kitchen load.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PlanningDocument(
        @Nullable Boolean enabled,
        @Nullable Integer slotMinutes,
        @Nullable Integer horizonSlots,
        @Nullable List<Band> timeBands,
        @Nullable Points defaultCapacity,
        @Nullable Map<OrderSize, Profile> sizeProfiles,
        @Nullable Integer bufferPickupMin,
        @Nullable Integer bufferDeliveryMin,
        @Nullable Integer maxShiftMin) {

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Band(String start, String end, @Nullable Points capacity) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Points(
            @JsonProperty("cuisine") @JsonAlias("kitchen") @Nullable
            Integer kitchen,

            @Nullable Integer preparation,

            @JsonProperty("comptoir") @JsonAlias("counter") @Nullable
            Integer counter,

            @JsonProperty("livraison") @JsonAlias("delivery") @Nullable
            Integer delivery) {
        Capacity over(Capacity base) {
            return new Capacity(
                    or(kitchen, base.kitchen()),
                    or(preparation, base.preparation()),
                    or(counter, base.counter()),
                    or(delivery, base.delivery()));
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Profile(
            @Nullable Integer kitchenSlots,
            @Nullable Integer kitchenPoints,
            @Nullable Integer preparationPoints,
            @Nullable Integer counterPoints) {
        SizeProfile over(SizeProfile base) {
            return new SizeProfile(
                    or(kitchenSlots, base.kitchenSlots()),
                    or(kitchenPoints, base.kitchenPoints()),
                    or(preparationPoints, base.preparationPoints()),
                    or(counterPoints, base.counterPoints()));
        }
    }

    /** The restaurant's own values where it gives some, otherwise {@code base}; {@code base} alone unless enabled. */
    public PlanningConfig over(PlanningConfig base) {
        if (!Boolean.TRUE.equals(enabled)) {
            return base;
        }
        Capacity capacity =
                defaultCapacity == null ? base.defaultCapacity() : defaultCapacity.over(base.defaultCapacity());
        Map<OrderSize, SizeProfile> profiles = new EnumMap<>(base.sizeProfiles());
        if (sizeProfiles != null) {
            sizeProfiles.forEach((size, own) -> profiles.put(size, own.over(base.profile(size))));
        }
        return new PlanningConfig(
                or(slotMinutes, base.slotMinutes()),
                or(horizonSlots, base.horizonSlots()),
                timeBands == null ? base.timeBands() : bands(timeBands, capacity),
                capacity,
                profiles,
                or(bufferPickupMin, base.bufferPickupMin()),
                or(bufferDeliveryMin, base.bufferDeliveryMin()),
                or(maxShiftMin, base.maxShiftMin()));
    }

    private static List<TimeBand> bands(List<Band> own, Capacity base) {
        return own.stream()
                .map(band -> new TimeBand(
                        LocalTime.parse(band.start()),
                        LocalTime.parse(band.end()),
                        band.capacity() == null ? base : band.capacity().over(base)))
                .toList();
    }

    private static int or(@Nullable Integer value, int otherwise) {
        return value == null ? otherwise : value;
    }
}
