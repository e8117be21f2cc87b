// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.planning;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.allo.toolexecutor.config.Json;
import io.allo.toolexecutor.kitchen.Disturbance;
import io.allo.toolexecutor.kitchen.Station;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Work that is no order. @param points a slot, on each of the resources */
record ExternalLoad(
        UUID id,
        UUID restaurantId,
        String type,
        String intensity,
        int points,
        List<String> resources,
        Instant startAt,
        Instant endAt,
        String label) {

    static ExternalLoad of(ExternalLoadEntity row, Json json) {
        return new ExternalLoad(
                row.id,
                row.restaurantId,
                row.type,
                row.intensity,
                LoadIntensity.of(row.intensity).points(),
                json.readTexts(row.resources),
                row.startAt,
                row.endAt,
                row.label);
    }

    @JsonIgnore
    Disturbance disturbance() {
        return new Disturbance(
                resources.stream().map(Station::of).flatMap(Optional::stream).collect(Collectors.toSet()),
                points,
                startAt,
                endAt);
    }
}
